"""The living gallery: every component in every state, drawn by the same tags as all pages."""
