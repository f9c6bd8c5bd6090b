"""Golden sets, metrics and reports: what the product is worth, measured."""
