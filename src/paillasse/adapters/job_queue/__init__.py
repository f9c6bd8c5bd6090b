"""The queue that hands jobs to workers, and its double in memory."""
