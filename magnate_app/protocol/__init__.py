"""The wire contract: messages, codes, handshake, and the views of a game."""
