"""Draw the floors of core, one row for each, from the table that `tests/meta/test_floors.py` holds the code to."""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from textwrap import wrap
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "meta"))

from floors import FLOORS

WIDTH, MARGIN, ROW = 940, 12, 58
TEXT = 'font-family="sans-serif" fill="#1b2a33"'


def drawing() -> str:
    """Return the SVG: a floor may import what stands below it, and nothing else."""
    height = 2 * MARGIN + ROW * len(FLOORS)
    rows = "\n".join(_row(floor, MARGIN + ROW * index) for index, floor in enumerate(FLOORS))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">\n'
        "<title>The floors of core: each imports only from those below it</title>\n"
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>\n{rows}\n</svg>\n'
    )


def _row(floor: Any, top: int) -> str:
    """Return a floor's band: the names of its rooms, and what they are in up to two lines."""
    lines = wrap(floor.about, 46)
    middle = top + (ROW - 8) / 2 + 5
    about = "\n".join(
        f'<text x="560" y="{middle + 16 * (number - (len(lines) - 1) / 2):g}" {TEXT} font-size="13">'
        f"{escape(line)}</text>"
        for number, line in enumerate(lines)
    )
    rooms = ", ".join(floor.rooms)
    return (
        f'<rect x="{MARGIN}" y="{top}" width="{WIDTH - 2 * MARGIN}" height="{ROW - 8}" rx="5" '
        'fill="#e8f1f2" stroke="#4a7c82"/>\n'
        f'<text x="{MARGIN + 14}" y="{middle:g}" {TEXT} font-size="14" font-weight="bold">'
        f"{escape(rooms)}</text>\n{about}"
    )
