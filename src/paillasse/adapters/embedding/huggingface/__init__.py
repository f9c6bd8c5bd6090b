"""Models as Hugging Face lays them out: from a folder or from a hub."""
