"""Whether what is asked, and how it is answered, is still as it was when the release in production began to answer."""
