"""Text messages as files in a folder, for gateways that fetch them there, and for looking at them."""
