"""How each official language writes dates and times in United Nations documents."""
