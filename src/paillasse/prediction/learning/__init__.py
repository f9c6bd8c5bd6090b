"""Families of models compared across machines, calibrated, and told honestly."""
