"""What a language model writes: claims from numbered lines, other wordings of the question, judgements."""
