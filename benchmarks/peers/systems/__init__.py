"""One module per system, each run as a process of its own; all but Paillasse in the environment of the peers."""
