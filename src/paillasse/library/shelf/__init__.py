"""The documents of a library: lists of them, one of them, and what experts change about them."""
