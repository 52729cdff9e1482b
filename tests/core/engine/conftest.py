"""What the engine's tests share: a home of the test's own, and an engine with jobs made for tests."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent


@pytest.fixture(autouse=True)
def at_home(own_home):
    """Keep every test of this folder away from the user's cache and data."""


@pytest.fixture
def stand_in(monkeypatch):
    """Let the client start the engine whose jobs are in `stand_in.py`."""
    from tiled_raster.core.engine import client

    monkeypatch.setattr(client, "BOOTSTRAP", str(HERE / "stand_in.py"))
    return client
