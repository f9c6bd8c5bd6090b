"""A client of the service, for Python programs and for commands in the home of a running server."""
