"""The built-in rules: each module is a family, and a plugin like any other."""
