"""The drawn board: geometry, land, tiles, tokens, dice, deed cards."""
