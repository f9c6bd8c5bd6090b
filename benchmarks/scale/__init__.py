"""The index at sizes that no folder of manuals at hand has."""
