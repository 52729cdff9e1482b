"""Declare the errors of a run. Each is a `TilingError` and also the built-in kind that a caller would expect.

A message says what was received, what is allowed and what to do. It is written for the person at the panel:
no traceback, no name of an internal function.
"""

from __future__ import annotations

from .arrays import Transform


class TilingError(Exception):
    """Root of everything this package raises on purpose."""


class InvalidParameter(TilingError, ValueError):
    """A value that cannot be used; found before any work."""


class SourceError(TilingError, OSError):
    """The input is missing, is no raster, is damaged, or vanished during the run."""


class OutputError(TilingError, OSError):
    """The output cannot be written: folder, permission, format, disk."""


class FunctionError(TilingError, ValueError):
    """The user's function cannot be loaded, or returned what cannot be used."""


class TileFailed(TilingError, RuntimeError):
    """The work on one tile raised; the original error is the `__cause__`."""


class WorkerDied(TilingError, RuntimeError):
    """A tile ended its worker twice (crash, out of memory, `os._exit`), or did not end within the time limit."""


class NodataClash(InvalidParameter):
    """A valid pixel of the output has the value that was to mark nodata; it is not changed, so the run cannot go on."""

    def __init__(self, nodata: object, row: int, col: int, where: str = "") -> None:
        super().__init__(nodata, row, col, where)
        self.nodata, self.row, self.col, self.where = nodata, row, col, where

    @property
    def reason(self) -> str:
        """What happened, without what the user could do."""
        return f"the valid pixel in row {self.row}, column {self.col}{self.where} has the nodata value {self.nodata}"

    def __str__(self) -> str:
        """Name pixel and value."""
        return (
            f"output_nodata={self.nodata}: the valid pixel in row {self.row}, column {self.col}{self.where} has this "
            "value and would be taken for nodata; choose a value that no result can have, or leave it empty"
        )

    def at(self, rows: int, cols: int, transform: Transform) -> NodataClash:
        """Return the same for a tile that begins at `rows`, `cols` of a raster with this transform."""
        row, col = self.row + rows, self.col + cols
        a, b, c, d, e, f = transform
        x, y = a * (col + 0.5) + b * (row + 0.5) + c, d * (col + 0.5) + e * (row + 0.5) + f
        return NodataClash(self.nodata, row, col, f" (x {x:.10g}, y {y:.10g})")


class GapsMoved(InvalidParameter):
    """A lossy compression would change the value that marks pixels without data, so that they are no longer gaps."""


class GapsDiffer(TilingError):
    """Pixels of the output have no data, and what was to mark them cannot."""

    @property
    def reason(self) -> str:
        """What happened."""
        return str(self)


class RunCancelled(TilingError):
    """The run was cancelled; nothing was left behind."""


class EngineError(TilingError, RuntimeError):
    """The engine process could not be started, or ended without a result."""


class LibraryLost(EngineError):
    """The engine's Python cannot import what it could when it was chosen; it is to be chosen anew."""


class MissingDependency(TilingError, ImportError):
    """An optional package that was asked for by name is not installed."""


ERROR_KINDS: dict[str, type[TilingError]] = {
    kind.__name__: kind
    for kind in (
        TilingError,
        InvalidParameter,
        SourceError,
        OutputError,
        FunctionError,
        TileFailed,
        WorkerDied,
        RunCancelled,
        EngineError,
        LibraryLost,
        MissingDependency,
    )
}
"""Error kinds by name, so that an error crosses the engine's pipe as JSON and is raised as the same kind."""


def kind_of(error: BaseException) -> str:
    """Return the name under which `error` crosses a process boundary."""
    for base in type(error).__mro__:
        if base.__name__ in ERROR_KINDS and issubclass(base, TilingError):
            return base.__name__
    return TilingError.__name__


def listed(choices: object) -> str:
    """Return choices as a phrase for an error message: `"a, b or c"`."""
    names = [str(choice) for choice in choices]  # type: ignore[attr-defined]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
