"""What the embedder is trained on: aligned sentences, looked through, balanced, and made from the glossary."""
