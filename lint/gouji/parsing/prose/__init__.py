"""The grammar of prose: what sentences state of figures, and how these are related."""
