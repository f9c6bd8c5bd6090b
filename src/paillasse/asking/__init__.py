"""Questions of many users at once: what stands around the answerer, so that all of them are served."""
