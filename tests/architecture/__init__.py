"""That the house stands as it was drawn: floors, writes, templates."""
