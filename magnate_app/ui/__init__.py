"""Everything a player sees and touches; the only package that knows pygame."""

import os

# pygame greets on standard output when it is imported; what our commands print is ours.
os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
