"""What people see, drawn with rich."""
