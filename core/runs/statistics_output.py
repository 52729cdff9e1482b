"""Keep what a run of statistics leaves: the record of each tile, and the report."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Callable, Optional

from ..errors import FunctionError
from ..files.many_files import shown
from ..files.whole_file import WholeFiles, errors_named
from ..tiles import PLACE, Tile
from ..tiling.extent import corners_of
from ..version import VERSION

if TYPE_CHECKING:
    from ..raster.header import SourceInfo
    from ..report.facts import ClassRow
    from ..report.report import StatisticsReport
    from ..statistics.measurement import Measurement
    from .prepare_statistics import StatisticsRun


def tile_entry(run: StatisticsRun, tile: Tile, found: list[dict[str, Any]], value: Any) -> dict[str, Any]:
    """Return a tile's place, its statistics by `b1_mean`, and what the user's function gave."""
    entry: dict[str, Any] = {
        **{name: getattr(tile, name) for name in PLACE},
        "corners": [list(corner) for corner in corners_of(run.source.info, tile)],
    }
    for band, record in zip(run.bands, found):
        entry.update({f"b{band}_{name}": number for name, number in record.items()})
    if run.job.function is not None:
        entry["result"] = plain(value)
    return entry


def plain(value: Any) -> Any:
    """Return a value as JSON holds it: NumPy's numbers and arrays as Python's, NaN and infinities as None.

    Raises FunctionError for what JSON does not hold.
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    raise FunctionError(f"the function returned a {type(value).__name__}: it must return what JSON holds")


def record_keeper(
    run: StatisticsRun, records: list[dict[str, Any]], files: Optional[WholeFiles]
) -> Callable[[dict[str, Any]], None]:
    """Return what keeps a tile's entry: in a file, one JSON object a line, and in the list, which the report shows.

    Where there is a file, the list has only what the other outputs need: everything for JSON, the mean for the map.
    """
    job = run.job
    if job.tiles_file is None or files is None:
        return records.append
    means = [f"b{band}_mean" for band in run.bands]
    for_map = {*PLACE, *means, *(f"b{band}_valid_count" for band in run.bands)}
    not_asked = set() if "mean" in job.statistics else set(means)
    path, file = job.tiles_file, files.open(job.tiles_file)

    def keep(entry: dict[str, Any]) -> None:
        asked = {name: value for name, value in entry.items() if name not in not_asked}
        with errors_named(path):
            file.write(json.dumps(plain(asked)) + "\n")
        if job.json is not None:
            records.append(entry)
        elif job.html is not None:
            records.append({name: value for name, value in entry.items() if name in for_map})

    return keep


def _classes(run: StatisticsRun, band: int, found: Measurement) -> Optional[list[ClassRow]]:
    """Return the classes of a band, with names and colours of the job, else with the file's colour table."""
    from ..report.classes import class_rows

    info, index = run.source.info, band - 1
    styles = [(value, name, colour) for number, value, name, colour in run.job.classes if number == band]
    if not styles and info.colormaps[index]:
        styles = [
            (float(value), "", "#{:02x}{:02x}{:02x}".format(*rgba)) for value, rgba in info.colormaps[index] or ()
        ]
    is_quantity = bool(info.units[index]) or (info.scales[index], info.offsets[index]) != (1.0, 0.0)
    return class_rows(found.classes(), styles, is_quantity, _pixel_m2(info))


def _pixel_m2(info: SourceInfo) -> Optional[float]:
    """Return a pixel's area on the map in square metres; None in degrees, and where nothing tells a length."""
    if info.linear_unit_m is None or not info.is_georeferenced:
        return None
    a, b, _, d, e, _ = info.transform
    return abs(a * e - b * d) * info.linear_unit_m**2


def report_of(run: StatisticsRun, records: list[dict[str, Any]], seconds: float) -> StatisticsReport:
    """Return the report of a run whose passes are done."""
    import numpy as np

    from ..report.facts import BandInfo, RunInfo
    from ..report.report import StatisticsReport

    info, plan, job = run.source.info, run.plan, run.job
    read = [np.dtype(info.dtypes[band - 1]).itemsize * found.passes for band, found in zip(run.bands, run.measurements)]
    about = [
        BandInfo(
            band,
            info.dtypes[band - 1],
            info.descriptions[band - 1] or "",
            info.units[band - 1] or "",
            info.nodata[band - 1],
        )
        for band in run.bands
    ]
    how = RunInfo(
        source=shown([job.source, *job.further_sources]),
        height=run.frame.height,
        width=run.frame.width,
        tiles=plan.tiles,
        chunk=plan.chunk,
        workers=plan.workers,
        cluster=plan.cluster,
        passes=max(found.passes for found in run.measurements),
        seconds=round(seconds, 3),
        bytes_read=sum(read) * run.frame.height * run.frame.width,
        crs=info.crs_name,
        finished=datetime.now(timezone.utc).astimezone().isoformat(timespec="seconds"),
        version=VERSION,
        commands=job.commands,
    )
    return StatisticsReport(
        bands=[{"band": band, **found.results()} for band, found in zip(run.bands, run.measurements)],
        run=how,
        about=about,
        histograms=[measurement.histogram() for measurement in run.measurements],
        classes=[_classes(run, band, found) for band, found in zip(run.bands, run.measurements)],
        tiles=records,
    )
