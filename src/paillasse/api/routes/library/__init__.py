"""Routes of documents: lists, one of them, its pages and revisions, and what is looked up in them."""
