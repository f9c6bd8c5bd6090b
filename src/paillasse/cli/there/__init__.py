"""What commands do while a server holds the home: they ask it."""
