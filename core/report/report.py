"""StatisticsReport: what a run of statistics found, as numbers, JSON, a table and a page."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Optional

from ..statistics.histogram import Histogram


@dataclass(frozen=True)
class BandInfo:
    """What the file says about a band."""

    band: int
    """Number of the band, from 1."""
    dtype: str = ""
    description: str = ""
    unit: str = ""
    nodata: Optional[float] = None


@dataclass(frozen=True)
class RunInfo:
    """How the run went."""

    source: str
    """Path of the raster."""
    height: int
    """Rows measured."""
    width: int
    """Columns measured."""
    tiles: int
    chunk: tuple[int, int]
    """Rows and columns of a tile."""
    workers: int
    cluster: str
    passes: int
    seconds: float
    bytes_read: int = 0
    """Bytes of pixels decoded in all passes."""
    crs: str = ""
    finished: str = ""
    """Date and time, ISO 8601."""
    version: str = ""
    commands: tuple[tuple[str, str], ...] = ()
    """How to repeat the run: where to type it, and what."""


@dataclass(frozen=True)
class StatisticsReport:
    """The result of `raster_statistics`."""

    bands: list[dict[str, Any]]
    """A mapping of statistic name to value for each chosen band, in the order chosen, with `band`."""
    run: RunInfo
    about: list[BandInfo] = field(default_factory=list)
    """What the file says about these bands, in the same order."""
    histograms: list[Optional[Histogram]] = field(default_factory=list)
    """For each band, in the same order; None where none was asked for."""
    tiles: list[dict[str, Any]] = field(default_factory=list)
    """For each tile its place (`row_min row_max col_min col_max`) and what was collected of it (`b1_mean`)."""

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain values for `json.dumps`, a dictionary and no text: NaN and infinities are None."""
        bands = []
        for index, figures in enumerate(self.bands):
            entry = {**figures}
            if index < len(self.about):
                entry.update(description=self.about[index].description, unit=self.about[index].unit)
            histogram = self.histograms[index] if index < len(self.histograms) else None
            if histogram is not None:
                entry["histogram"] = histogram.to_json()
            bands.append(entry)
        run = asdict(self.run)
        run["commands"] = dict(self.run.commands)
        result: dict[str, Any] = _plain({"bands": bands, "tiles": self.tiles, "run": run})
        return result

    def to_csv(self) -> str:
        """Return a table with a row per band; figures at full precision, an empty field for NaN."""
        columns = list(dict.fromkeys(name for figures in self.bands for name in figures))
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        for figures in self.bands:
            values = (_plain(figures.get(name)) for name in columns)
            writer.writerow(["" if value is None else value for value in values])
        return text.getvalue()

    def to_html(self) -> str:
        """Return a page that stands alone; see `html.to_html`."""
        from .html import to_html

        return to_html(self)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value.item() if hasattr(value, "item") else value
