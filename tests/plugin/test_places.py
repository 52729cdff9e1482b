"""Every output of every algorithm at every kind of place that is no file: refused before any work; the place stays."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Any, Callable

import pytest
from plugin_tools import FILTER, STATISTICS, Feedback, algorithm, run_as_model_child
from qgis import processing
from qgis.core import QgsProcessingContext, QgsProcessingException

pytestmark = [
    pytest.mark.usefixtures("provider"),
    pytest.mark.skipif(os.name == "nt", reason="pipes and sockets with a name in a folder"),
]
CHECK = "tiledraster:checkengine"
TABLE = "ogr:dbname='{}' table=\"tiles\" (geom)"
OUTPUTS = [
    (FILTER, "OUTPUT", "out.tif", "{}"),
    (STATISTICS, "OUTPUT_TABLE", "out.csv", "{}"),
    (STATISTICS, "OUTPUT_JSON", "out.json", "{}"),
    (STATISTICS, "OUTPUT_HTML", "out.html", "{}"),
    (STATISTICS, "OUTPUT_TILES", "out.gpkg", "{}"),
    (STATISTICS, "OUTPUT_TILES", "out.shp", "{}"),
    (STATISTICS, "OUTPUT_TILES", "out.gpkg", TABLE),
]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def bound_socket(path: Path) -> None:
    folder = os.getcwd()
    os.chdir(path.parent)  # the name of a socket must be short
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(folder)


def link_to_a_stream(path: Path) -> None:
    os.symlink("/dev/stdout", path)


def check_refused(name: str, parameters: dict[str, Any], place: Path) -> None:
    before = os.lstat(place).st_ino
    fine, words = algorithm(name).checkParameterValues(parameters, QgsProcessingContext())
    assert not fine
    assert "which is never replaced" in words
    with pytest.raises(QgsProcessingException, match="which is never replaced"):
        processing.run(name, parameters)
    assert os.lstat(place).st_ino == before
    assert os.listdir(place.parent) == [place.name]


@pytest.mark.parametrize("make", [pipe, bound_socket, link_to_a_stream])
@pytest.mark.parametrize(("name", "output", "file", "destination"), OUTPUTS)
def test_an_output_that_is_no_file(
    dem: str, tmp_path: Path, name: str, output: str, file: str, destination: str, make: Callable[[Path], None]
) -> None:
    make(tmp_path / file)
    check_refused(name, {"INPUT": dem, output: destination.format(tmp_path / file)}, tmp_path / file)


@pytest.mark.parametrize(("target", "beside"), [("out.shp", "out.dbf"), ("out", "out.gpkg")])
def test_a_part_of_the_tiles_that_is_no_file(dem: str, tmp_path: Path, target: str, beside: str) -> None:
    pipe(tmp_path / beside)
    check_refused(STATISTICS, {"INPUT": dem, "OUTPUT_TILES": str(tmp_path / target)}, tmp_path / beside)


def test_a_child_of_a_model(dem: str, tmp_path: Path, feedback: Feedback) -> None:
    pipe(tmp_path / "out.csv")
    with pytest.raises(QgsProcessingException, match="is a pipe, which is never replaced"):
        run_as_model_child(
            STATISTICS, {"INPUT": dem, "OUTPUT_TABLE": str(tmp_path / "out.csv")}, "OUTPUT_TABLE", feedback
        )


def test_the_report_on_the_engine(tmp_path: Path) -> None:
    pipe(tmp_path / "out.html")
    with pytest.raises(QgsProcessingException, match="output_html=.*is a pipe, which is never replaced"):
        processing.run(CHECK, {"OUTPUT_HTML": str(tmp_path / "out.html")})
