"""Signing in at an identity provider (OpenID Connect), and whose account that is here."""
