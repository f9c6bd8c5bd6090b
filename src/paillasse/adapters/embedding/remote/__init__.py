"""Embedding servers, over HTTP."""
