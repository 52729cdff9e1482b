"""Starts the real QGIS desktop on a screen of its own, in a profile of its own, and looks at its processes."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable, Optional

ROOT = Path(__file__).resolve().parents[2]
START = Path(__file__).resolve().parent / "inside" / "start.py"
SCREEN = "1600x1000x24"
SESSION_TIMEOUT_S = 1500
"""Until a session is given up, which takes a minute on a machine at rest."""
PATIENCE_S = 300.0
"""Until anything else is; no test asks how long something took."""
PF_FORKNOEXEC = 0x40
"""Set by Linux for a process that was forked and has not executed a program yet."""
BEFORE_THE_FIRST_START = """[qgis]
checkVersion=false
showTips=false
askToSaveProjectChanges=false

[Plugins]
automatic-update-check\\enabled=false

[plugin-manager]
automatically-check-for-updates=false
"""


@contextlib.contextmanager
def screen(folder: Path) -> Iterator[str]:
    """Run Xvfb on the first free display and give the display's name."""
    reading, writing = os.pipe()
    with (folder / "xvfb.log").open("wb") as log:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"],
            pass_fds=[writing],
            stdout=log,
            stderr=log,
        )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        assert number, (folder / "xvfb.log").read_text(errors="replace")
        yield f":{number}"
    finally:
        server.kill()
        server.wait()


class Desktop:
    """A QGIS that runs one scenario file, and what it left on the disk."""

    def __init__(self, display: str, home: Path, output: Path, name: str, **settings: Any) -> None:
        """`home` holds the profile and everything temporary; screenshots and results go to `output`."""
        self.home, self.output, self.name = home, output, name
        self.results_file = output / f"{name}.json"
        self.results_file.unlink(missing_ok=True)
        settings.update(
            inside=str(START.parent),
            scenarios=settings.get("scenarios", name),
            results=str(self.results_file),
            output=str(output),
            home=str(home),
        )
        self.most_programs = 0
        self.orders = orders = home / f"{name}-orders.json"
        orders.write_text(json.dumps(settings), encoding="utf-8")
        with (output / f"{name}.log").open("wb") as log:
            self.process = subprocess.Popen(
                [*command(), "--profiles-path", str(home), "--profile", "desktop", "--code", str(START)],
                env=variables(display, home, orders),
                cwd=home,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait(self, timeout_s: float = SESSION_TIMEOUT_S) -> int:
        """Wait until QGIS has ended and return its exit code; -1000 when it had to be killed."""
        end = time.monotonic() + timeout_s
        try:
            while self.process.poll() is None and time.monotonic() < end:
                self.most_programs = max(self.most_programs, len(qgis_processes(self.orders)))
                time.sleep(0.1)
            return -1000 if self.process.poll() is None else int(self.process.returncode)
        finally:
            self.kill()

    def kill(self) -> None:
        """End what is left of the session, at once."""
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pid in self.engines():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)

    def results(self) -> dict[str, Any]:
        """Return what the scenarios have written so far; empty before the first."""
        try:
            found: dict[str, Any] = json.loads(self.results_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found

    def log(self) -> str:
        """Return what QGIS printed."""
        return (self.output / f"{self.name}.log").read_text(errors="replace")

    def engines(self) -> list[int]:
        """Return the processes that the plugin in this profile started."""
        return engines(self.home)

    def leftovers(self) -> list[str]:
        """Return the temporary folders and partial files of runs that are still there."""
        return [str(path) for path in self.home.rglob("*") if "tiled_raster-" in path.name or ".partial" in path.name]


def command() -> list[str]:
    """Return the program and the options that keep its first start quiet."""
    program = shutil.which("qgis")
    assert program is not None, "qgis is not installed"
    return [program, "--nologo", "--noversioncheck", "--nocustomization"]


def variables(display: str, home: Path, orders: Path) -> dict[str, str]:
    """Return the variables of a user's session: nothing of the test's own Python, a home of its own."""
    dropped = (
        "PYTHONPATH",
        "PYTHONHOME",
        "VIRTUAL_ENV",
        "QT_QPA_PLATFORM",
        "QGIS_CUSTOM_CONFIG_PATH",
        "WAYLAND_DISPLAY",
    )
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    folders = {"HOME": home / "home", "TMPDIR": home / "tmp", "XDG_RUNTIME_DIR": home / "runtime"}
    for folder in folders.values():
        folder.mkdir(mode=0o700, exist_ok=True)
    return {
        **kept,
        **{name: str(folder) for name, folder in folders.items()},
        "DISPLAY": display,
        "LANG": "C.UTF-8",
        "QT_LOGGING_RULES": "qt.qpa.*=false",
        "NO_AT_BRIDGE": "1",
        "TILED_RASTER_DESKTOP": str(orders),
    }


def make_profile(home: Path, package: Optional[Path] = None) -> Path:
    """Make a profile that asks no question at the first start, with the plugin from `package` in it if one is given."""
    profile = home / "profiles" / "desktop"
    (profile / "QGIS").mkdir(parents=True)
    enabling = "" if package is None else "\n[PythonPlugins]\ntiled_raster=true\n"
    (profile / "QGIS" / "QGIS3.ini").write_text(BEFORE_THE_FIRST_START + enabling)
    plugins = profile / "python" / "plugins"
    plugins.mkdir(parents=True)
    if package is not None:
        shutil.unpack_archive(package, plugins)
    return profile


def engines(home: Path) -> list[int]:
    """Return the processes whose command line names a file of the plugin below `home`."""
    return [pid for pid, words in command_lines() if f"{home}/" in words and "bootstrap.py" in words]


def qgis_processes(orders: Path) -> list[int]:
    """Return the processes that run the QGIS program in the session with these orders, whoever started them.

    A fork of QGIS that is about to become another program is none, however long that takes it.
    """
    found = []
    for pid, words in command_lines():
        with contextlib.suppress(OSError):
            environment = Path(f"/proc/{pid}/environ").read_bytes()
            flags = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[6])
            is_qgis = os.path.basename(words.split(" ", 1)[0]).startswith("qgis") and not flags & PF_FORKNOEXEC
            if is_qgis and os.fsencode(orders) in environment:
                found.append(pid)
    return found


def command_lines() -> Iterator[tuple[int, str]]:
    """Yield the number and the command line of each process that can be seen and is not a zombie."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
                if words:
                    yield int(entry.name), words


def until(condition: Callable[[], Any], timeout_s: float = PATIENCE_S) -> Any:
    """Return what `condition` returns as soon as that is true, or its last answer when the time is over."""
    end = time.monotonic() + timeout_s
    while not (answer := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return answer


def qgis_version() -> str:
    """Return the version of the installed QGIS, for the folder of screenshots."""
    ask = "from qgis.core import Qgis; print(Qgis.QGIS_VERSION.split('-')[0])"
    return subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
