"""What remembers experiments and releases."""
