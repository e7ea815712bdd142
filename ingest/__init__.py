"""Reads articles into extractions: what the text says, where it says so, and how sure it is."""
