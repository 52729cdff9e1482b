"""Run the parts of the test suite one after the other, all of them even when one fails, and print one closing line.

Each part is a pytest of its own: core, robust and meta never load QGIS, gdal is a sample of core through osgeo.gdal,
plugin runs in the real QGIS without a screen, desktop starts the program itself on a screen of its own.

Where tests start, kill and wait for real processes, a machine that others use may stand still at the wrong moment: what
fails there is run once more, and the first outcome is shown as RERUN, with its traceback, to be looked into.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / ".build" / "test-reports"
WITHOUT_QGIS = ["-p", "no:pytest_qgis"]
ONCE_MORE = ["--reruns=1", "--rerun-show-tracebacks", "-raR"]
THROUGH_GDAL = [
    *(f"tests/core/raster/test_{name}.py" for name in ("raster", "reader", "writer", "source", "mosaic", "overviews")),
    "tests/core/test_losses.py",
    "tests/core/tiling",
]
"""What is run a second time through osgeo.gdal, in a minute; tests of both at once stand in core and plugin."""
PARTS = {
    "core": [*WITHOUT_QGIS, *ONCE_MORE, "tests/core"],
    "robust": [*WITHOUT_QGIS, *ONCE_MORE, "tests/robust"],
    "gdal": [*WITHOUT_QGIS, *ONCE_MORE, *THROUGH_GDAL],
    "meta": [*WITHOUT_QGIS, "tests/meta"],
    # A dialog that waits for a person never comes back to Python: here a time limit ends the whole part.
    "plugin": [*ONCE_MORE, "--timeout-method=thread", "tests/plugin"],
    "desktop": [*WITHOUT_QGIS, *ONCE_MORE, "tests/desktop"],
}
TEST_TIMEOUT_S = 600
PART_TIMEOUT_S = 7200


def environment(part: str) -> dict[str, str]:
    """Return the variables of a part: the package importable, no screen, a QGIS profile of its own."""
    profile = ROOT / ".build" / "test-profile"
    profile.mkdir(parents=True, exist_ok=True)
    runtime = ROOT / ".build" / "runtime"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT / ".build" / "import"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_STORAGE_DIRECTORY": str(ROOT / ".build" / "hypothesis"),
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        "XDG_RUNTIME_DIR": os.environ.get("XDG_RUNTIME_DIR") or str(runtime),
        **({"TILED_RASTER_BACKEND": "gdal"} if part == "gdal" else {}),
    }


def run_part(name: str, extra: list[str]) -> Counter[str]:
    """Run one part and return how many tests passed, failed and were skipped. A part that dies counts as a failure."""
    report = REPORTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-c", "tests/pytest.ini", f"--junitxml={report}"]
    command += ["-p", "no:cacheprovider", f"--timeout={TEST_TIMEOUT_S}", "--durations=8", *PARTS[name], *extra]
    print(f"\n=== {name}: {' '.join(command[1:])}", flush=True)
    try:
        code = subprocess.run(
            command, cwd=ROOT, env=environment(name), stdin=subprocess.DEVNULL, timeout=PART_TIMEOUT_S
        ).returncode
    except subprocess.TimeoutExpired:
        print(f"{name}: stopped after {PART_TIMEOUT_S} s", flush=True)
        code = -1
    counts = read_report(report)
    if code != 0 and not counts["failed"]:
        print(f"{name}: pytest ended with code {code}, counted as one failure", flush=True)
        counts["failed"] += 1
    return counts


def read_report(report: Path) -> Counter[str]:
    """Return the counts of a JUnit file; none when the run did not get as far as writing it."""
    if not report.exists():
        return Counter()
    counts: Counter[str] = Counter()
    for suite in ElementTree.parse(report).iter("testsuite"):
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        counts["failed"] += failed
        counts["skipped"] += skipped
        counts["passed"] += max(int(suite.get("tests", 0)) - failed - skipped, 0)
    return counts


def parts_here() -> list[str]:
    """Return the parts that this tree has tests for."""
    return [name for name, words in PARTS.items() if any((ROOT / word).exists() for word in words if "/" in word)]


def hear_signals() -> None:
    """Take signals as a program in the foreground does: a shell's job in the background, and all it starts, is deaf."""
    for name in ("SIGINT", "SIGQUIT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)


def main(arguments: list[str]) -> int:
    """Run the parts named, or all; words that begin with a dash, and what follows one, go to pytest."""
    hear_signals()
    dash = next((place for place, word in enumerate(arguments) if word.startswith("-")), len(arguments))
    names, extra = arguments[:dash] or parts_here(), arguments[dash:]
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        print(f"{unknown[0]}: no such part, there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    REPORTS.mkdir(parents=True, exist_ok=True)
    total: Counter[str] = Counter()
    print(f"Python {sys.version.split()[0]} at {sys.executable}")
    for name in names:
        started = time.monotonic()
        counts = run_part(name, extra)
        total += counts
        print(f"{name}: {summary(counts)} in {time.monotonic() - started:.0f} s", flush=True)
    print(f"\n{summary(total)}", flush=True)
    return 1 if total["failed"] or not total["passed"] else 0


def summary(counts: Counter[str]) -> str:
    """Return the counts in the words that test runners use."""
    return f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
