"""Imports run one way: root, provider, algorithms, core; and inside core each part knows what it may know."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from project_tree import ROOT, imports, module_name, package_files, tree_of

QGIS = ("qgis", "PyQt5", "PyQt6", "processing", "console")
ENGINE_ROOM = (".core.jobs", ".core.cli", ".core.engine", ".core.runs", ".core.api", ".core.mapping", ".core.tiling")
TOOLS = (".core.tiles", ".core.raster", ".core.clusters", ".core.config")

FORBIDDEN = (
    # (who, what they must not import, why)
    ("", ("tiled_raster",), "imports inside the package are relative, so that the folder's name does not matter"),
    ("core", (*QGIS, ".provider", ".algorithms"), "core runs without QGIS"),
    ("algorithms", (".provider",), "imports run from the provider to the algorithms"),
    (
        "algorithms",
        ("rasterio", "scipy", "multiprocessing", "concurrent", "threading"),
        "a panel declares, reads, translates",
    ),
    ("core", ("scipy",), "filters and statistics run on NumPy alone"),
    ("provider", ("rasterio", "scipy", "multiprocessing", "concurrent"), "QGIS holds no pool and no raster library"),
    (
        "core.filters",
        (
            ".core.tiles",
            ".core.raster",
            ".core.clusters",
            ".core.config",
            ".core.mapping",
            ".core.tiling",
            ".core.statistics",
        )
        + ENGINE_ROOM,
        "a filter knows nothing of tiles, files or clusters",
    ),
    (
        "core.statistics",
        (
            ".core.tiles",
            ".core.raster",
            ".core.clusters",
            ".core.config",
            ".core.mapping",
            ".core.tiling",
            ".core.filters",
        )
        + ENGINE_ROOM,
        "a statistic knows nothing of tiles, files or clusters",
    ),
    (
        "core.mapping",
        (".core.filters", ".core.statistics", *ENGINE_ROOM[:5]),
        "mapping knows no filter and no statistic",
    ),
    (
        "core.tiling",
        (".core.filters", ".core.statistics", *ENGINE_ROOM[:6]),
        "tiling knows no filter and no statistic",
    ),
    (
        "core.clusters",
        (
            ".core.filters",
            ".core.statistics",
            ".core.raster",
            ".core.mapping",
            ".core.tiling",
            ".core.jobs",
            ".core.tiles",
        ),
        "a cluster runs any function",
    ),
    (
        "core.raster",
        (".core.filters", ".core.clusters", ".core.mapping", ".core.tiling", ".core.jobs", ".core.cli"),
        "reading and writing know no filter and no worker",
    ),
    ("core.tiles", (".core", "numpy", "rasterio"), "tiles are pure geometry"),
)

_BACKENDS, _PROBE = "core.raster.backends", "core.interpreter.probe"
ONLY_HERE = (
    # (library, the only parts that may import it); the probe is run in a foreign Python to see whether it can
    ("rasterio", (*(f"{_BACKENDS}.rasterio_{name}" for name in ("dataset", "files")), _PROBE)),
    ("affine", ()),
    ("osgeo", (*(f"{_BACKENDS}.gdal_{name}" for name in ("dataset", "files", "values", "glance")), _PROBE)),
)

NEVER_AT_LOAD = ("scipy", "dask", "distributed")
"""Imported inside the call that needs them, so that a panel can read the registries without them."""


def belongs(name: str, part: str) -> bool:
    """Return whether the dotted name is `part` or lies in it; everything lies in ""."""
    return not part or name == part or name.startswith(part + ".")


def violations(path: Path, tree: ast.Module) -> list[str]:
    """Return the sentences about imports of one file that the tables above forbid."""
    module = module_name(path)
    found = []
    for name, line, at_load in imports(tree, module, path.name == "__init__.py"):
        place = f"{path.relative_to(ROOT)}:{line}: imports {name}"
        for who, what, why in FORBIDDEN:
            # Spelt with a bare "." the root itself is meant, which only the root may be.
            if belongs(module, who) and any(belongs(name, part) for part in what):
                found.append(f"{place}: {why}")
        for library, homes in ONLY_HERE:
            if belongs(name, library) and not any(belongs(module, home) for home in homes):
                found.append(f"{place}: only {' and '.join(homes) or 'nobody'} may")
        if at_load and any(belongs(name, library) for library in NEVER_AT_LOAD):
            found.append(f"{place} when it is loaded: import it inside the function that needs it")
    return found


def test_every_import_goes_the_allowed_way() -> None:
    # What stands in resources are examples of users' functions, which may import what they like.
    paths = [path for path in package_files() if not belongs(module_name(path), "resources")]
    found = [text for path in paths for text in violations(path, tree_of(path))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("core/tasks.py", "import rasterio"),
        ("core/raster/reader.py", "def f():\n    from rasterio.windows import Window"),
        ("core/raster/backends/contract.py", "import rasterio"),
        ("core/raster/backends/rasterio_files.py", "from osgeo import gdal"),
        ("core/raster/gdal.py", "from osgeo import gdal"),
        ("core/raster/raster.py", "import affine"),
        ("core/clusters/multi.py", "def f():\n    from rasterio.windows import Window"),
        ("core/filters/mean.py", "from ..tiles import Tile"),
        ("core/filters/mean.py", "from .. import tiles"),
        ("core/filters/mean.py", "import scipy.ndimage"),
        ("core/filters/mean.py", "if True:\n    from scipy import ndimage"),
        ("core/filters/mean.py", "def f():\n    from scipy import ndimage"),
        ("core/mapping.py", "def f():\n    from .filters import FILTERS"),
        ("core/tiling/loop.py", "from .. import statistics"),
        ("core/jobs.py", "from qgis.core import QgsProject"),
        ("core/jobs.py", "try:\n    import osgeo\nexcept ImportError:\n    from PyQt5 import QtCore"),
        ("core/jobs.py", "from ..algorithms import panel"),
        ("core/jobs.py", "from tiled_raster.core import tiles"),
        ("core/tiles.py", "from .raster import Raster"),
        ("algorithms/panel.py", "from ..provider import plugin"),
        ("algorithms/grid.py", "def f():\n    from osgeo import gdal"),
        ("algorithms/panel.py", "import multiprocessing.pool"),
    ],
)
def test_a_forbidden_import_is_found(file: str, code: str) -> None:
    assert violations(ROOT / file, ast.parse(code))


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("core/raster/backends/rasterio_files.py", "import rasterio"),
        ("core/raster/backends/gdal_files.py", "from osgeo import gdal"),
        ("core/clusters/dask.py", "def f():\n    from distributed import Client"),
        ("core/jobs.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import rasterio"),
        ("algorithms/panel.py", "from ..core.filters import FILTERS"),
        ("provider/plugin.py", "from qgis.core import QgsApplication"),
    ],
)
def test_an_allowed_import_is_not(file: str, code: str) -> None:
    assert not violations(ROOT / file, ast.parse(code))


def run_python(code: str) -> str:
    """Run code in a Python of its own that has the package on its path; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", textwrap.dedent(code)],
        env={"PYTHONPATH": str(ROOT / ".build" / "import"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


BLOCKER = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ImportError("refused by the test: " + name)

sys.meta_path.insert(0, Refuse())
"""


def test_the_registries_and_jobs_load_without_raster_libraries() -> None:
    libraries = (*QGIS, "rasterio", "scipy", "affine", "dask")
    shown = run_python(
        BLOCKER.format(names=libraries)
        + textwrap.dedent("""
        import json
        import tiled_raster
        from tiled_raster.core import CLUSTERS, FILTERS, STATISTICS, FilterJob, MultiprocConfig, StatisticsJob
        print(json.dumps([len(CLUSTERS), len(FILTERS), len(STATISTICS)]))
        """)
    )
    assert all(number >= 3 for number in json.loads(shown))


def test_what_qgis_loads_of_the_engine_needs_the_standard_library_only() -> None:
    libraries = (*QGIS, "rasterio", "scipy", "affine", "numpy", "dask")
    run_python(BLOCKER.format(names=libraries) + "import tiled_raster.core.engine.client\n")


def test_importing_has_no_effects() -> None:
    shown = run_python("""
        import json, multiprocessing, os, signal, sys, threading
        def state():
            handlers = [str(signal.getsignal(number)) for number in signal.valid_signals()]
            children = os.listdir("/proc/self/task") if os.path.isdir("/proc/self/task") else []
            return [dict(os.environ), list(sys.path), handlers, threading.active_count(), len(children),
                    multiprocessing.get_start_method(allow_none=True), multiprocessing.spawn.get_executable()]
        import numpy  # starts the threads of its own linear algebra
        import multiprocessing.spawn
        before = state()
        import tiled_raster
        import tiled_raster.core as core
        for name in ("CLUSTERS", "FILTERS", "STATISTICS", "FilterJob", "MultiprocConfig", "TilingError"):
            getattr(core, name)
        import tiled_raster.core.engine.client
        loaded = sorted(sys.modules.keys() & {"qgis", "rasterio", "scipy", "affine", "dask"})
        print(json.dumps([before == state(), loaded]))
    """)
    assert json.loads(shown) == [True, []]
