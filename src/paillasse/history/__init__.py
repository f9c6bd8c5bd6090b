"""What was asked and answered: conversations, feedback and what it cost, and who may read which of it."""
