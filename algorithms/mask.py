"""The mask of a run, as the panel knows it: the polygons of a layer, or a raster."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, Optional

from qgis.core import QgsProcessingParameterBoolean, QgsProcessingParameterMapLayer, QgsProcessingUtils

from ..core.job_checks import MASK_MODE
from ..core.zones.wkb import STREAM
from . import compat
from .inputs import RasterInput
from .panel import declared
from .values import Values
from .words import tr
from .zones import PolygonZones, polygons_or_raster


def mask_parameters() -> list[Any]:
    """Return MASK, SELECTED_ONLY and MASK_MODE."""
    mask = QgsProcessingParameterMapLayer(
        "MASK",
        tr("Mask: polygons, or a raster"),
        types=[compat.POLYGON_SOURCE, compat.RASTER_SOURCE],
        optional=True,
    )
    mask.setHelp(
        tr(
            "Results are wanted only here: in polygons, in any CRS, by the centres of pixels; or where the first band "
            "of a raster on the same grid is not zero. What lies far outside is not even read."
        )
    )
    selected = QgsProcessingParameterBoolean("SELECTED_ONLY", tr("Selected polygons only"), defaultValue=False)
    selected.setHelp(tr("Of a mask that is a layer of polygons only the selected features count."))
    for parameter in (mask, selected):
        parameter.setFlags(parameter.flags() | compat.ADVANCED)
    return [mask, selected, declared(MASK_MODE)]


@dataclass
class MaskLayer:
    """The mask of one run."""

    path: Optional[str] = None
    """What the job is given; of polygons only the extension of the file that they go into."""
    mode: str = str(MASK_MODE.default)
    polygons: Optional[PolygonZones] = None

    @classmethod
    def of(cls, values: Values, source: RasterInput) -> MaskLayer:
        """Return the mask that was chosen. Raises InvalidParameter, SourceError."""
        mode = str(values.checked(MASK_MODE))
        if values.raw("MASK") in (None, ""):
            return cls(mode=mode)
        path, polygons = polygons_or_raster(values, "MASK", source)
        return cls(path, mode, polygons)

    @contextmanager
    def written(self, job: Any, feedback: Any) -> Iterator[Any]:
        """Give the job with the file of its mask, which is there as long as the run needs it."""
        if self.polygons is None:
            yield job
            return
        path = QgsProcessingUtils.generateTempFilename("mask" + STREAM)
        try:
            self.polygons.write(path, feedback)
            yield replace(job, mask=path)
        finally:
            if os.path.exists(path):
                os.remove(path)
