"""Questions over HTTP, whole or as they are answered."""
