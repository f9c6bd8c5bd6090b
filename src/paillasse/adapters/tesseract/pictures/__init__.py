"""The words in pictures that stand on pages of text."""
