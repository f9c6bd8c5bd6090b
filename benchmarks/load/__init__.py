"""The service under load: how many may ask at once, and what they wait."""
