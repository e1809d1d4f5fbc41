"""What the citizen's pages show, read in as few queries as can be; `language` falls back to German, then to any."""
