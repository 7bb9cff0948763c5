"""How right gouji is on audited documents: ``python -m tests.scoreboard CORPUS``."""
