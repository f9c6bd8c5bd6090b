"""Will the manuals answer this, or is it a ticket? Features of an answer, a small model over them, its training."""
