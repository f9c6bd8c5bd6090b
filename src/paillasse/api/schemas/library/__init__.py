"""What is sent and given of documents."""
