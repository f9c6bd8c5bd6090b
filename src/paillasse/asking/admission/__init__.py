"""Which questions are taken now: how many at once, how many of one user, and none that cannot be answered."""
