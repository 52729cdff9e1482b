"""One session of QGIS in which everything is tried, and two that end in the middle of a run."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT / "scripts")]

import package  # noqa: E402
import sample_dem  # noqa: E402
import sessions  # noqa: E402

TEST_TIMEOUT_S = sessions.SESSION_TIMEOUT_S + 300
EXAMPLES = ROOT / "resources" / "examples"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip where there is no desktop or no screen can be made; and let a test wait for a whole session."""
    missing = [program for program in ("qgis", "Xvfb") if shutil.which(program) is None]
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(TEST_TIMEOUT_S))
            if missing:
                item.add_marker(pytest.mark.skip(reason=f"{' and '.join(missing)} not installed"))


@pytest.fixture(scope="session")
def output() -> Path:
    """Where screenshots, results and QGIS's own words are kept: a folder for each version."""
    folder = ROOT / ".build" / "desktop" / sessions.qgis_version()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@pytest.fixture(scope="session")
def display(output: Path) -> Iterator[str]:
    with sessions.screen(output) as name:
        yield name


@pytest.fixture(scope="session")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip as `make package` builds it."""
    return package.build(tmp_path_factory.mktemp("package") / "tiled_raster.zip")


@pytest.fixture(scope="session")
def dem(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("data") / "dem.tif"
    sample_dem.write_dem(target, 1500)
    return target


@pytest.fixture
def home() -> Iterator[Path]:
    yield from new_home()


@pytest.fixture(scope="session")
def everyday(display: str, output: Path, zipped: Path, dem: Path) -> Iterator[tuple[sessions.Desktop, int]]:
    """The session in which the plugin is installed and used, when it has ended, and its exit code."""
    for home in new_home():
        profile = sessions.make_profile(home)
        models = profile / "processing" / "models"
        models.mkdir(parents=True)
        shutil.copy(EXAMPLES / "denoise_and_measure.model3", models)
        orders: dict[str, Any] = {"package": str(zipped), "dem": str(dem)}
        batch = str(EXAMPLES / "three_filters.batch.json")
        desktop = sessions.Desktop(display, home, output, "everyday", batch=batch, **orders)
        code = desktop.wait()
        yield desktop, code


def new_home() -> Iterator[Path]:
    """Give a folder with a short name: names of sockets in it must not grow too long."""
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        yield Path(folder)
