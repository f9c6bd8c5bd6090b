"""Samples compared by Evidently, in a process of its own."""
