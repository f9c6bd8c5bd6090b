"""What answers in production: registered, gated, promoted, rolled back."""
