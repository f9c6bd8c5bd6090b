"""Coverage-guided fuzzing of the seams that untrusted bytes cross: `python -m fuzz --help`."""
