"""HTTP: translates requests into calls of the domain and its results into responses. FastAPI stays here."""
