"""Fuzzing: files with the structure of real ones, damaged at random."""
