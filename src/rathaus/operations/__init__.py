"""Whether the house works: probes, what they find, and how to mend it."""
