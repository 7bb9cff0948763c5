"""Blocks to tree to ledger: the one place where the language of the documents is known."""
