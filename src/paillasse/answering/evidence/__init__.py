"""Is the answer there? How well each line answers, what is asked for, and when to refuse."""
