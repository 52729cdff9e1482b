"""`python -m tiled_raster`: the same engine from the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .core.engine.guard import guarded


def work(argv: Sequence[str]) -> int:
    """Run one command; only the program that works loads what that takes."""
    from .core.cli import main

    return main(argv)


if __name__ == "__main__":
    sys.exit(guarded(__package__ or "tiled_raster", sys.argv[1:], work))
