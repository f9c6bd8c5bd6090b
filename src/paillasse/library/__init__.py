"""What people do with documents beside asking: find, look at, correct, replace and remove them."""
