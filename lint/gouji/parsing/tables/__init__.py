"""Grids to typed tables, and the relations that a table states by itself."""
