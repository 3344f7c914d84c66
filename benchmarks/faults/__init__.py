"""Faults made on purpose, and what the portal does under them: for the suite they take too long, or too many rights."""
