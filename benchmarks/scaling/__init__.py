"""What a page and a question cost, and how many machines a load takes."""
