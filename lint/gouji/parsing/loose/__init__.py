"""Tables in text that has no rulings, recovered as grids."""
