"""What is written down of a run: figures of the whole, a table of questions, pictures."""
