"""Who acts: staff and their roles; citizens later."""
