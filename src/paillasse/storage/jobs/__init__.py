"""The record of ingestion jobs in PostgreSQL."""
