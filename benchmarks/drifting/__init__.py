"""Is a drift seen, and nothing where there is none?"""
