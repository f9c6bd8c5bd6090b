"""The whole database at one moment, table by table, and back."""
