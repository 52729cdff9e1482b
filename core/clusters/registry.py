"""List the kinds of cluster: a new one is a file with its class, and its record here."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from types import MappingProxyType
from typing import Any, Optional

from ..errors import InvalidParameter, MissingDependency, listed
from ..parameters import Parameter
from .base import AbstractCluster, ClusterSpec


def _basic() -> type[AbstractCluster]:
    from .basic import BasicCluster

    return BasicCluster


def _threads() -> type[AbstractCluster]:
    from .threads import ThreadsCluster

    return ThreadsCluster


def _multi() -> type[AbstractCluster]:
    from .multi import MultiCluster

    return MultiCluster


def _registry(*specs: ClusterSpec) -> Mapping[str, ClusterSpec]:
    return MappingProxyType({spec.name: spec for spec in specs})


CLUSTERS = _registry(
    ClusterSpec(
        name="basic",
        label="Sequential",
        summary="One tile after the other in one process: for small rasters and for looking into a problem.",
        load=_basic,
    ),
    ClusterSpec(
        name="threads",
        label="Threads",
        summary="Several tiles at once in one process, without copies between processes: pays where the function "
        "releases Python's lock, as NumPy, SciPy and GDAL mostly do.",
        load=_threads,
    ),
    ClusterSpec(
        name="multi",
        label="Processes",
        summary="Several tiles at once, each worker a process of its own: pays for every function, can be stopped at "
        "any moment, and survives a crash in one tile.",
        load=_multi,
        own_process=True,
        aliases=("multiprocessing",),
        parameters=(
            Parameter(
                name="task_timeout_s",
                label="Time limit of a task (s)",
                help="A task that takes longer is taken for hung: its worker is killed and the task tried once more.",
                default=1800.0,
                above=0,
                advanced=True,
            ),
        ),
    ),
)
"""Every kind of cluster by name, in the order of the panel."""


def ClusterGenerator(name: str, nb_workers: Optional[int] = None, **values: Any) -> AbstractCluster:  # noqa: N802
    """Return a cluster of the kind `name`; GeoUtils' name for this call. It starts at its first task.

    `nb_workers`: None or 0 takes as many as there are processors. `values`: the kind's own parameters.
    Raises InvalidParameter for an unknown name or value, MissingDependency when the kind needs what is not there.

    >>> from tiled_raster.core import ClusterGenerator, MultiprocConfig
    >>> with ClusterGenerator("threads", nb_workers=2) as cluster:
    ...     config = MultiprocConfig(chunk_size=512, cluster=cluster)
    ...     config.workers
    2
    """
    spec = next((spec for spec in CLUSTERS.values() if name in (spec.name, *spec.aliases)), None)
    if spec is None:
        raise InvalidParameter(f"cluster={name}: must be one of {listed(CLUSTERS)}")
    missing = [package for package in spec.requires if find_spec(package) is None]
    if missing:
        raise MissingDependency(f"cluster={name}: needs {listed(missing)}, which this Python does not have")
    return spec.build(nb_workers, **values)
