"""Values and nodes that every other part speaks of; imports nothing of the rest."""
