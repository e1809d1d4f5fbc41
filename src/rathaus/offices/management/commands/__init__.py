"""Commands of offices."""
