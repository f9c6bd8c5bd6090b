"""Backups: one archive that holds all a home keeps, and the way back into an empty place."""
