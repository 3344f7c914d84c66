"""How it is said: the six languages, the letters of lists and the days as each of them writes them."""
