"""Services (Leistungen): their words, where they are offered, how they are found."""
