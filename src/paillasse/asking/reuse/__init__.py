"""What was worked out for one question and serves others."""
