"""From a file to the chunks that can be found again, word by word."""
