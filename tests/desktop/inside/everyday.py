"""The first session: the plugin is installed from its zip and used."""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import qgis.utils
import runs
import windows
from qgis.core import QgsProject, QgsSettings
from qgis.PyQt.QtWidgets import QApplication
from qgis.utils import iface
from watch import Watch


def install_from_zip(desk: Any) -> Any:
    """Install the package as Plugins > Install from ZIP does."""
    from pyplugin_installer import instance

    desk.before = surroundings()
    yield from desk.pause(0.5)
    instance().installFromZipFile(desk.orders["package"])
    yield from desk.until(windows.provider, "the provider")
    return {
        "active": "tiled_raster" in qgis.utils.active_plugins,
        "enabled": QgsSettings().value("PythonPlugins/tiled_raster", False, bool),
        "folder": os.path.dirname(sys.modules["tiled_raster"].__file__),
        "started": runs.engines(desk.home),
    }


def surroundings() -> dict[str, Any]:
    """Return what belongs to all of QGIS, and must be the same when we have worked."""
    import multiprocessing
    import multiprocessing.spawn

    return {
        "environment": dict(os.environ),
        "start method": multiprocessing.get_start_method(allow_none=True),
        "executable": multiprocessing.spawn.get_executable(),
        "working folder": os.getcwd(),
    }


def toolbox_shows_the_algorithms(desk: Any) -> Any:
    """Search the toolbox for the plugin's name."""
    box = windows.toolbox()
    box.searchBox.setText("tiled")
    yield from desk.until(lambda: windows.row_of(box.algorithmTree, runs.FILTER), "the algorithms")
    box.algorithmTree.expandAll()
    yield from desk.pause(0.3)
    desk.picture(None, "toolbox")
    return {"rows": [(depth, text) for depth, text, _ in windows.rows(box.algorithmTree)]}


def filter_from_the_dialog(desk: Any) -> Any:
    """Run a filter from its dialog, the map moving all the while."""
    layer = runs.load(desk.orders["dem"], "elevation")
    yield from desk.pause(1)
    idle = Watch(pan=True)
    yield from desk.pause(2)
    idle = idle.stop()
    dialog = yield from runs.open_dialog(desk, runs.FILTER)
    desk.picture(None, "filter-dialog")
    out = str(desk.home / "median.tif")
    watch = Watch(windows.bar(dialog), pan=True)
    yield from runs.begin(desk, dialog, INPUT=layer, FILTER=["median"], SIZE=15, CHUNK_SIZE=128, OUTPUT=out)
    yield from desk.until(lambda: windows.bar(dialog).value() > 20, "a fifth of the run")
    yield from runs.finish(desk, dialog)
    seen = watch.stop()
    desk.picture(None, "filter-done")
    result = windows.layer_of(out)
    log = windows.log_of(dialog)
    dialog.close()
    return {"idle": idle, "run": seen, "log": log, "style": style_of(result), "name": result and result.name()}


def pictures_of_a_run(desk: Any) -> Any:
    """Look at the dialog in the middle of a run; apart from the measured one, since pictures take time."""
    dialog = yield from runs.open_dialog(desk, runs.FILTER)
    out = str(desk.home / "slope.tif")
    yield from runs.begin(desk, dialog, INPUT=desk.orders["dem"], FILTER=["slope"], CHUNK_SIZE=32, OUTPUT=out)
    yield from runs.under_way(desk, dialog)
    desk.picture(None, "filter-running")
    yield from runs.finish(desk, dialog)
    yield from desk.pause(0.5)
    desk.picture(None, "slope-done")
    dialog.close()
    return {"style": style_of(windows.layer_of(out))}


def style_of(layer: Any) -> dict[str, Any]:
    """Return how a layer is drawn."""
    if layer is None:
        return {}
    renderer = layer.renderer()
    found = {"renderer": renderer.type(), "valid": layer.isValid()}
    if renderer.type() == "singlebandgray":
        stretch = renderer.contrastEnhancement()
        found.update(lowest=stretch.minimumValue(), highest=stretch.maximumValue())
    return found


