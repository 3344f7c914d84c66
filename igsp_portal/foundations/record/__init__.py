"""What was done, and by whom: every change of a row with its event, and what is never changed any more."""
