"""Versions of golden sets."""
