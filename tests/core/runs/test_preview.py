"""A preview is the middle of what a run would make, pixel by pixel, where that lies on the ground."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiled_raster.core import MultiprocConfig, Raster
from tiled_raster.core.errors import InvalidParameter
from tiled_raster.core.jobs import FilterJob, StatisticsJob
from tiled_raster.core.runs import preview, run

SIDE = 21
UPRIGHT = (10.0, 0.0, 500000.0, 0.0, -10.0, 5200000.0)
ROTATED = (8.0, 6.0, 500000.0, 6.0, -8.0, 5200000.0)


@pytest.mark.parametrize("transform", [UPRIGHT, ROTATED])
@pytest.mark.parametrize(
    ("filters", "parameters"), [(("median", "std"), {"size": 7}), (("slope",), {}), (("majority",), {"size": 3})]
)
def test_a_preview_is_the_middle_of_the_run(
    transform: tuple[float, ...],
    filters: tuple[str, ...],
    parameters: dict[str, Any],
    tmp_path: Path,
    make_terrain: Callable[..., np.ndarray],
) -> None:
    source = str(tmp_path / "dem.tif")
    values = np.ma.masked_less(make_terrain(50, 64), 100.0)
    Raster.from_array(values, transform, "EPSG:32633", nodata=-9999.0).save(source)
    jobs = [
        FilterJob(source, MultiprocConfig(outfile=str(tmp_path / name)), filters, parameters)
        for name in ("whole.tif", "part.tif")
    ]
    run(jobs[0])
    account = preview(jobs[1], SIDE)
    whole, part = Raster(str(tmp_path / "whole.tif")), Raster(account["output"])
    top, left = (50 - SIDE) // 2, (64 - SIDE) // 2
    inside = np.s_[..., top : top + SIDE, left : left + SIDE]
    np.testing.assert_array_equal(part.data.filled(-1), whole.data[inside].filled(-1))
    a, b, c, d, e, f = tuple(whole.transform)[:6]
    assert tuple(part.transform)[:6] == pytest.approx((a, b, a * left + b * top + c, d, e, d * left + e * top + f))


def test_only_what_writes_a_raster_has_a_preview(tmp_path: Path) -> None:
    with pytest.raises(InvalidParameter, match="only a FilterJob"):
        preview(StatisticsJob(str(tmp_path / "dem.tif"), MultiprocConfig()), SIDE)
