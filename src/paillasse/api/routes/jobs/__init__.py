"""Uploads and ingestion jobs over HTTP."""
