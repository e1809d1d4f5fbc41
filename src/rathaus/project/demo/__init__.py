"""The demo towns: our own texts, realistic rules, a few weeks of lived-in appointments."""
