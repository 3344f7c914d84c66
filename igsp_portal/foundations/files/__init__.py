"""What is kept: written whole or not at all, known by its hash, never trusted because it is there."""
