"""The game, pure: no clock, file, socket or hidden dice (see RULEBOOK.md)."""
