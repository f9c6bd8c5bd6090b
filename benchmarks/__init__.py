"""Peers side by side, speed and scale: one command each, figures as JSON."""
