"""The front: home, sign-in, the pages that belong to no app, and what every page's frame needs."""
