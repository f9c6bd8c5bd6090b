"""Small models that were trained here, in PostgreSQL."""
