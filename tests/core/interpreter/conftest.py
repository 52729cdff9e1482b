"""Every test of this folder has a home of its own, with a cache that is empty at first."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def at_home(own_home):
    """Keep every test of this folder away from the user's cache and data."""
