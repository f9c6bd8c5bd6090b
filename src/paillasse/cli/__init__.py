"""The command line: draws what the services do, and nothing else."""
