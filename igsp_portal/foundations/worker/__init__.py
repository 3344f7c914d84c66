"""What is done later: letters that go out, and tasks handed over with the change that asks for them."""
