"""What templates say of symbols."""
