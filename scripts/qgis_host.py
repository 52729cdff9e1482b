"""Run `qgis_process` with this tree as its plugin and a profile of its own: your QGIS settings stay untouched."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = "tiled_raster"


def program() -> str:
    """Return the path of qgis_process. Raises FileNotFoundError when QGIS is not installed.

    Debian 12 wraps the program in a script that gives it an option which it does not know; the program itself stands
    beside it.
    """
    for name in ("qgis_process.bin", "qgis_process"):
        found = shutil.which(name)
        if found:
            return found
    raise FileNotFoundError("qgis_process is not installed: run scripts/setup.sh")


def environment(profile: Path) -> dict[str, str]:
    """Return the variables with which QGIS finds the plugin, keeps to `profile` and needs no screen."""
    runtime = profile / "runtime"
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        **os.environ,
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        "QGIS_PLUGINPATH": str(ROOT / ".build" / "import"),
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_RUNTIME_DIR": os.environ.get("XDG_RUNTIME_DIR") or str(runtime),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "ignore::DeprecationWarning",  # QGIS 3.22's own start-up code
    }


def enable(profile: Path) -> None:
    """Switch the plugin on in `profile`, as the plugin manager does. Raises CalledProcessError with QGIS's words."""
    subprocess.run(
        [program(), "plugins", "enable", PLUGIN],
        env=environment(profile),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        check=False,  # it ends with 1 when the plugin is on already; a plugin that cannot start shows at the first run
    )


def run(profile: Path, words: Sequence[str]) -> None:
    """Run qgis_process with its output on ours. Raises CalledProcessError if it fails."""
    subprocess.run([program(), *words], env=environment(profile), stdin=subprocess.DEVNULL, check=True)
