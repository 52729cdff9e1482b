"""Hold what a report says beside its numbers: of the bands, and of the run; and the numbers themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Optional

from ..statistics.histogram import Histogram


@dataclass(frozen=True)
class BandInfo:
    """A band, as the file describes it."""

    band: int
    """Number of the band, from 1."""
    dtype: str = ""
    description: str = ""
    unit: str = ""
    nodata: Optional[float] = None


@dataclass(frozen=True)
class ClassRow:
    """One class of a band of few whole values, such as a kind of land cover."""

    value: int
    pixels: int
    share: float
    """Percent of the valid pixels."""
    area_m2: Optional[float] = None
    """None where the CRS does not tell how large a pixel is."""
    name: str = ""
    colour: str = ""
    """As `#rrggbb`; empty where the layer has none."""


@dataclass(frozen=True)
class RunInfo:
    """The course of a run."""

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
class Findings:
    """The findings of a run of statistics."""

    bands: list[dict[str, Any]]
    """A mapping of statistic name to value for each chosen band, in the order chosen, with `band`."""
    run: RunInfo
    about: list[BandInfo] = field(default_factory=list)
    """What the file says about these bands, in the same order."""
    histograms: list[Optional[Histogram]] = field(default_factory=list)
    """For each band, in the same order; None where none was asked for."""
    tiles: list[dict[str, Any]] = field(default_factory=list)
    """For each tile its place (`row_min row_max col_min col_max`) and what was collected of it (`b1_mean`)."""
    classes: list[Optional[list[ClassRow]]] = field(default_factory=list)
    """For each band, in the same order, its classes by value; None for a band that is no map of classes."""

    def classes_of(self, index: int) -> list[ClassRow]:
        """Return the classes of a band, by its place in `bands`; none of a band that is no map of classes."""
        return (self.classes[index] if index < len(self.classes) else None) or []
