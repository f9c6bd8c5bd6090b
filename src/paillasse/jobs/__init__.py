"""Durable ingestion: what was acknowledged becomes a document or a typed reason, whatever dies meanwhile."""
