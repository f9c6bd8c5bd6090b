"""Tables: drawn with rulings or aligned by white space, as cells of words."""
