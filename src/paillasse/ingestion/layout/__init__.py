"""Geometry of a page: words to lines, columns, tables, pictures and running headers; no meaning yet."""
