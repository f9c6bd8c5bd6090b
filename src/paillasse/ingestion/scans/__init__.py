"""Pages whose text has to be read from their picture."""
