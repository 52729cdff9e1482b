"""Say how a run will go before its first tile: its numbers, and the sentences that tell them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Optional

from ..progress import spoken_duration


@dataclass(frozen=True)
class RunPlan:
    """The numbers of a run before its first tile."""

    tiles: int
    chunk: tuple[int, int]
    halo: int
    cluster: str
    workers: int
    memory_mb: int
    """Megabytes of blocks that are in flight at most, over all workers."""
    passes: int = 1
    output: Optional[str] = None
    output_mb: Optional[float] = None
    """Size of the output before compression."""
    output_shape: Optional[tuple[int, int, int]] = None
    """Bands, rows, columns."""
    output_dtype: Optional[str] = None
    seconds: Optional[float] = None
    """About how long it will take; None where nobody knows."""
    library: str = ""
    """What reads and writes the rasters, with its version."""

    def to_json(self) -> dict[str, Any]:
        """Return the plan as plain values, and the same in words under `text`."""
        return {**asdict(self), "text": self.sentences()}

    def sentences(self) -> list[str]:
        """Return the plan in words, a line each."""
        tiles = "1 tile" if self.tiles == 1 else f"{self.tiles:,} tiles"
        margin = f", with a margin of {self.halo}" if self.halo else ""
        lines = [f"{tiles} of up to {self.chunk[0]} x {self.chunk[1]} pixels (rows x columns){margin}"]
        workers = "1 worker" if self.workers == 1 else f"{self.workers} workers"
        passes = f", about {self.passes} passes over the tiles" if self.passes > 1 else ""
        lines.append(f"{workers} ({self.cluster}), about {self.memory_mb} MB for tiles in flight{passes}")
        if self.output_shape is not None and self.output_mb is not None:
            bands, rows, cols = self.output_shape
            count = "1 band" if bands == 1 else f"{bands} bands"
            size = f"{self.output_mb:,.1f} MB" if self.output_mb < 1000 else f"{self.output_mb / 1024:,.2f} GB"
            lines.append(f"output: {count} of {rows} x {cols} {self.output_dtype}, {size} before compression")
        if self.library:
            lines.append(f"rasters are read and written by {self.library}")
        if self.seconds is not None:
            lines.append(f"time: about {spoken_duration(self.seconds)}")
        return lines
