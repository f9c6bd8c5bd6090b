"""What requests and responses hold, as clients see it."""
