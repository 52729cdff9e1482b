"""Filter blocks: each family of filters in a file, their records listed in `registry`, what they share in `windows`.

`FILTERS` is loaded when it is first asked for: a worker imports the one family that it runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .registry import FILTERS

__all__ = ["FILTERS"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import registry

    return getattr(registry, name)
