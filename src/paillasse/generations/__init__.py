"""Index generations: the next one built, the live one exchanged, the stores compared."""
