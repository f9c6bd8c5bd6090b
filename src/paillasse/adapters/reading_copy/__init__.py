"""Files that are not PDFs, set as PDFs: one reader, one kind of page, whatever the format."""
