"""Language models: LangChain chat models of any provider, and a Hugging Face model that runs here."""
