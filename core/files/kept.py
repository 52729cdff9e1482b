"""Keep results under other names where they cannot take the places that were meant for them."""

from __future__ import annotations

import os
from collections.abc import Sequence

from ..errors import OutputError
from .held import WAY_OUT

_NAMES = 1000
"""How many names are tried."""


def kept_aside(folder: str, target: str, side_endings: Sequence[str]) -> str:
    """Move what stands in `folder` to a free name beside `target` and return that. Raises OSError.

    `out.tif` becomes `out_2.tif`, or `out_3.tif` …; of several files, which may name each other, none is given another
    name: they go into a folder `out_2`.
    """
    names = os.listdir(folder)
    stem, extension = os.path.splitext(target)
    for number in range(2, _NAMES):
        free = f"{stem}_{number}{extension if len(names) == 1 else ''}"
        if any(os.path.lexists(free + ending) for ending in ("", *side_endings)):
            continue
        if len(names) == 1:
            os.rename(os.path.join(folder, names[0]), free)
            return free
        os.mkdir(free)
        for name in names:
            os.rename(os.path.join(folder, name), os.path.join(free, name))
        return os.path.join(free, os.path.basename(target))
    raise FileExistsError(target)


def not_replaced(error: OSError, kept: Sequence[str]) -> OutputError:
    """Return in words that results are kept, since one of the places could not be taken."""
    place = error.filename2 or error.filename
    many = len(kept) > 1
    return OutputError(
        f"output={place}: is open in another program, perhaps as a layer here, or cannot be replaced "
        f"({error.strerror}). It is as it was; the {'results are' if many else 'result is'} kept as {', '.join(kept)}. "
        f"To have {'them' if many else 'it'} in that place, {WAY_OUT}"
    )
