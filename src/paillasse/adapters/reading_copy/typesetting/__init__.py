"""From a manuscript to the bytes of a PDF, always the same ones."""
