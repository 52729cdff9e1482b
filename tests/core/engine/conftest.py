"""What the engine's tests share: a host whose cache is the test's own, and an engine with jobs made for tests."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """Keep the user's cache and data out of the tests, and the tests out of them."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("TILED_RASTER_PYTHON", sys.executable)
    return home


@pytest.fixture
def stand_in(monkeypatch):
    """Let the client start the engine whose jobs are in `stand_in.py`."""
    from tiled_raster.core.engine import client

    monkeypatch.setattr(client, "BOOTSTRAP", str(HERE / "stand_in.py"))
    return client


@pytest.fixture
def eventually():
    """Wait until something is true; fail if it never becomes so."""

    def wait(condition, what="", patience_s=120):
        deadline = time.monotonic() + patience_s
        while not condition():
            assert time.monotonic() < deadline, f"never came true: {what or condition}"
            time.sleep(0.01)

    return wait


@pytest.fixture
def is_running():
    """Return whether a process exists and is no zombie (in a container nobody may reap an orphan)."""

    def is_running(pid):
        try:
            status = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return False
        return status.rpartition(")")[2].split()[0] not in "ZX"

    return is_running
