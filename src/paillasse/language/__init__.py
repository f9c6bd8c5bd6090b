"""French and English: words, terms, the glossary, what may be shown."""
