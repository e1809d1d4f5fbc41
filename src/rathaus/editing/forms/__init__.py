"""Forms of editing."""
