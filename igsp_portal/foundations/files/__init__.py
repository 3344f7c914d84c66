"""What is kept: told by its content, written whole or not at all, known by its hash, never trusted for being there."""
