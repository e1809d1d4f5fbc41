"""What the data protection officer can do."""
