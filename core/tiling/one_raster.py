"""Give a run the one raster that it reads, also where it is asked for many files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ..files.many_files import all_files
from ..files.run_folder import run_folder

if TYPE_CHECKING:
    from .source import Readable


@contextmanager
def one_raster(sources: Sequence[str], given: Any = None) -> Iterator[Readable]:
    """Yield what `Source.of` reads: one file as it is, many as one virtual raster in a temporary folder.

    :param given: what a script passed; a `Raster` is yielded as it is.
    :raises SourceError: where a folder or a pattern names no file, or a file does not fit the others.
    """
    from ..raster import Raster

    if isinstance(given, Raster):
        yield given
        return
    files = all_files(sources)
    if len(files) == 1:
        yield files[0]
        return
    from ..raster.mosaic import Mosaic

    mosaic = Mosaic.of(files)
    with run_folder() as folder:
        yield mosaic.written(os.path.join(folder, "mosaic.vrt"))
