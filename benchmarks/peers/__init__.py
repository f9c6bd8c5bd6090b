"""Paillasse and its peers on the same manuals and questions."""
