"""`python -m magnate_app`."""

from __future__ import annotations

import sys

from magnate_app.cli import main

if __name__ == "__main__":
    sys.exit(main())
