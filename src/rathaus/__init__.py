"""Rathaus, a digital town hall."""
