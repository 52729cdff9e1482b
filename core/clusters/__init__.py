"""Run tasks: one after the other, in threads, or in processes; the kinds are listed in `registry`.

The names below are loaded when they are first asked for: a worker process needs none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .base import WORKERS, AbstractCluster, ClusterSpec
    from .registry import CLUSTERS, ClusterGenerator

_HOME_OF = {
    "CLUSTERS": ".registry",
    "ClusterGenerator": ".registry",
    "WORKERS": ".base",
    "AbstractCluster": ".base",
    "ClusterSpec": ".base",
}

__all__ = ["CLUSTERS", "WORKERS", "AbstractCluster", "ClusterGenerator", "ClusterSpec"]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name], __name__), name)
