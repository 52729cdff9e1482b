"""The engine, as the panels see it: which Python it runs with, and one run of a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Callable

from ..core.errors import EngineError
from ..core.interpreter import find


@dataclass(frozen=True)
class NoSettings:
    """What holds for an algorithm without our provider, in a test or a script: everything is chosen."""

    python: str = ""
    workers: int = 0
    memory_limit_mb: int = 0
    temporary_folder: str = ""
    record_arguments: bool = False


def settings_of(provider: Any) -> Any:
    """Return the provider's settings."""
    read = getattr(provider, "settings", None)
    return NoSettings() if read is None else read()


def can_execute(settings: Any) -> tuple[bool, str]:
    """Return whether an engine can be started, and the advice for this platform where it cannot.

    Looks only at what is remembered and starts nothing: QGIS asks this for every algorithm that it shows. Where
    nothing is remembered the answer is yes, and the run looks.
    """
    try:
        find.known_interpreter(settings.python or None)
    except EngineError as error:
        return False, str(error)
    return True, ""


def is_known(settings: Any) -> bool:
    """Return whether a look for a Python is remembered, whatever it found."""
    try:
        return find.known_interpreter(settings.python or None) is not None
    except EngineError:
        return True


def check_known(settings: Any) -> None:
    """Raise EngineError where it is known that no engine can be started. qgis_process 3.22 ignores `canExecute`."""
    find.known_interpreter(settings.python or None)


def run(
    job: Any, settings: Any, on_event: Callable[[dict[str, Any]], None], is_cancelled: Callable[[], bool]
) -> dict[str, Any]:
    """Run a job in an engine process of its own and return its account. Raises the engine's errors, RunCancelled."""
    return run_plain(job.to_json(), settings, on_event, is_cancelled)


def run_plain(
    job: Mapping[str, Any], settings: Any, on_event: Callable[[dict[str, Any]], None], is_cancelled: Callable[[], bool]
) -> dict[str, Any]:
    """Do as `run` for a job as JSON, which may hold a word beside the job's own, as `events` lists them."""
    from ..core.engine.client import run_job

    return run_job(
        job,
        on_event,
        is_cancelled,
        interpreter=settings.python or None,
        temporary_folder=settings.temporary_folder or None,
    )
