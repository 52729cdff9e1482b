"""What a result is called, how it looks, in which format it is written, and how the log says to repeat the run."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from plugin_tools import FILTER, STATISTICS, Feedback, algorithm, read_raster
from qgis import processing
from qgis.core import (
    QgsMultiBandColorRenderer,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
    QgsSingleBandGrayRenderer,
    QgsSingleBandPseudoColorRenderer,
)
from tiled_raster.algorithms import style
from tiled_raster.algorithms.titles import title_of
from tiled_raster.algorithms.values import Values
from tiled_raster.core.filters import FILTERS
from tiled_raster.core.progress import TimeLeft

pytestmark = pytest.mark.usefixtures("provider")

TITLES = [
    ("tiledfilter", {"FILTER": "median"}, "dem: median"),
    ("topographicposition", {"SIZE": 101}, "dem: TPI 101 px"),
    (
        "focalstatistics",
        {"FILTER": "percentile", "PERCENTILE": 75, "SHAPE": "circle", "SIZE": 9},
        "dem: percentile 75 ",
    ),
    ("focalstatistics", {"FILTER": "max", "SHAPE": "rectangle", "COLUMNS": 7}, "dem: maximum rectangle columns of"),
    ("focalstatistics", {"FILTER": "max", "COLUMNS": 7}, "dem: maximum"),
    ("gaussiansmoothing", {"SIGMA": 2.5}, "dem: gaussian 2.5 px"),
    ("slope", {"SLOPE_UNIT": "percent"}, "dem: slope percent"),
    ("hillshade", {"AZIMUTH": 45}, "dem: hillshade 45\N{DEGREE SIGN}"),
    ("tiledfilter", {"FILTER": ["tpi", "max"], "SIZE": 5}, "dem: TPI 5 px, maximum 5 px"),
]


def job_of(name: str, values: dict[str, Any]) -> Any:
    one = algorithm(f"tiledraster:{name}")
    return one.make_job(Values(one, {**values, "OUTPUT": "TEMPORARY_OUTPUT"}, QgsProcessingContext()))


@pytest.mark.parametrize(("name", "values", "title"), TITLES)
def test_a_layer_is_named_after_what_tells_it_apart(name: str, values: dict[str, Any], title: str, dem: str) -> None:
    made = title_of("dem", job_of(name, {"INPUT": dem, **values}))
    assert made == title or (title.endswith((" ", "of")) and made.startswith(title))


@pytest.fixture
def shown(rgb: str) -> Iterator[QgsRasterLayer]:
    """A picture in the project, with colours in an order of the user's own."""
    layer = QgsRasterLayer(rgb, "picture")
    layer.setRenderer(QgsMultiBandColorRenderer(layer.dataProvider(), 3, 2, 1))
    QgsProject.instance().addMapLayer(layer)
    yield layer
    QgsProject.instance().removeMapLayer(layer.id())


