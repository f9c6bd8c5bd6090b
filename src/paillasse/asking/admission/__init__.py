"""Which questions are taken: how many of one user, how many from one address."""
