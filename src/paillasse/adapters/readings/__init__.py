"""What was read of pictures, kept for the next attempt."""
