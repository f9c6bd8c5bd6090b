"""The door for chat clients that speak the API of OpenAI: the same questions, the same answers."""
