"""Report a band by class, where its few whole values are codes: what each class is, and its row and bar on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Optional

from ..statistics.classes import ClassCounts
from .facts import ClassRow
from .numbers import significant

MOST_UNNAMED = 64
"""More whole values than these, without names or colours, are counts or heights and no classes."""
SQUARE_KM, HECTARE = 1e6, 1e4
ClassStyle = tuple[float, str, str]
"""A value, its name and its colour as `#rrggbb`, as a layer's style has them; name and colour may be empty."""


def class_rows(
    counts: Optional[ClassCounts],
    styles: Iterable[ClassStyle],
    is_quantity: bool,
    pixel_m2: Optional[float],
) -> Optional[list[ClassRow]]:
    """Return a row for each class, None for a band that is no map of classes.

    It is one where a style names or colours its values, or where there are few of them and nothing says that they
    are a quantity (a unit, a scale).
    """
    if not counts:
        return None
    known = {value: (name, colour) for value, name, colour in styles}
    is_styled = any(value in known for value, _ in counts)
    if not is_styled and (is_quantity or len(counts) > MOST_UNNAMED):
        return None
    total = sum(pixels for _, pixels in counts)
    return [
        ClassRow(
            int(value),
            pixels,
            100.0 * pixels / total,
            None if pixel_m2 is None else pixels * pixel_m2,
            *known.get(value, ("", "")),
        )
        for value, pixels in counts
    ]


def classes_table(rows: Sequence[ClassRow]) -> str:
    """Return the table: swatch, value and name, a bar, pixels, share and area of each class."""
    named, placed = any(row.name for row in rows), any(row.area_m2 is not None for row in rows)
    largest = max(row.pixels for row in rows)
    unit, size = _unit_of_area(rows)
    heads = ["Value", *(["Class"] if named else []), "", "Pixels", "Share", *([f"Area, {unit}"] if placed else [])]
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    lines = [_line(row, largest, named, size if placed else None) for row in rows]
    return f'<table class="classes"><caption>Classes</caption><tr>{head}</tr>{"".join(lines)}</table>'


def _line(row: ClassRow, largest: int, named: bool, size: Optional[float]) -> str:
    fill = f' style="fill: {escape(row.colour)}"' if row.colour else ""
    width = max(100.0 * row.pixels / largest, 0.3)  # the rarest class is still seen
    bar = (
        f'<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none"><rect width="{width:.3f}" height="8" '
        f'class="bars"{fill}/></svg>'
    )
    area = "" if size is None else f"<td>{_area(row, size)}</td>"
    name = f'<td class="class">{escape(row.name)}</td>' if named else ""
    value = f"{row.value:,}".replace(",", "").replace("-", "\u2212")
    return (
        f'<tr><th scope="row">{value}</th>{name}<td class="share">{bar}</td><td>{row.pixels:,}</td>'
        f"<td>{_share(row.share)}</td>{area}</tr>"
    )


def _share(share: float) -> str:
    # A class that is there must not read 0, nor one among others 100.
    text = f"{share:.2f}"
    rounded = text in ("0.00", "100.00") and float(text) != share
    return f"{significant(share, 2 if share < 1 else 9) if rounded else text} %"


def _area(row: ClassRow, size: float) -> str:
    return "–" if row.area_m2 is None else significant(row.area_m2 / size, 5)


def _unit_of_area(rows: Sequence[ClassRow]) -> tuple[str, float]:
    """Return the unit that suits the whole, and how many square metres it has."""
    total = sum(row.area_m2 or 0.0 for row in rows)
    return ("km²", SQUARE_KM) if total >= 10 * SQUARE_KM else ("ha", HECTARE) if total >= 10 * HECTARE else ("m²", 1.0)
