"""Reports of drift in PostgreSQL, and the exchanges that they are made of."""
