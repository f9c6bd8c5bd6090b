"""Commands about manuals: how they come, what is known of them, what is made of them."""
