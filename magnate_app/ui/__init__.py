"""Everything a player sees and touches; the only package that knows pygame."""
