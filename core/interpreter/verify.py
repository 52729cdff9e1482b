"""Run a candidate before it is believed: it must start, be new enough, and import what the engine imports."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import subprocess
import time
from dataclasses import dataclass, field
from typing import IO, Any, Callable, Optional

from ..errors import RunCancelled
from ..processes.children import close_pipes, end, join_patiently, start, wait_until_ended
from ..processes.threads import start_thread
from .environment import BUNDLE, CLEAN, INHERITED, engine_environment, library_data
from .host import Host
from .platforms import Candidate, is_python_name, packages_folder

TIME_LIMIT_S = 30.0
"""How long a candidate may take to answer: the first import of SciPy after start-up, under a virus scanner, is slow."""
TICK_S = 0.05
"""How often cancelling is asked for meanwhile."""
MOST_BYTES = 1 << 20
"""What a candidate may print; one that prints more is no Python that answers, and must not fill the host's memory."""
DRAIN_S = 0.5
"""How long a pipe is read after the candidate's end, should a program that it started still hold it open."""
OLDEST = {"python": (3, 9), "numpy": (1, 20), "rasterio": (1, 3), "gdal": (3, 3)}
PROBE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "probe.py")


@dataclass(frozen=True)
class Verdict:
    """The outcome of one candidate in one environment."""

    candidate: Candidate
    kind: str
    """Which environment it was run in."""
    reason: str
    """Why it does not serve; "" when it does."""
    packages: Optional[str] = None
    """The folder of packages that was put on its path."""
    versions: dict[str, str] = field(default_factory=dict)
    """Versions by name (python, numpy, scipy, rasterio, gdal, proj); empty when it did not even start."""
    backend: str = ""
    """What would read and write rasters: "rasterio", or "gdal" for osgeo.gdal."""
    notes: dict[str, str] = field(default_factory=dict)
    """What it lacks and can do without, with the reasons."""
    path: tuple[str, ...] = ()
    """The folders that it imports from."""
    wheel: bool = False
    """Whether its rasterio brings its own GDAL along."""
    hung: bool = False

    @property
    def serves(self) -> bool:
        """Whether the engine can run with it."""
        return not self.reason

    @property
    def x_y(self) -> str:
        """Its version of Python as `3.12`; "" when it did not start."""
        return ".".join(self.versions.get("python", "").split(".")[:2])


def never() -> bool:
    """Return False: for a search that nobody can cancel."""
    return False


def verdict_on(
    candidate: Candidate,
    host: Host,
    time_limit_s: float = TIME_LIMIT_S,
    is_cancelled: Callable[[], bool] = never,
) -> Verdict:
    """Return the first environment's verdict that serves, else the one that tells most. Raises RunCancelled.

    Clean first, then with this user's packages for the plugin, then with the host's data of GDAL and PROJ, then with
    nearly everything inherited. A host's own Python whose rasterio is linked with the host's GDAL gets GDAL's data even
    where it starts without: its drivers that are plugins are found in no other way.
    """
    problem = _not_to_be_run(candidate, host)
    if problem:
        return Verdict(candidate, CLEAN, problem)

    def tried_in(kind: str, packages: Optional[str] = None) -> Verdict:
        return probe(candidate, host, kind, packages, time_limit_s, is_cancelled)

    data = bool(library_data(host.environ)) and host.owns(candidate.path)
    first = tried_in(CLEAN)
    if first.serves and data and not first.wheel:
        with_data = tried_in(BUNDLE)
        return with_data if with_data.serves else first
    tried = [first]
    packages = packages_folder(host, first.x_y)
    if first.x_y and not first.serves and os.path.isdir(packages):
        tried.append(tried_in(CLEAN, packages))
    for kind in (*((BUNDLE,) if data else ()), INHERITED):
        if tried[-1].serves or tried[-1].hung or _same(host, candidate, kind):
            break
        tried.append(tried_in(kind))
    if tried[-1].serves:
        return tried[-1]
    return max(tried, key=lambda verdict: len(verdict.versions))


