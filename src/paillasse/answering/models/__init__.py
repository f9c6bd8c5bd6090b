"""Dealing with language models: deadlines, second tries, circuit breaker, tokens and what they cost."""
