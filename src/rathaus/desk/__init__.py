"""The clerk's workspace: the day, booking, searching, calls, what went wrong."""