def cancel_in_the_dialog(desk: Any) -> Any:
    """Cancel a long run over an existing file, then use the same dialog for a short one."""
    out = desk.home / "kept.tif"
    out.write_bytes((desk.home / "median.tif").read_bytes())
    before = runs.digest(out)
    dialog = yield from runs.open_dialog(desk, runs.FILTER)
    yield from runs.begin(desk, dialog, INPUT=desk.orders["dem"], OUTPUT=str(out), **runs.LONG_RUN)
    yield from runs.under_way(desk, dialog)
    running = runs.engines(desk.home)
    pressed = time.monotonic()
    windows.press(windows.button(dialog, "Cancel"))
    yield from desk.until(lambda: not runs.engines(desk.home), "the engine to be gone", 20)
    gone_s = time.monotonic() - pressed
    yield from runs.finish(desk, dialog)
    desk.picture(None, "cancelled")
    log, after = windows.log_of(dialog), runs.digest(out)
    windows.press(windows.button(dialog, "Change Parameters"))
    yield from desk.pause(0.2)
    yield from runs.begin(desk, dialog, SIZE=3, CHUNK_SIZE=0)
    yield from runs.finish(desk, dialog)
    again = windows.log_of(dialog)
    dialog.close()
    return {
        "processes": len(running),
        "gone_s": round(gone_s, 3),
        "untouched": before == after,
        "log": log,
        "replaced": runs.digest(out) != before,
        "again": again,
    }


def close_the_dialog_during_a_run(desk: Any) -> Any:
    """Close the dialog while it runs: QGIS lets the run go on by itself, and loads what it made."""
    dialog = yield from runs.open_dialog(desk, runs.FILTER)
    out = str(desk.home / "closed.tif")
    values = {"INPUT": desk.orders["dem"], "FILTER": ["median"], "SIZE": 13, "CHUNK_SIZE": 256, "OUTPUT": out}
    yield from runs.begin(desk, dialog, **values)
    yield from runs.under_way(desk, dialog)
    windows.press(windows.button(dialog, "Close"))
    yield from desk.until(lambda: not windows.dialogs(), "the dialog to close")
    yield from desk.until(lambda: windows.layer_of(out), "the result to be loaded", 60)
    return {"written": os.path.exists(out)}


def two_runs_at_once(desk: Any) -> Any:
    """Start two dialogs one after the other, and let both end."""
    outs = [str(desk.home / name) for name in ("first.tif", "second.tif")]
    open_dialogs = []
    for out in outs:
        dialog = yield from runs.open_dialog(desk, runs.FILTER)
        open_dialogs.append(dialog)
        values = {"INPUT": desk.orders["dem"], "FILTER": ["median"], "SIZE": 13, "CHUNK_SIZE": 128, "OUTPUT": out}
        yield from runs.begin(desk, dialog, **values)
    together = all(windows.is_running(dialog) for dialog in open_dialogs)
    for dialog in open_dialogs:
        yield from runs.finish(desk, dialog)
    desk.picture(None, "two-at-once")
    for dialog in open_dialogs:
        dialog.close()
    return {"together": together, "same": runs.digest(outs[0]) == runs.digest(outs[1])}


def reload_twice(desk: Any) -> Any:
    """Reload the plugin twice, as the Plugin Reloader does, and run again."""
    for _ in range(2):
        qgis.utils.reloadPlugin("tiled_raster")
        yield from desk.pause(0.3)
    names = [algorithm.name() for algorithm in windows.provider().algorithms()]
    dialog = yield from runs.open_dialog(desk, runs.FILTER)
    out = str(desk.home / "reloaded.tif")
    yield from runs.begin(desk, dialog, INPUT=desk.orders["dem"], FILTER=["max"], OUTPUT=out)
    yield from runs.finish(desk, dialog)
    log = windows.log_of(dialog)
    dialog.close()
    return {"algorithms": names, "written": os.path.exists(out), "log": log}


def nothing_is_left(desk: Any) -> Any:
    """Look at windows, processes and QGIS's own state when all runs are over, then leave QGIS."""
    yield from desk.pause(0.5)
    after = surroundings()
    visible = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    QgsProject.instance().clear()  # else QGIS asks about layers that live in memory only
    windows.later(iface.actionExit().trigger)
    return {
        "windows": [f"{type(widget).__name__} {widget.windowTitle()}" for widget in visible],
        "processes": runs.engines(desk.home),
        "changed": [name for name in after if after[name] != desk.before[name]],
        "modules": [name for name in ("rasterio", "scipy") if name in sys.modules],
    }


from everyday_more import batch, cancel_a_batch, model, settings_page, statistics_with_a_report, the_engine_is_checked  # noqa: E402

SCENARIOS = [
    install_from_zip,
    toolbox_shows_the_algorithms,
    filter_from_the_dialog,
    pictures_of_a_run,
    cancel_in_the_dialog,
    close_the_dialog_during_a_run,
    two_runs_at_once,
    statistics_with_a_report,
    the_engine_is_checked,
    settings_page,
    reload_twice,
    model,
    batch,
    cancel_a_batch,
    nothing_is_left,
]
