"""Reads PDF files with PDFium: words with boxes, rulings, pictures, outline, labels and properties."""
