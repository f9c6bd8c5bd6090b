"""What a manual says of itself on its cover, its last page and in its file name."""
