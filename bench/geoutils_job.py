"""The bench's jobs done by GeoUtils, as its documentation shows: run by the Python that has GeoUtils installed.

python geoutils_job.py max|mean INPUT OUTPUT
python geoutils_job.py statistics INPUT
"""

from __future__ import annotations

import json
import sys
from typing import Any

import geoutils
import numpy as np
from geoutils.raster.distributed_computing import (
    ClusterGenerator,
    MultiprocConfig,
    map_multiproc_collect,
    map_overlap_multiproc_save,
)

SIZE, CHUNK, WORKERS = 5, 1024, 2
FILTERS = {"max": geoutils.filters.max_filter, "mean": geoutils.filters.mean_filter}
MERGED = ("Minimum", "Maximum", "Sum", "Sum of squares", "Valid count")


def filtered(raster: Any, method: str) -> Any:
    """Return the tile filtered, without a value where it had none before."""
    result = FILTERS[method](raster.get_nanarray(), size=SIZE)
    raster.data = np.ma.masked_array(result, np.ma.getmaskarray(raster.data) | np.isnan(result))
    return raster


def measured(raster: Any) -> dict[str, float]:
    """Return what the tiles' statistics are merged from."""
    data = raster.data.compressed().astype("float64")
    lowest, highest = (data.min(), data.max()) if data.size else (np.inf, -np.inf)
    return dict(zip(MERGED, (float(lowest), float(highest), float(data.sum()), float((data**2).sum()), data.size)))


def main() -> None:
    """Do the job that the command line names."""
    job, source, *target = sys.argv[1:]
    config = MultiprocConfig(CHUNK, *target, cluster=ClusterGenerator("multi", nb_workers=WORKERS))
    if job in FILTERS:
        map_overlap_multiproc_save(filtered, source, config, job, depth=SIZE // 2)
        return
    tiles = map_multiproc_collect(measured, source, config)
    count, total = (sum(tile[name] for tile in tiles) for name in ("Valid count", "Sum"))
    squares = sum(tile["Sum of squares"] for tile in tiles)
    print(json.dumps({
        "valid_count": count, "sum": total, "mean": total / count,
        "std": (squares / count - (total / count) ** 2) ** 0.5,
        "min": min(tile["Minimum"] for tile in tiles), "max": max(tile["Maximum"] for tile in tiles),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
