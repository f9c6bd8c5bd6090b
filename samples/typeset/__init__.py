"""Turns the marked-up text of the sample manuals into PDF."""
