"""French words for an English tokenizer, and what they mean before any training."""
