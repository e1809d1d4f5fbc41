"""The pages of the data protection officer: finding, handing out and erasing what is held about a person."""
