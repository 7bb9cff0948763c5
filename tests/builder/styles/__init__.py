"""The styles of published documents: one module each, ``write(facts) -> parts``."""
