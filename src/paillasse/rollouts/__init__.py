"""A second release tried beside the one in production: who is answered by it, and what the counts of both say."""
