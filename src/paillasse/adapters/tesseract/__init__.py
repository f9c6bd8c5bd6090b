"""Pages read from their picture with Tesseract, in child processes that can be killed."""
