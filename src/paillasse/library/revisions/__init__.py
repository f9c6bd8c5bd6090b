"""Revisions of a manual: which one answers, and what changed between two of them."""
