"""Pictures of pages: drawn in a process that can be killed, kept on disk, with quotes highlighted."""
