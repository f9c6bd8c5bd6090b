"""Users, sessions, API keys, collections, sign-in attempts and the audit log in PostgreSQL."""
