"""Say how a raster is cut, who does the work, and where the result goes: `MultiprocConfig`."""

from __future__ import annotations

import copy
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Optional, Union

from .errors import InvalidParameter

if TYPE_CHECKING:
    from .clusters.base import AbstractCluster

ChunkSize = Union[int, tuple[int, int], None]


class _ClusterOfConfig:
    """The attribute `cluster`: where none was given, reading it gives a sequential one, as in GeoUtils."""

    def __get__(self, config: Optional[MultiprocConfig], owner: Any = None) -> Any:
        if config is None:  # the dataclass asks for the default
            return None
        values = vars(config)
        if values["cluster"] is None and "_sequential" not in values:
            values["_sequential"] = _cluster_of("basic")
        return values["_sequential"] if values["cluster"] is None else values["cluster"]

    def __set__(self, config: MultiprocConfig, cluster: Optional[AbstractCluster]) -> None:
        vars(config)["cluster"] = cluster


class _DriverOfConfig:
    """The attribute `driver`: where none was given, reading it gives the one that the output's name asks for."""

    def __get__(self, config: Optional[MultiprocConfig], owner: Any = None) -> Optional[str]:
        if config is None:  # the dataclass asks for the default
            return None
        given: Optional[str] = vars(config)["driver"]
        return given or _driver_of(config.outfile)

    def __set__(self, config: MultiprocConfig, driver: Optional[str]) -> None:
        vars(config)["driver"] = driver


@dataclass(eq=False)
class MultiprocConfig:
    """The values of GeoUtils' class of this name, and memory, creation options and a folder for temporary files.

    Making one imports neither rasterio nor scipy and starts nothing; workers start at the first task.
    """

    chunk_size: ChunkSize = None
    """Pixels of a tile's side, or (rows, columns), or None: chosen from the source's blocks and the memory limit."""
    outfile: Union[str, Path, None] = None
    """Where *save* writes; None: a new temporary file for each run, whose name stands here when it is written."""
    driver: _DriverOfConfig = _DriverOfConfig()
    """GDAL's name of the output format; None: by the extension of `outfile`, GTiff where there is none."""
    cluster: _ClusterOfConfig = _ClusterOfConfig()
    """Who does the work; None: this process, one tile after the other."""
    memory_limit_mb: Optional[int] = None
    """Megabytes that blocks in flight may take over all workers; None: chosen from the machine's memory."""
    creation_options: Mapping[str, str] = field(default_factory=dict)
    """GDAL creation options; they win over the defaults."""
    temporary_folder: Optional[str] = None
    """Where temporary files go; None: the system's temporary folder."""

    def __post_init__(self) -> None:
        self.chunk_size = _checked_chunk(self.chunk_size)
        if self.outfile is not None:
            self.outfile = os.fspath(self.outfile)
        if self.memory_limit_mb is not None and self.memory_limit_mb < 16:
            raise InvalidParameter(
                f"memory_limit={self.memory_limit_mb}: must be 16 MB or more, or 0 to choose for you"
            )

    @property
    def workers(self) -> int:
        """How many tiles are worked on at the same time."""
        return int(self.cluster.nb_workers)

    @property
    def cluster_kind(self) -> str:
        """The kind of cluster that does the work, a name in `CLUSTERS`."""
        return str(self.cluster.kind)

    def copy(self) -> MultiprocConfig:
        """Return an equal config that shares the cluster; everything is kept, the driver too."""
        twin = copy.copy(self)
        twin.creation_options = dict(self.creation_options)
        return twin

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MultiprocConfig) and self.to_json() == other.to_json()

    def note_output(self, target: str) -> None:
        """Note what *save* has written, so that the name of a temporary file can be read from `outfile`."""
        if self.named_outfile is None:
            self.outfile = vars(self)["_temporary"] = target

    @property
    def named_outfile(self) -> Optional[str]:
        """Where the caller wants the output; None: in a new temporary file, whatever was written before."""
        if self.outfile is None or self.outfile == vars(self).get("_temporary"):
            return None
        return os.fspath(self.outfile)

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads; the cluster goes as its kind and what that takes."""
        cluster = vars(self)["cluster"]
        return {
            "chunk_size": list(self.chunk_size) if isinstance(self.chunk_size, tuple) else self.chunk_size,
            "outfile": self.named_outfile,
            "driver": vars(self)["driver"],
            "cluster": None if cluster is None else cluster.to_json(),
            "memory_limit_mb": self.memory_limit_mb,
            "creation_options": dict(self.creation_options),
            "temporary_folder": self.temporary_folder,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> MultiprocConfig:
        """Return the config that `to_json` wrote. Raises InvalidParameter for values that are none."""
        fields = dict(data)
        cluster = fields.pop("cluster", None)
        chunk = fields.pop("chunk_size", None)
        return cls(
            chunk_size=tuple(chunk) if isinstance(chunk, list) else chunk,
            cluster=None if cluster is None else _cluster_of(**cluster),
            **fields,
        )


def check_config(config: Any) -> None:
    """Raise InvalidParameter for what is no MultiprocConfig, or holds a cluster that is none."""
    if not isinstance(config, MultiprocConfig):
        raise InvalidParameter(f"config={config}: must be a MultiprocConfig, such as MultiprocConfig(chunk_size=512)")
    if config.cluster is not None and not hasattr(config.cluster, "launch_task"):
        raise InvalidParameter(f"cluster={config.cluster}: must be made by ClusterGenerator, or None for no workers")


def _cluster_of(kind: str, **values: Any) -> AbstractCluster:
    from .clusters import ClusterGenerator

    return ClusterGenerator(kind, **values)


def _driver_of(outfile: Union[str, Path, None]) -> Optional[str]:
    """Return GDAL's name of the format that a file's name asks for, None where no format has its extension."""
    if os.path.splitext(outfile or "")[1].lower() in ("", ".tif", ".tiff"):
        return "GTiff"
    from .raster.formats import driver_by_name

    return driver_by_name(os.fspath(outfile or ""))


def _checked_chunk(chunk: Any) -> ChunkSize:
    if chunk is None:
        return None
    sides = chunk if isinstance(chunk, (tuple, list)) else (chunk, chunk)
    try:
        whole = tuple(int(side) for side in sides)
        fits = len(whole) == 2 and all(side == number for side, number in zip(sides, whole))
    except (TypeError, ValueError):
        fits = False
    if not fits or min(whole) < 1:
        raise InvalidParameter(f"chunk_size={chunk}: must be a whole number of pixels, 1 or more, or (rows, columns)")
    return (whole[0], whole[1]) if isinstance(chunk, (tuple, list)) else whole[0]
