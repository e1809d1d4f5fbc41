"""The administration: members of staff and their roles, the town and its pages."""
