"""Index generations side by side, and which of them is live."""
