"""Text messages to phones, by an HTTP interface of the shape of GOV.UK Notify."""
