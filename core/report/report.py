"""Give what a run of statistics found as numbers, JSON, a table and a page."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from .facts import Findings
from .html import to_html


@dataclass(frozen=True)
class StatisticsReport(Findings):
    """The result of `raster_statistics`."""

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
            classes = self.classes_of(index)
            if classes:
                entry["classes"] = [asdict(row) for row in classes]
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
        return to_html(self)


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return value.item() if hasattr(value, "item") else value
