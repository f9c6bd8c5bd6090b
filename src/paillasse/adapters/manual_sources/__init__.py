"""Places in the cloud where people put manuals, by plain HTTP."""
