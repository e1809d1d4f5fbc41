"""Text messages to phones, by the HTTP interface of Kannel."""
