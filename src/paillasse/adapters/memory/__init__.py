"""Stores in memory: doubles that ship, for tests and for looking on."""
