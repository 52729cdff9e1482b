"""`python -m tiled_raster`: the same engine from the command line."""

from __future__ import annotations

import sys

from .core.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
