"""What the counts of two releases say, however often one looks at them."""