def painted(name: str, values: dict[str, Any], source: Any, folder: Path) -> QgsRasterLayer:
    """Return the loaded result of a run, styled as QGIS would style it."""
    out = str(folder / f"{name}.tif")
    given = {"INPUT": source, **values, "OUTPUT": out}
    processing.run(f"tiledraster:{name}", given, feedback=Feedback())
    layer = QgsRasterLayer(out, name)
    of_source = source if isinstance(source, QgsRasterLayer) else QgsRasterLayer(source)
    style.for_result(job_of(name, {"INPUT": source, **values}), "title", True, of_source).postProcessLayer(
        layer, QgsProcessingContext(), Feedback()
    )
    return layer


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("topographicposition", {}),
        ("localrelief", {"FILTER": "difference", "SIZE": 5}),
        ("localrelief", {"FILTER": "zscore", "SIZE": 5}),
        ("edgedetection", {"FILTER": "laplacian"}),
        ("edgedetection", {"FILTER": "log"}),
        ("tiledfilter", {"FILTER": ["tpi", "mean"]}),
    ],
)
def test_signed_results_part_their_colours_at_zero(name: str, values: dict[str, Any], dem: str, tmp_path: Path) -> None:
    layer = painted(name, values, dem, tmp_path)
    renderer = layer.renderer()
    assert isinstance(renderer, QgsSingleBandPseudoColorRenderer)
    assert renderer.band() == 1
    assert renderer.classificationMin() == -renderer.classificationMax() < 0
    items = renderer.shader().rasterShaderFunction().colorRampItemList()
    middle = items[len(items) // 2]
    assert (middle.value, middle.color.name()) == (0.0, "#f7f7f7")


def test_what_has_no_sign_is_not_shown_with_one() -> None:
    signed = {name for name, spec in FILTERS.items() if spec.signed}
    assert signed == {"tpi", "difference", "zscore", "laplacian", "log"}


def test_a_filter_that_keeps_the_quantity_keeps_the_users_style(shown: QgsRasterLayer, tmp_path: Path) -> None:
    layer = painted("focalstatistics", {"FILTER": "median"}, shown, tmp_path)
    renderer = layer.renderer()
    assert isinstance(renderer, QgsMultiBandColorRenderer)
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (3, 2, 1)


def test_several_filters_are_never_the_parts_of_one_colour(dem: str, tmp_path: Path) -> None:
    values = {"FILTER": ["mean", "max", "range"]}
    layer = painted("tiledfilter", values, dem, tmp_path)
    renderer = layer.renderer()
    assert isinstance(renderer, QgsSingleBandGrayRenderer)
    assert renderer.grayBand() == 1
    values = {"FILTER": ["slope", "hillshade", "tpi"]}
    layer = painted("tiledfilter", values, dem, tmp_path)
    renderer = layer.renderer()
    assert isinstance(renderer, QgsSingleBandPseudoColorRenderer)
    assert renderer.classificationMax() == 90


def test_several_filters_of_a_picture_show_the_first_ones_picture(rgb: str, tmp_path: Path) -> None:
    layer = painted("tiledfilter", {"FILTER": ["median", "max"]}, rgb, tmp_path)
    renderer = layer.renderer()
    assert layer.bandCount() == 6
    assert isinstance(renderer, QgsMultiBandColorRenderer)
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (1, 2, 3)


def test_a_flat_raster_has_no_colours_to_part(tmp_path: Path) -> None:
    from plugin_tools import write_raster

    flat = write_raster(tmp_path / "flat.tif", [np.full((20, 20), 7.0, np.float32)])
    layer = painted("localrelief", {}, flat, tmp_path)
    assert isinstance(layer.renderer(), QgsSingleBandGrayRenderer)


@pytest.mark.parametrize(("chosen", "layout"), [("auto", None), ("gtiff", None), ("cog", "COG")])
def test_the_format_is_chosen_in_the_form(chosen: str, layout: Any, dem: str, tmp_path: Path) -> None:
    out = str(tmp_path / "out.tif")
    processing.run("tiledraster:slope", {"INPUT": dem, "FORMAT": chosen, "OUTPUT": out}, feedback=Feedback())
    assert gdal.Open(out).GetMetadata("IMAGE_STRUCTURE").get("LAYOUT") == layout


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"FORMAT": "png"}, ["format=png", "auto, gtiff or cog"]),
        ({"FORMAT": "cog", "CREATION_OPTIONS": "DRIVER=GTiff"}, ["format=cog", "DRIVER=GTiff"]),
        ({"FORMAT": "cog", "OUTPUT": "{folder}/out.img"}, ["format=cog", "out.img", ".tif"]),
        ({"FORMAT": "gtiff", "OUTPUT": "{folder}/out.img"}, ["format=gtiff", "out.img"]),
    ],
)
def test_a_format_that_contradicts_is_refused(
    values: dict[str, str], words: list[str], dem: str, tmp_path: Path
) -> None:
    given = {"INPUT": dem, "OUTPUT": str(tmp_path / "out.tif")}
    given.update({key: value.format(folder=tmp_path) for key, value in values.items()})
    with pytest.raises(QgsProcessingException) as caught:
        processing.run("tiledraster:slope", given, feedback=Feedback())
    for word in words:
        assert word in str(caught.value)


class Commands(Feedback):
    """Keeps commands too."""

    def pushCommandInfo(self, info: str) -> None:
        self.lines.append(info)


def repeated(feedback: Feedback) -> list[str]:
    """Return the command and the call that the log ends with, but for what `processing.run` says itself."""
    own = [line for line in feedback.lines if not line.startswith("Results: ")]
    assert "repeat" in own[-3]
    return own[-2:]


