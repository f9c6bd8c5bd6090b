"""How good answers are: by golden cases, and by a judge."""
