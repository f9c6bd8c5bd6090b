"""From passages to an answer whose every sentence was checked, or to a refusal."""
