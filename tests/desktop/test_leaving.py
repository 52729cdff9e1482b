"""QGIS is closed, or killed, in the middle of a run."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sessions
from sessions import Desktop, until

OLD = b"what was here before"


@pytest.fixture
def session(
    display: str, output: Path, zipped: Path, dem: Path, home: Path, request: pytest.FixtureRequest
) -> Iterator[Desktop]:
    """QGIS with the plugin enabled, a long run over an existing file under way; it leaves as the parameter says."""
    sessions.make_profile(home, package=zipped)
    target(home).write_bytes(OLD)
    orders = {"dem": str(dem), "target": str(target(home)), "leave": request.param}
    desktop = Desktop(display, home, output, f"leaving-by-{request.param}", scenarios="leaving", **orders)
    try:
        begun = until(lambda: desktop.results().get("begin_a_long_run") or desktop.process.poll() is not None)
        assert isinstance(begun, dict), desktop.log()[-3000:]
        assert begun["ok"], begun.get("details")
        assert begun["processes"]
        yield desktop
    finally:
        desktop.kill()


def target(home: Path) -> Path:
    """Return the file that the run would replace."""
    return home / "target.tif"


@pytest.mark.parametrize("session", ["menu", "window"], indirect=True)
def test_leaving_qgis_ends_the_run(session: Desktop) -> None:
    """From the menu QGIS asks first, and cancels its tasks; the window's own button asks nothing."""
    code = session.process.wait(sessions.PATIENCE_S)
    ended = time.monotonic()
    assert until(lambda: not session.engines()), session.engines()
    print(f"from the end of QGIS to no process: {time.monotonic() - ended:.2f} s")
    assert code == 0, session.log()[-3000:]
    assert target(session.home).read_bytes() == OLD
    assert until(lambda: not session.leftovers()), session.leftovers()


@pytest.mark.parametrize("session", ["signal"], indirect=True)
def test_killing_qgis_ends_the_run(session: Desktop) -> None:
    os.kill(session.process.pid, signal.SIGKILL)
    session.process.wait()
    ended = time.monotonic()
    assert until(lambda: not session.engines()), session.engines()
    print(f"from the death of QGIS to no process: {time.monotonic() - ended:.2f} s")
    assert until(lambda: not session.leftovers()), session.leftovers()
    assert target(session.home).read_bytes() == OLD
