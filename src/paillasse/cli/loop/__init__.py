"""Commands that measure, try, promote, train and watch."""
