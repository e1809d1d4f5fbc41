"""The components' template tags by subject; `templatetags/ui.py` joins them to one library."""
