"""Rollouts and their counts in PostgreSQL."""
