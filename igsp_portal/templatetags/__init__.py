"""What templates say of days and symbols."""
