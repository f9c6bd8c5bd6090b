"""The line drawings of the sample manuals, one module per machine."""
