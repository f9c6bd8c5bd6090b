"""Manuals in the cloud on their way into the index."""
