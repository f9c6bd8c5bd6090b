"""Blocks: what the lines of a page mean. Paragraphs, headings, steps, captions, warnings, their language."""