def probe(
    candidate: Candidate,
    host: Host,
    kind: str,
    packages: Optional[str] = None,
    time_limit_s: float = TIME_LIMIT_S,
    is_cancelled: Callable[[], bool] = never,
) -> Verdict:
    """Run the candidate once. It gets no standard input, and is killed with all it started when time is up.

    `is_cancelled` is asked twenty times a second meanwhile, by the calling thread. Raises RunCancelled.
    """
    token = f"probe-{secrets.token_hex(8)}"
    environment = engine_environment(host, kind, candidate.path, candidate.home, packages)
    try:
        process = start([candidate.path, "-B", PROBE, token], environment, stdin=subprocess.DEVNULL)
    except OSError as error:
        return Verdict(candidate, kind, f"cannot be started ({error.strerror or error})")
    printed, said = _Reading(process.stdout), _Reading(process.stderr)
    deadline = time.monotonic() + time_limit_s
    try:
        while not wait_until_ended(process, TICK_S):
            if is_cancelled():
                raise RunCancelled("cancelled")
            if printed.is_too_much or said.is_too_much:
                return Verdict(candidate, kind, "did not answer as a Python does, but printed without an end")
            if time.monotonic() > deadline:
                return Verdict(candidate, kind, f"gave no answer within {time_limit_s:g} s", hung=True)
    finally:
        end(process)
        over = [reading.wait(DRAIN_S) for reading in (printed, said)]
        if all(over):  # else a program that got away still holds a pipe, and closing it would wait for the reader
            close_pipes(process)
    answer = _answer(printed.content, token)
    if answer is None:
        return Verdict(candidate, kind, _why_silent(process.returncode, said.content))
    return _judged(candidate, kind, packages, answer)


class _Reading:
    """Reads what comes by a pipe in a thread of its own, and keeps the beginning."""

    def __init__(self, stream: Optional[IO[bytes]]) -> None:
        assert stream is not None
        self.content = b""
        self.is_too_much = False
        self._descriptor = stream.fileno()
        self._thread = start_thread(self._read, name="probe")

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while chunk := os.read(self._descriptor, 65536):
                if len(self.content) < MOST_BYTES:
                    self.content += chunk
                else:
                    self.is_too_much = True

    def wait(self, timeout_s: float) -> bool:
        """Wait for the end of the pipe; return whether it has come."""
        return join_patiently(self._thread, timeout_s)


def _not_to_be_run(candidate: Candidate, host: Host) -> str:
    if not os.path.isfile(candidate.path):
        return "there is no such file"
    if not is_python_name(candidate.path):
        return "it is not a Python: its name should begin with python"
    host_is_no_python = not is_python_name(host.executable) and os.path.exists(host.executable)
    return "it is QGIS itself" if host_is_no_python and os.path.samefile(candidate.path, host.executable) else ""


def _same(host: Host, candidate: Candidate, kind: str) -> bool:
    """Return whether an environment is no other than the clean one."""
    clean = engine_environment(host, CLEAN, candidate.path, candidate.home)
    return engine_environment(host, kind, candidate.path, candidate.home) == clean


def _answer(output: bytes, token: str) -> Optional[dict[str, Any]]:
    for line in output.decode("utf-8", "replace").splitlines():
        if line.startswith(token + " "):
            with contextlib.suppress(ValueError):
                report = json.loads(line[len(token) :])
                if isinstance(report, dict) and isinstance(report.get("versions"), dict):
                    return report
    return None


def _why_silent(code: int, errors: bytes) -> str:
    lines = [line.strip() for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    encodings = next((line for line in lines if "encodings" in line), None)
    said = encodings or (lines[-1] if lines else "")
    return f"did not answer as a Python does (exit code {code}{f': {said[:200]}' if said else ''})"


def _judged(candidate: Candidate, kind: str, packages: Optional[str], answer: dict[str, Any]) -> Verdict:
    versions = {str(name): str(version) for name, version in answer["versions"].items()}
    problems = [f"{name}: {text}" for name, text in answer.get("problems", {}).items()]
    for name, oldest in OLDEST.items():
        if name in versions and _number(versions[name]) < oldest:
            what = "it" if name == "python" else f"{name} {versions[name]}"
            problems.insert(0, f"{what} is too old, {'.'.join(map(str, oldest))} is needed")
    return Verdict(
        candidate,
        kind,
        f"Python {versions.get('python', '?')}, but {'; '.join(problems)}" if problems else "",
        packages,
        versions,
        str(answer.get("backend", "")),
        {str(name): str(text) for name, text in answer.get("notes", {}).items()},
        tuple(answer.get("path", ())),
        bool(answer.get("wheel")),
    )


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])
