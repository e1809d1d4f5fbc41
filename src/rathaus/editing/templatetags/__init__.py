"""Template tags of editing."""
