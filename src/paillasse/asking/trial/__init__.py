"""Asking while a second release is tried beside the one in production."""
