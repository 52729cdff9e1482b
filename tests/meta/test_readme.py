"""The README keeps its word: its tables are those of the registries, its pictures exist, and its examples run.

Blocks marked bash and python are run in their order in one folder, which holds `dem.tif` and `image.tif`. A Python
block whose first line is `# file: NAME` is saved under that name instead.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import rasterio
from project_tree import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import qgis_host
import sample_dem

import docs

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(bash|python)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
PROMISED = ("median.tif", "texture.tif", "highest.tif", "smooth.tif", "statistics.json", "statistics.csv")

ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def has_qgis() -> bool:
    try:
        qgis_host.program()
    except FileNotFoundError:
        return False
    return True


def test_its_tables_are_those_of_the_registries() -> None:
    assert docs.renewed(README) == README, "run make docs"


def test_the_floors_are_drawn_as_the_table_has_them() -> None:
    assert docs.DRAWING.read_text(encoding="utf-8") == docs.drawing(), "run make docs"


@pytest.mark.parametrize("path", re.findall(r"`((?:[a-z_]+/)+[a-z_]+(?:\.py|/)?)`", ARCHITECTURE))
def test_files_that_the_architecture_names_are_there(path: str) -> None:
    places = [ROOT / path, ROOT / "core" / path, (ROOT / "core" / path).with_suffix(".py")]
    assert any(place.exists() for place in places)


@pytest.mark.parametrize("target", re.findall(r"\]\((?!https?:|#)([^)#]+)", README))
def test_its_links_and_pictures_lead_somewhere(target: str) -> None:
    assert (ROOT / target).is_file()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the rasters of the examples, the file of functions, and `qgis_process` and `python` to be found."""
    home = tmp_path_factory.mktemp("readme")
    sample_dem.write_dem(home / "dem.tif", 450)
    write_image(home / "image.tif")
    for kind, text in BLOCKS:
        name = re.match(r"# file: (\S+)\n", text)
        if kind == "python" and name:
            (home / name.group(1)).write_text(text, encoding="utf-8")
    programs = home / "programs"
    programs.mkdir()
    targets = {"python": sys.executable, **({"qgis_process": qgis_host.program()} if has_qgis() else {})}
    for name, target in targets.items():
        (programs / name).write_text(f'#!/bin/sh\nexec "{target}" "$@"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    if has_qgis():
        qgis_host.enable(home / "profile")
    return home


def write_image(target: Path) -> None:
    rng = np.random.default_rng(5)
    profile = {"driver": "GTiff", "height": 210, "width": 330, "count": 3, "dtype": "uint8", "crs": "EPSG:32633"}
    transform = rasterio.transform.from_origin(500_000, 5_000_000, 30, 30)
    with rasterio.open(target, "w", **profile, transform=transform) as dataset:
        dataset.write(rng.integers(0, 256, (3, 210, 330)).astype("uint8"))


def run_block(folder: Path, kind: str, text: str) -> None:
    environment = qgis_host.environment(folder / "profile")
    environment["PATH"] = f"{folder / 'programs'}{os.pathsep}{environment['PATH']}"
    environment["PYTHONPATH"] = str(ROOT / ".build" / "import")
    script = folder / f"example.{'sh' if kind == 'bash' else 'py'}"
    script.write_text(text, encoding="utf-8")
    program = ["bash", "-euo", "pipefail"] if kind == "bash" else [sys.executable, "-B"]
    done = subprocess.run(
        [*program, str(script)],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"{text}\n{done.stdout}\n{done.stderr}"


@pytest.mark.skipif(not has_qgis(), reason="qgis_process is not installed")
def test_its_examples_run_as_they_stand(folder: Path) -> None:
    assert sum("qgis_process run" in text for _, text in BLOCKS) >= 3
    assert sum(kind == "python" for kind, _ in BLOCKS) >= 3
    for kind, text in BLOCKS:
        if not text.startswith("# file:"):
            run_block(folder, kind, text)
    assert [name for name in PROMISED if not (folder / name).is_file()] == []
    with rasterio.open(folder / "texture.tif") as texture, rasterio.open(folder / "highest.tif") as highest:
        assert texture.count == 4
        assert highest.shape == (450, 450)
