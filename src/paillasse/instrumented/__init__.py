"""Wrappers that count what passes: each does what it wraps, and tells `monitoring` how it went."""
