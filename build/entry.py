"""Where the frozen program starts: PyInstaller follows imports of modules, not of packages."""

import multiprocessing
import sys

from magnate_app.cli import main

multiprocessing.freeze_support()
sys.exit(main())