def test_the_log_ends_with_how_to_repeat_the_run(shown: QgsRasterLayer, tmp_path: Path) -> None:
    feedback, out = Commands(), str(tmp_path / "an output's.tif")
    given = {"INPUT": shown.id(), "BANDS": [1, 3], "FILTER": ["max", "min"], "SIZE": 5, "EDGE": "shrink", "OUTPUT": out}
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    processing.run(FILTER, given, feedback=feedback, context=context)
    command, call = repeated(feedback)
    assert shlex.split(command)[:4] == ["qgis_process", "run", FILTER, "--"]
    words = dict(word.split("=", 1) for word in shlex.split(command)[4:])
    wanted = {"INPUT": shown.source(), "BANDS": "1;3", "FILTER": "max;min", "SIZE": "5", "OUTPUT": out}
    assert words == wanted
    before = read_raster(out)
    Path(out).unlink()
    from qgis import processing as module

    eval(call, {"processing": module})  # noqa: S307 - what the log tells people to type
    assert np.array_equal(read_raster(out), before)
    processing.run(FILTER, {**words, "OUTPUT": str(tmp_path / "again.tif")}, feedback=Feedback())
    assert np.array_equal(read_raster(str(tmp_path / "again.tif")), before)


@pytest.mark.parametrize(
    ("given", "shown_as"),
    [
        ({"SIZE": "5"}, {"SIZE": 5}),
        ({"SIZE": "3"}, {}),  # the default, said as text
        ({"FILTER": "max;min", "BANDS": "1;3"}, {"FILTER": ["max", "min"], "BANDS": [1, 3]}),
        ({"FILTER": "gaussian", "SIGMA": "1.5"}, {"FILTER": ["gaussian"], "SIGMA": 1.5}),
        ({"SELECTED_ONLY": "true", "SIZES": "5"}, {"SELECTED_ONLY": True, "SIZES": "5"}),
    ],
)
def test_numbers_given_as_text_are_numbers_in_the_call(
    shown: QgsRasterLayer, tmp_path: Path, given: dict[str, Any], shown_as: dict[str, Any]
) -> None:
    """The command line, and a batch file, know only text; people who type Python know numbers."""
    feedback, fixed = Commands(), {"INPUT": shown.source(), "OUTPUT": str(tmp_path / "out.tif")}
    processing.run(FILTER, {**fixed, **given}, feedback=feedback)
    made = {}
    _, call = repeated(feedback)
    eval(call, {"processing": SimpleNamespace(run=lambda _, values: made.update(values))})  # noqa: S307
    told = {name: value for name, value in made.items() if name not in fixed}
    assert {name: repr(value) for name, value in told.items()} == {name: repr(one) for name, one in shown_as.items()}


def test_statistics_too(dem: str) -> None:
    feedback = Commands()
    processing.run(STATISTICS, {"INPUT": dem, "STATISTICS": ["mean"], "PERCENTILES": "5;95"}, feedback=feedback)
    command, call = repeated(feedback)
    assert shlex.split(command)[4:] == [f"INPUT={dem}", "STATISTICS=mean", "PERCENTILES=5;95"]
    assert (
        call == f"processing.run({STATISTICS!r}, {{'INPUT': {dem!r}, 'STATISTICS': ['mean'], 'PERCENTILES': '5;95'}})"
    )


@pytest.mark.parametrize("workers", [1, 4])
@pytest.mark.parametrize("start_s", [0.0, 60.0])
def test_the_time_left_is_steady_though_the_first_tile_is_slow_and_tiles_come_in_bursts(
    workers: int, start_s: float
) -> None:
    """Of 400 tiles of a second each, after a start that takes a minute, and with a pause of the machine."""
    now = [0.0]
    left = TimeLeft(clock=lambda: now[0])
    told = []
    for done in range(1, 401):
        now[0] = start_s + (done + workers - 1) // workers * workers + (30.0 if done > 200 else 0.0)
        told.append((done, left.seconds(done, 400)))
    for done, seconds in told[40:]:
        assert seconds == pytest.approx(400 - done, rel=0.35, abs=workers)
