"""Planning: offices, counters, offers, opening rules and closures, in the browser."""
