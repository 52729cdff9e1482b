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
from turnstile import Turnstile
from watch import Watch

TILES = 36
"""Of the sample in tiles of 256."""
MAPS = 5


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
    result = yield from runs.finish(desk, dialog, out)
    seen = watch.stop()
    desk.picture(None, "filter-done")
    log = windows.log_of(dialog)
    dialog.close()
    return {"idle": idle, "run": seen, "log": log, "style": style_of(result), "name": result.name()}


def progress_while_panning(desk: Any) -> Any:
    """Let the tiles of a run pass one by one, each when the bar has shown the one before."""
    turnstile = Turnstile(desk.home / "bar")
    dialog = yield from runs.open_dialog(desk, runs.FILTER)
    out = str(desk.home / "passed.tif")
    watch = Watch(windows.bar(dialog), pan=True)
    yield from runs.begin(desk, dialog, INPUT=desk.orders["dem"], OUTPUT=out, **turnstile.values)
    for number in range(TILES - 1):
        shown = max(watch.values, default=0)
        turnstile.let(number)
        yield from desk.until(lambda shown=shown: max(watch.values, default=0) > shown, f"tile {number} in the bar")
        if number == TILES // 2:
            desk.picture(None, "filter-running")
    yield from desk.until(lambda: watch.drawn >= MAPS, "the map to be drawn while the run waits")
    turnstile.open()
    yield from runs.finish(desk, dialog, out)
    seen = watch.stop()
    dialog.close()
    return {"run": seen}


def styled_result(desk: Any) -> Any:
    """Run a filter whose result has a style of its own."""
    dialog = yield from runs.open_dialog(desk, runs.FILTER)
    out = str(desk.home / "slope.tif")
    yield from runs.begin(desk, dialog, INPUT=desk.orders["dem"], FILTER=["slope"], OUTPUT=out)
    result = yield from runs.finish(desk, dialog, out)
    yield from desk.pause(0.5)
    desk.picture(None, "slope-done")
    dialog.close()
    return {"style": style_of(result)}


def style_of(layer: Any) -> dict[str, Any]:
    """Return how a layer is drawn."""
    renderer = layer.renderer()
    found = {"renderer": renderer.type(), "valid": layer.isValid()}
    if renderer.type() == "singlebandgray":
        stretch = renderer.contrastEnhancement()
        found.update(lowest=stretch.minimumValue(), highest=stretch.maximumValue())
    return found


def cancel_in_the_dialog(desk: Any) -> Any:
    """Cancel a run that never ends by itself, over an existing file, then use the same dialog for a short one."""
    turnstile = Turnstile(desk.home / "cancelling")
    turnstile.let(0)
    out = desk.home / "kept.tif"
    out.write_bytes((desk.home / "median.tif").read_bytes())
    before = runs.digest(out)
    dialog = yield from runs.open_dialog(desk, runs.FILTER)
    yield from runs.begin(desk, dialog, INPUT=desk.orders["dem"], OUTPUT=str(out), **turnstile.values)
    yield from runs.under_way(desk, dialog)
    running = runs.engines(desk.home)
    pressed = time.monotonic()
    windows.press(windows.button(dialog, "Cancel"))
    yield from desk.until(lambda: not runs.engines(desk.home), "the engine to be gone")
    gone_s = time.monotonic() - pressed
    yield from runs.finish(desk, dialog)
    desk.picture(None, "cancelled")
    log, after = windows.log_of(dialog), runs.digest(out)
    windows.press(windows.button(dialog, "Change Parameters"))
    yield from desk.pause(0.2)
    yield from runs.begin(desk, dialog, FILTER=["median"], SIZE=3, CHUNK_SIZE=0)
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
    turnstile = Turnstile(desk.home / "closing")
    turnstile.let(0)
    dialog = yield from runs.open_dialog(desk, runs.FILTER)
    out = str(desk.home / "closed.tif")
    yield from runs.begin(desk, dialog, INPUT=desk.orders["dem"], OUTPUT=out, **turnstile.values)
    yield from runs.under_way(desk, dialog)
    windows.press(windows.button(dialog, "Close"))
    yield from desk.until(lambda: not windows.dialogs(), "the dialog to close")
    turnstile.open()
    yield from desk.until(lambda: windows.layer_of(out), "the result to be loaded")
    return {"written": os.path.exists(out)}


def two_runs_at_once(desk: Any) -> Any:
    """Start two dialogs one after the other, and let both end."""
    turnstile = Turnstile(desk.home / "two")
    outs = [str(desk.home / name) for name in ("first.tif", "second.tif")]
    open_dialogs = []
    for out in outs:
        dialog = yield from runs.open_dialog(desk, runs.FILTER)
        open_dialogs.append(dialog)
        yield from runs.begin(desk, dialog, INPUT=desk.orders["dem"], OUTPUT=out, **turnstile.values)
    together = all(windows.is_running(dialog) for dialog in open_dialogs)
    turnstile.open()
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

    def visible_windows() -> list[Any]:
        return [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]

    yield from desk.until(lambda: len(visible_windows()) == 1, "all windows but QGIS's own to be gone")
    after, visible = surroundings(), visible_windows()
    QgsProject.instance().clear()  # else QGIS asks about layers that live in memory only
    windows.later(iface.actionExit().trigger)
    return {
        "windows": [f"{type(widget).__name__} {widget.windowTitle()}" for widget in visible],
        "processes": runs.engines(desk.home),
        "changed": [name for name in after if after[name] != desk.before[name]],
        "modules": [name for name in ("rasterio", "scipy") if name in sys.modules],
    }


from every_form import every_form, preview_of_the_map  # noqa: E402
from everyday_more import batch, cancel_a_batch, model, settings_page, statistics_with_a_report, the_engine_is_checked  # noqa: E402

SCENARIOS = [
    install_from_zip,
    toolbox_shows_the_algorithms,
    filter_from_the_dialog,
    progress_while_panning,
    styled_result,
    every_form,
    preview_of_the_map,
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
