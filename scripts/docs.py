"""Write the README's tables from the registries, and the drawing of the floors of core: `make docs`.

python scripts/docs.py --check    says whether both are up to date, and changes nothing
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
DRAWING = ROOT / "docs" / "floors.svg"
sys.path.insert(0, str(ROOT / ".build" / "import"))

from floors_drawing import drawing
from tiled_raster.core import CLUSTERS, FILTERS, STATISTICS
from tiled_raster.core.geoutils_names import ABSENT, FUNCTIONS, RASTER


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    return "\n".join([*lines, *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)])


def filters() -> str:
    """Return the table of filters: name, what it gives, the parameters it takes with their defaults."""
    rows = [(f"`{spec.name}`", spec.summary, spec.family, _parameters(spec)) for spec in FILTERS.values()]
    return table(("Filter", "What it gives", "Family", "Its parameters"), rows)


def _parameters(spec: Any) -> str:
    return ", ".join(f"`{parameter.name.upper()}`" for parameter in spec.parameters)


def statistics() -> str:
    """Return the table of statistics."""
    return table(("Statistic", "What it is"), [(f"`{spec.name}`", spec.summary) for spec in STATISTICS.values()])


def clusters() -> str:
    """Return the table of cluster kinds, each with when it pays."""
    return table(("`CLUSTER`", "When it pays"), [(f"`{spec.name}`", spec.summary) for spec in CLUSTERS.values()])


def geoutils() -> str:
    """Return the table of GeoUtils' names: those that exist here and what is to be known of them, those that do not."""
    plain = ", ".join(f"`{name}`" for name, note in RASTER if not note)
    rows = [
        *((f"`{name}`", note) for name, note in FUNCTIONS),
        ("`Raster`: as in GeoUtils", plain),
        *((f"`Raster.{name}`", note) for name, note in RASTER if note),
        *((f"`Raster.{name}`", f"not there; {note}" if note else "not there") for name, note in ABSENT),
    ]
    return table(("Name", "Here"), rows)


TABLES = {"filters": filters, "statistics": statistics, "clusters": clusters, "geoutils": geoutils}


def renewed(text: str) -> str:
    """Return the README's text with its tables written anew. Raises ValueError for a missing mark."""
    for name, make in TABLES.items():
        begin, end = f"<!-- {name}: written by make docs -->", f"<!-- end of {name} -->"
        before, found, rest = text.partition(begin)
        _, found_end, after = rest.partition(end)
        if not found or not found_end:
            raise ValueError(f"README.md lacks the marks {begin} and {end}")
        text = f"{before}{begin}\n{make()}\n{end}{after}"
    return text


def main() -> int:
    """Write the tables and the drawing, or check them."""
    made = {README: renewed(README.read_text(encoding="utf-8")), DRAWING: drawing()}
    for path, text in made.items():
        if "--check" in sys.argv[1:]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path.name} is out of date: run make docs")
                return 1
        else:
            path.write_text(text, encoding="utf-8")
    print(f"{' and '.join(path.name for path in made)}: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
