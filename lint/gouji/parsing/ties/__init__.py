"""What a document states in several places, and names and reasons held against the figures."""
