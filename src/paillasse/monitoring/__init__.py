"""What is said of a running service: logs and metrics."""
