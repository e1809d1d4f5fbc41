"""Pages of the journey; each view makes one call and answers."""
