"""Ranking by a model that was trained here: what it looks at, and what it is."""
