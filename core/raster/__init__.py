"""Reading and writing rasters: the only part of the package that knows a raster library, and only when first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..files.partial import sweep_partials
    from .header import SourceInfo
    from .inspection import inspect
    from .output import output_profile, provenance
    from .parts import writer_of
    from .profile import OutputProfile
    from .raster import Raster
    from .reader import BlockReader
    from .writer import BlockWriter

_HOME_OF = {
    "BlockReader": ".reader",
    "BlockWriter": ".writer",
    "OutputProfile": ".profile",
    "Raster": ".raster",
    "SourceInfo": ".header",
    "inspect": ".inspection",
    "output_profile": ".output",
    "provenance": ".output",
    "sweep_partials": "..files.partial",
    "writer_of": ".parts",
}

__all__ = [
    "BlockReader",
    "BlockWriter",
    "OutputProfile",
    "Raster",
    "SourceInfo",
    "inspect",
    "output_profile",
    "provenance",
    "sweep_partials",
    "writer_of",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name], __name__), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
