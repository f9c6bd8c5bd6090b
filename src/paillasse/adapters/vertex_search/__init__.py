"""The index on Vertex AI Vector Search, by plain HTTP."""
