"""History as clients see it."""
