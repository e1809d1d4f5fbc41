"""Ground floor: errors, events, ids, keys, limits, money and time; knows no other app."""
