"""What experts make of what users say of answers."""
