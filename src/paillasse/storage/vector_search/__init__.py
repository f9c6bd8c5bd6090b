"""What an index of Vertex AI Vector Search cannot say itself, in PostgreSQL."""
