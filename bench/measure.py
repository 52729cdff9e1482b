"""Run commands and say how long they took and how much memory their whole process tree held at its peak."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SAMPLE_EVERY_S = 0.05
LONGEST_RUN_S = 300


@dataclass(frozen=True)
class Contender:
    """One program that does the job of a table's row."""

    name: str
    command: tuple[str, ...]
    output: Path | None = None
    """The file it writes, removed before each run; the standard output is kept when None."""
    environment: Mapping[str, str] = field(default_factory=dict)
    limit_s: float = LONGEST_RUN_S
    """After how long it is taken for hung."""


class RunFailed(RuntimeError):
    """A contender ended with an error or not in time; its last words are the message."""


def run(contender: Contender, sample_memory: bool = False) -> tuple[float, float, str]:
    """Run once: seconds, peak memory in MiB (0 when not sampled) and what it printed. Raises RunFailed."""
    if contender.output is not None:
        contender.output.unlink(missing_ok=True)
    os.sync()
    log = Path(os.environ["BENCH_FOLDER"]) / "last-run.log"
    with open(log, "w+", encoding="utf-8") as printed:
        started = time.perf_counter()
        process = subprocess.Popen(
            contender.command,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=sys.stderr if os.environ.get("BENCH_LOUD") else subprocess.DEVNULL,
            env={**os.environ, **contender.environment},
            start_new_session=True,
        )
        peak = sampled_peak(process, started + contender.limit_s) if sample_memory else 0.0
        try:
            code = process.wait(max(contender.limit_s - (time.perf_counter() - started), 0))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
            raise RunFailed(f"did not end within {contender.limit_s:g} s") from None
        seconds = time.perf_counter() - started
        printed.seek(0)
        text = printed.read()
    if code:
        raise RunFailed(f"ended with code {code}")
    return seconds, peak, text


def sampled_peak(process: subprocess.Popen[bytes], until: float) -> float:
    """Return the largest sum of proportional set sizes over the process and all its descendants, in MiB."""
    peak = 0.0
    while process.poll() is None and time.perf_counter() < until:
        peak = max(peak, sum(proportional_set_mb(pid) for pid in descendants(process.pid)))
        time.sleep(SAMPLE_EVERY_S)
    return peak


def descendants(root: int) -> list[int]:
    """Return the process and everything it started, directly or not."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, ValueError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def proportional_set_mb(pid: int) -> float:
    """Return what one process holds, shared pages divided by those who share them; 0 when it has gone."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    except (OSError, StopIteration):
        return 0.0


@dataclass
class Row:
    """What was measured of one contender."""

    name: str
    seconds: list[float] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    failures: list[str] = field(default_factory=list)
    """What went wrong, a sentence for each run that did not end well."""
    remark: str = ""

    def cells(self) -> tuple[str, ...]:
        """Return the row of the printed table."""
        failed = f"{len(self.failures)} failed: {self.failures[-1]}" if self.failures else ""
        remark = ", ".join(part for part in (self.remark, failed) if part)
        if not self.seconds:
            return self.name, "", "", "", "", remark
        return (
            self.name,
            f"{min(self.seconds):.2f}",
            f"{statistics.median(self.seconds):.2f}",
            f"{statistics.median(self.ratios):.2f}",
            f"{self.peak_mb:.0f}",
            remark,
        )


HEADINGS = ("", "best s", "median s", "x yardstick", "peak MiB", "")


def race(yardstick: Contender, contenders: Sequence[Contender], rounds: int) -> list[Row]:
    """Run all in turn, `rounds` times, each ratio against the yardstick of its own round; then once for memory.

    Taking turns makes a slow minute of the machine count for everybody.
    """
    rows = {contender.name: Row(contender.name) for contender in (yardstick, *contenders)}
    for _ in range(rounds):
        measure = run(yardstick)[0]
        _note(rows[yardstick.name], measure, measure)
        for contender in contenders:
            try:
                _note(rows[contender.name], run(contender)[0], measure)
            except RunFailed as failure:
                rows[contender.name].failures.append(str(failure))
    for contender in (yardstick, *contenders):
        row = rows[contender.name]
        try:
            row.peak_mb = run(contender, sample_memory=True)[1] if row.seconds else 0.0
        except RunFailed as failure:
            row.failures.append(str(failure))
    return list(rows.values())


def _note(row: Row, seconds: float, yardstick_seconds: float) -> None:
    row.seconds.append(seconds)
    row.ratios.append(seconds / yardstick_seconds)


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table with columns as wide as they need to be."""
    widths = [max(len(str(row[place])) for row in (headings, *rows)) for place in range(len(headings))]

    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(f"{cell:{width}}" for cell, width in zip(cells, widths)) + " |"

    return "\n".join([line(headings), "|" + "|".join("-" * (width + 2) for width in widths) + "|", *map(line, rows)])
