"""The manuals as tools of a language model: the Model Context Protocol."""
