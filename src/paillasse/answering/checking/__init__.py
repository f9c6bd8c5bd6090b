"""Is it said there? Quotes found again on the page, claims held against them, rectangles drawn."""
