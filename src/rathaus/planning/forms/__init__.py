"""Forms of planning: they explain, the database protects."""
