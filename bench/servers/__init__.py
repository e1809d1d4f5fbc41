"""A trial for docs/adr/0001: ways of serving Django, and whether stalled bodies stop them."""
