"""The plugin as QGIS loads it: provider, icon, settings, advice."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest
from plugin_tools import FILTER, STATISTICS, Feedback, algorithm
from processing.core.ProcessingConfig import ProcessingConfig
from qgis.core import Qgis, QgsApplication, QgsProcessingContext, QgsProcessingException, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QThread
from tiled_raster.algorithms import look
from tiled_raster.core.errors import EngineError
from tiled_raster.core.interpreter import find
from tiled_raster.provider import settings
from tiled_raster.provider.plugin import TiledRasterPlugin
from tiled_raster.provider.provider import TiledRasterProvider

_PUT_BACK: list[TiledRasterPlugin] = []


def test_ids_are_those_that_saved_models_hold_on_to(provider: Any) -> None:
    assert provider.id() == "tiledraster"
    ids = {one.id() for one in provider.algorithms()}
    assert ids >= {"tiledraster:checkengine", FILTER, STATISTICS}


def test_the_icon_is_a_picture(provider: Any) -> None:
    assert not provider.icon().isNull()
    assert provider.icon().pixmap(24, 24).toImage().pixelColor(12, 12).alpha() > 0


def test_a_temporary_output_is_a_geotiff_whatever_the_user_prefers(provider: Any) -> None:
    preference = ProcessingConfig.settings[ProcessingConfig.DEFAULT_OUTPUT_RASTER_LAYER_EXT]
    before = preference.value
    preference.setValue("img")
    preference.save()
    try:
        assert ProcessingConfig.getSetting(preference.name, readable=True) == "img"
        assert provider.defaultRasterFileExtension() == "tif"
        assert provider.supportedOutputRasterLayerExtensions()[0] == "tif"
    finally:
        preference.setValue(before)
        preference.save()


def test_the_plugin_can_be_reloaded_twice(provider: Any) -> None:
    registry = QgsApplication.processingRegistry()
    for _ in range(2):
        registry.removeProvider("tiledraster")
        again = TiledRasterPlugin(None)
        again.initGui()
        assert registry.algorithmById(FILTER).create() is not None
    again.unload()
    assert registry.providerById("tiledraster") is None
    assert settings.PYTHON not in ProcessingConfig.settings


@pytest.fixture(autouse=True)
def provider_is_there(provider: Any) -> Iterator[None]:
    """Put the provider back after a test that took it away."""
    yield
    if QgsApplication.processingRegistry().providerById("tiledraster") is None:
        _PUT_BACK.append(TiledRasterPlugin(None))
        _PUT_BACK[-1].initProcessing()


@pytest.fixture
def stored() -> Iterator[QgsSettings]:
    """QGIS's settings, cleared of ours afterwards."""
    store = QgsSettings()
    names = (settings.PYTHON, settings.WORKERS, settings.MEMORY, settings.TEMPORARY, settings.RECORD)
    yield store
    for name in names:
        store.remove(settings.PREFIX + name)


def test_settings_are_shown_and_read(stored: QgsSettings) -> None:
    shown = ProcessingConfig.getSettings()["Tiled raster"]
    assert [one.name for one in shown] == [
        settings.PYTHON,
        settings.WORKERS,
        settings.MEMORY,
        settings.TEMPORARY,
        settings.RECORD,
    ]
    assert settings.read() == settings.ProviderSettings()
    ProcessingConfig.settings[settings.WORKERS].setValue(3)
    ProcessingConfig.settings[settings.WORKERS].save()
    assert settings.read().workers == 3


@pytest.mark.parametrize(("value", "expected"), [("7", 7), (2, 2), ("junk", 0), ("", 0), (-4, 0)])
def test_a_number_in_the_settings_is_read_with_care(stored: QgsSettings, value: Any, expected: int) -> None:
    stored.setValue(settings.PREFIX + settings.WORKERS, value)
    assert settings.read().workers == expected


def test_settings_stand_in_for_zeros(stored: QgsSettings, dem: str) -> None:
    from tiled_raster.algorithms.values import Values

    stored.setValue(settings.PREFIX + settings.WORKERS, 3)
    stored.setValue(settings.PREFIX + settings.MEMORY, 128)
    for given, workers in ((0, 3), (2, 2)):
        one = algorithm(FILTER)
        parameters = {"INPUT": dem, "OUTPUT": "TEMPORARY_OUTPUT", "WORKERS": given}
        job = one.make_job(Values(one, parameters, QgsProcessingContext()))
        assert job.config.cluster.nb_workers == workers
        assert job.config.memory_limit_mb == 128


def test_without_an_engine_the_advice_is_given_before_the_run(monkeypatch: pytest.MonkeyPatch, dem: str) -> None:
    def nothing(*_: Any) -> None:
        raise EngineError("no Python here: run apt install python3-rasterio")

    monkeypatch.setattr(find, "known_interpreter", nothing)
    one = algorithm(FILTER)
    assert one.canExecute() == (False, "no Python here: run apt install python3-rasterio")
    with pytest.raises(QgsProcessingException, match="apt install"):
        one.prepareAlgorithm({"INPUT": dem, "OUTPUT": "TEMPORARY_OUTPUT"}, QgsProcessingContext(), Feedback())


@pytest.mark.parametrize("known", [False, True])
def test_the_plugin_looks_in_the_background_where_nobody_has(monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    """Never in the way of QGIS's start: the look is a task, and the verdict is remembered for `canExecute`."""
    looked: list[Any] = []
    threads: list[bool] = []

    def find_none(setting: Any, is_cancelled: Any) -> None:
        threads.append(QThread.currentThread() is QCoreApplication.instance().thread())
        looked.append(setting)
        raise EngineError("no Python")

    monkeypatch.setattr(look.engine, "is_known", lambda settings: known)
    monkeypatch.setattr(look, "find_interpreter", find_none)
    plugin = TiledRasterPlugin(None)
    monkeypatch.setattr(plugin, "initProcessing", lambda: setattr(plugin, "provider", TiledRasterProvider()))
    plugin.initGui()
    for _ in range(2000):
        if looked or known:
            break
        QCoreApplication.processEvents()
        QThread.msleep(5)
    assert looked == ([] if known else [None])
    assert threads in ([], [False])


def test_looking_whether_it_can_run_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def started(*_: Any, **__: Any) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", started)
    assert algorithm(FILTER).canExecute()[0]


def test_a_function_file_is_marked_as_a_risk_where_qgis_knows_that(provider: Any) -> None:
    assert "only name files that you trust" in algorithm(FILTER).shortHelpString()
    assert "only name files that you trust" in algorithm(STATISTICS).shortHelpString()
    flags = getattr(Qgis, "ProcessingAlgorithmFlag", None)
    if hasattr(flags, "SecurityRisk"):
        assert algorithm(FILTER).flags() & flags.SecurityRisk


def test_check_the_engine_reports_what_a_run_would_use(provider: Any) -> None:
    feedback = Feedback()
    results, fine = algorithm("tiledraster:checkengine").run({}, QgsProcessingContext(), feedback, {}, False)
    assert fine
    report = results["REPORT"]
    assert report.splitlines() == feedback.lines
    for word in ("QGIS 3", "rasterio ", "gdal ", "proj ", "numpy ", "scipy ", "cores", "memory", "Engine: "):
        assert word in report


def test_importing_the_plugin_imports_no_qt() -> None:
    code = """
        import sys
        import tiled_raster
        print(sorted(name for name in sys.modules if name.split(".")[0] in ("qgis", "PyQt5", "PyQt6", "rasterio")))
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
