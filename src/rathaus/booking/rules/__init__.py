"""Decisions of booking: pure functions over ticks, lengths, sheets and seats."""
