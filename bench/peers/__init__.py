"""Peers beside Rathaus: the same office and the same tasks, in-process, on the same PostgreSQL, in one run."""
