"""Find the Python that the engine runs with, remember it, and say what to do when there is none."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Callable, Optional

from ..errors import EngineError
from . import cache
from .environment import engine_environment
from .host import Host
from .platforms import Candidate, candidates, command_that_mends, named, packages_folder, platform_of
from .verify import TIME_LIMIT_S, Verdict, never, verdict_on

VARIABLE = "TILED_RASTER_PYTHON"
"""An environment variable that names the Python where no setting does."""
BACKEND_VARIABLE = "TILED_RASTER_BACKEND"
"""An environment variable that asks for one of the raster libraries, and tells the engine which one was verified."""
WHERE_TO_SET = "Settings > Options > Processing > Providers > Tiled raster"


@dataclass(frozen=True)
class Interpreter:
    """A Python that was run and serves."""

    path: str
    kind: str
    """The environment in which it serves: "clean", "bundle" or "inherited"."""
    home: Optional[str] = None
    packages: Optional[str] = None
    versions: dict[str, str] = field(default_factory=dict)
    """Versions of python, numpy, gdal and proj; of rasterio and scipy where they are."""
    backend: str = ""
    """What reads and writes rasters: "rasterio", or "gdal" for osgeo.gdal."""

    @property
    def env(self) -> dict[str, str]:
        """The variables to start it with from this program, as it is now."""
        return self.environment()

    def environment(self, host: Optional[Host] = None) -> dict[str, str]:
        """Return the variables to start it with, made from the host's present ones, which stay as they are."""
        environment = engine_environment(host or Host.here(), self.kind, self.path, self.home, self.packages)
        return {**environment, BACKEND_VARIABLE: self.backend} if self.backend else environment


def find_interpreter(
    setting: Optional[str] = None,
    host: Optional[Host] = None,
    time_limit_s: float = TIME_LIMIT_S,
    is_cancelled: Callable[[], bool] = never,
) -> Interpreter:
    """Return the Python to use: what is remembered and has not changed since, else the first candidate that serves.

    A Python named by `setting` (a program, or the folder of an environment) is the only candidate. `is_cancelled` is
    asked while a candidate runs. Raises EngineError with every candidate, why it does not serve, and the command that
    mends it; RunCancelled.
    """
    host = host or Host.here()
    known = known_interpreter(setting, host)
    if known is not None:
        return known
    return settled(examine(setting, host, time_limit_s, is_cancelled), setting, host)


def settled(verdicts: Sequence[Verdict], setting: Optional[str] = None, host: Optional[Host] = None) -> Interpreter:
    """Return the first that serves, and remember the outcome. Raises EngineError if none does."""
    host = host or Host.here()
    chosen = next((verdict for verdict in verdicts if verdict.serves), None)
    interpreter = None if chosen is None else _interpreter(chosen)
    message = "" if interpreter else _explanation(verdicts, _wanted(setting, host), host)
    outcome = {"interpreter": vars(interpreter) if interpreter else None, "message": message}
    # Slowness passes without a trace in any file, so a look that ran out of time is not remembered.
    if interpreter or not any(verdict.hung for verdict in verdicts):
        cache.keep(host, _wanted(setting, host), outcome, _watched(verdicts, chosen, host))
    if interpreter is None:
        raise EngineError(message)
    return interpreter


def known_interpreter(setting: Optional[str] = None, host: Optional[Host] = None) -> Optional[Interpreter]:
    """Return what the last look found, or None if there was none or something has changed since. Starts no process.

    Raises EngineError when the last look found nothing that serves and nothing has changed since.
    """
    host = host or Host.here()
    outcome = cache.recall(host, _wanted(setting, host))
    if outcome is None:
        return None
    found = outcome.get("interpreter")
    if not found:
        raise EngineError(str(outcome.get("message")))
    with contextlib.suppress(TypeError):  # written by another version of this plugin
        return Interpreter(**found)
    return None


def examine(
    setting: Optional[str] = None,
    host: Optional[Host] = None,
    time_limit_s: float = TIME_LIMIT_S,
    is_cancelled: Callable[[], bool] = never,
    *,
    every: bool = False,
) -> list[Verdict]:
    """Run the candidates one after the other, up to the first that serves, or `every` one, and return the verdicts.

    Raises RunCancelled.
    """
    host = host or Host.here()
    verdicts = []
    for candidate in _candidates(_wanted(setting, host), host):
        verdicts.append(verdict_on(candidate, host, time_limit_s, is_cancelled))
        if verdicts[-1].serves and not every:
            break
    return verdicts


def advice(host: Optional[Host] = None, verdicts: Sequence[Verdict] = ()) -> str:
    """Return what to do on this platform, with the one command that brings the missing packages."""
    host = host or Host.here()
    platform = platform_of(host)
    starts = max(verdicts, key=lambda verdict: bool(verdict.x_y), default=None)
    python = starts.candidate if starts else next(iter(candidates(host)), Candidate("python3"))
    x_y = (starts.x_y if starts else "") or f"{host.version[0]}.{host.version[1]}"
    return (
        f"To mend it on {platform.label}, run in {platform.terminal}:\n  {command_that_mends(host, python, x_y)}\n"
        f"Or name another Python that has NumPy and rasterio or osgeo.gdal under {WHERE_TO_SET}, or in the environment "
        f"variable {VARIABLE}."
    )


def _wanted(setting: Optional[str], host: Host) -> str:
    return (setting or "").strip() or host.environ.get(VARIABLE, "").strip()


def _candidates(wanted: str, host: Host) -> list[Candidate]:
    return named(wanted) if wanted else candidates(host)


def _interpreter(verdict: Verdict) -> Interpreter:
    candidate = verdict.candidate
    return Interpreter(
        candidate.path, verdict.kind, candidate.home, verdict.packages, verdict.versions, verdict.backend
    )


def _explanation(verdicts: Sequence[Verdict], wanted: str, host: Host) -> str:
    head = (
        "The Python named for Tiled raster cannot be used:"
        if wanted
        else "The engine of Tiled raster needs a Python with NumPy and rasterio or osgeo.gdal, and found none. Tried:"
    )
    tried = [f"- {verdict.candidate.path}: {verdict.reason}" for verdict in verdicts]
    return "\n".join([head, *(tried or ["- nothing: no Python lies where one may be"]), advice(host, verdicts)])


def _watched(verdicts: Sequence[Verdict], chosen: Optional[Verdict], host: Host) -> list[str]:
    """Return the files and folders whose change makes a new look worth while."""
    if chosen is not None:
        return [chosen.candidate.path, *chosen.path]
    data = host.folder_of_data()
    paths = [data, os.path.join(data, "python"), host.prefix]
    for verdict in verdicts:
        paths += [verdict.candidate.path, packages_folder(host, verdict.x_y), *verdict.path]
    return list(dict.fromkeys(paths))
