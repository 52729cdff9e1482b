"""Check the engine: what a run would use and what was looked at, as data and as text for a report."""

from __future__ import annotations

import contextlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from typing import Any, Callable, Optional

from ..errors import EngineError
from ..interpreter.environment import library_data
from ..interpreter.find import VARIABLE, advice, examine, settled
from ..interpreter.host import Host
from ..interpreter.platforms import platform_of
from ..interpreter.verify import TIME_LIMIT_S, Verdict, never
from ..processes.bootstrap import BOOTSTRAP

_LIBRARIES = ("python", "numpy", "scipy", "rasterio", "gdal", "proj")

_BACKENDS = {"rasterio": "rasterio", "gdal": "osgeo.gdal"}


def check_engine(
    setting: Optional[str] = None,
    workers: int = 0,
    memory_limit_mb: int = 0,
    temporary_folder: Optional[str] = None,
    host: Optional[Host] = None,
    time_limit_s: float = TIME_LIMIT_S,
    is_cancelled: Callable[[], bool] = never,
) -> dict[str, Any]:
    """Look for the interpreter anew, forgetting what was remembered, and return all there is to say, JSON-able.

    Every candidate is run, not only those before the one that is chosen. `workers` and `memory_limit_mb` as in the
    settings, 0: chosen. "engine" is None when there is no interpreter; "advice" then says what to do. `is_cancelled` is
    asked while a candidate runs. Raises RunCancelled.
    """
    host = host or Host.here()
    verdicts = examine(setting, host, time_limit_s, is_cancelled, every=True)
    chosen = next((verdict for verdict in verdicts if verdict.serves), None)
    with contextlib.suppress(EngineError):  # what it says is said here in full
        settled(verdicts, setting, host)
    return {
        "host": {
            "program": host.executable,
            "python": host.build.split()[0],
            "prefix": host.prefix,
            "platform": platform_of(host).name,
            "system": platform.platform(),
        },
        "setting": (setting or "").strip() or host.environ.get(VARIABLE, ""),
        "engine": None if chosen is None else _engine(chosen),
        "candidates": [
            {"path": verdict.candidate.path, "environment": verdict.kind, "problem": verdict.reason}
            for verdict in verdicts
        ],
        "advice": "" if chosen else advice(host, verdicts),
        "variables": library_data(host.environ),
        "machine": _machine(temporary_folder or tempfile.gettempdir()),
        "run": _run(workers, memory_limit_mb),
    }


def as_text(report: dict[str, Any]) -> str:
    """Return the report of `check_engine` in lines that can be copied."""
    host, machine, run, engine = report["host"], report["machine"], report["run"], report["engine"]
    lines = [
        f"Host: {host['program'] or 'unknown'}, Python {host['python']}, prefix {host['prefix']}",
        f"System: {host['system']} ({host['platform']})",
        f"Machine: {machine['cores']} cores, {machine['memory_mb']:,} MB of memory",
        f"Temporary folder: {machine['temporary_folder']}, {machine['free_mb']:,} MB free",
        *(f"Variable: {name}={value}" for name, value in report["variables"].items()),
        f"Python asked for: {report['setting'] or 'none, so it is looked for'}",
    ]
    for candidate in report["candidates"]:
        lines.append(f"- {candidate['path']}: {candidate['problem'] or 'serves'}")
    if engine is None:
        return "\n".join([*lines, "Engine: none can be started.", report["advice"]])
    versions = ", ".join(f"{name} {engine['versions'][name]}" for name in _LIBRARIES if name in engine["versions"])
    return "\n".join(
        [
            *lines,
            f"Engine: {versions}",
            f"Rasters are read and written by: {_BACKENDS.get(engine['backend'], engine['backend'])}",
            *(f"  without {name}, which is not needed ({why})" for name, why in engine["notes"].items()),
            f"A run would start: {engine['command']}",
            f"  in the environment: {engine['environment']}{_with(engine)}",
            f"  {run['workers']} workers, up to {run['memory_mb']:,} MB for tiles in flight; "
            f"{run['built_in']} for built-in filters, {run['user_code']} for your own functions",
        ]
    )


def main(arguments: Sequence[str]) -> int:
    """Print the check of this Python, or of the one named; 1 when no engine can be started."""
    report = check_engine(arguments[0] if arguments else None)
    sys.stdout.write(as_text(report) + "\n")
    return 0 if report["engine"] else 1


def _engine(verdict: Verdict) -> dict[str, Any]:
    return {
        "path": verdict.candidate.path,
        "environment": verdict.kind,
        "home": verdict.candidate.home,
        "packages": verdict.packages,
        "versions": verdict.versions,
        "backend": verdict.backend,
        "notes": verdict.notes,
        "own_gdal": verdict.wheel,
        "command": f'"{verdict.candidate.path}" -B "{BOOTSTRAP}" serve',
    }


def _with(engine: dict[str, Any]) -> str:
    parts = [f", PYTHONHOME {engine['home']}"] if engine["home"] else []
    parts += [f", packages in {engine['packages']}"] if engine["packages"] else []
    parts += [", with a GDAL of its own"] if engine["own_gdal"] else []
    return "".join(parts)


def _machine(folder: str) -> dict[str, Any]:
    from ..processes.machine import machine_memory_mb, usable_cpus

    exists = os.path.isdir(folder)
    return {
        "cores": usable_cpus(),
        "memory_mb": machine_memory_mb(),
        "temporary_folder": folder if exists else f"{folder} (missing)",
        "free_mb": shutil.disk_usage(folder).free >> 20 if exists else 0,
    }


def _run(workers: int, memory_limit_mb: int) -> dict[str, Any]:
    from ..clusters.auto import AUTO, chosen_cluster
    from ..processes.machine import usable_cpus
    from ..tiling.chunks import default_memory_mb

    workers = workers or usable_cpus()
    memory_mb = memory_limit_mb or default_memory_mb(workers)
    built_in, user_code = (chosen_cluster(AUTO, workers, runs_user_code=own).kind for own in (False, True))
    return {"workers": workers, "memory_mb": memory_mb, "built_in": built_in, "user_code": user_code}
