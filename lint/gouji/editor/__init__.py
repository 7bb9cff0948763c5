"""The language server: findings while a draft is written, in any editor that speaks LSP."""
