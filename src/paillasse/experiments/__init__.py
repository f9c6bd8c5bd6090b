"""Configurations tried on golden sets: what is tried, what is written down of it, and how two of them compare."""
