"""Paillasse: cited, verified answers from the technical manuals of laboratory equipment."""
