"""Values that may be forgotten at any time: in this process, or in Redis for several."""
