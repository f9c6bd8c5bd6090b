"""Who may do what: users, sign-in, tokens, API keys, collections and their members, the audit log."""
