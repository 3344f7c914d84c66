"""What is done later: messages that go out, and tasks handed over with the change that asks for them."""
