"""The citizen's pages: start, services, offices, legal texts."""
