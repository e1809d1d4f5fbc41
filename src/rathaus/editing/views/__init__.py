"""Views of editing."""
