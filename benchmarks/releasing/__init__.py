"""The loop of releases on real manuals: measured, gated, promoted, watched, improved."""
