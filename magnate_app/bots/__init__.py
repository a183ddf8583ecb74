"""Players the program brings itself, and the arena that measures them."""
