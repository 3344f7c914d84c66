"""The house itself: settings, addresses, the user, and the foundations that every app stands on."""
