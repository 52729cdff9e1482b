"""Take pictures of the real dialogs in the real QGIS, on a screen that nobody sees.

    python3 tests/plugin/screenshot.py RASTER FOLDER

starts QGIS under Xvfb with a profile of its own, opens the dialogs on the raster, runs the filter, and writes
toolbox.png, filter.png, advanced.png, log.png and statistics.png into the folder.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Callable

PICTURES = ("toolbox", "filter", "advanced", "log", "statistics")
TIMEOUT_S = 120
SETTINGS = """[PythonPlugins]
processing=true
tiled_raster=true

[locale]
overrideFlag=true
userLocale=en_US

[qgis]
checkVersion=false
showTips=false
"""


def start(raster: str, folder: str) -> int:
    """Start QGIS with this file as its start-up script; return 0 when every picture was taken."""
    os.makedirs(folder, exist_ok=True)
    for name in PICTURES:
        Path(folder, f"{name}.png").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as home:
        profile = Path(home, "profiles", "default")
        (profile / "python" / "plugins").mkdir(parents=True)
        (profile / "QGIS").mkdir()
        (profile / "QGIS" / "QGIS3.ini").write_text(SETTINGS, encoding="utf-8")
        os.symlink(Path(__file__).resolve().parents[2], profile / "python" / "plugins" / "tiled_raster")
        environment = {
            **os.environ,
            "TILED_RASTER_PICTURES": os.path.abspath(folder),
            "TILED_RASTER_INPUT": os.path.abspath(raster),
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        environment.pop("QT_QPA_PLATFORM", None)
        qgis = ["qgis", "--nologo", "--noversioncheck", "--profiles-path", home, "--code", __file__]
        screen = ["xvfb-run", "-a", "-s", "-screen 0 1500x1000x24"]
        subprocess.run([*screen, *qgis], env=environment, timeout=TIMEOUT_S, check=False, stdin=subprocess.DEVNULL)
    missing = [name for name in PICTURES if not Path(folder, f"{name}.png").exists()]
    print(f"missing: {', '.join(missing)}" if missing else f"pictures in {folder}")
    return 1 if missing else 0


class Photographer:
    """Runs inside QGIS: one step after the other, each once the event loop has come to rest."""

    def __init__(self, iface: Any, raster: str, folder: str) -> None:
        self.iface = iface
        self.raster = raster
        self.folder = folder
        self.steps: list[Callable[[], None]] = []
        self.dialog: Any = None

    def begin(self) -> None:
        """Queue the steps and take the first."""
        from qgis.core import QgsProject, QgsRasterLayer

        layer = QgsRasterLayer(self.raster, Path(self.raster).stem)
        QgsProject.instance().addMapLayer(layer)
        self.iface.mainWindow().resize(1400, 900)
        self.iface.mapCanvas().setExtent(layer.extent())
        output = os.path.join(tempfile.gettempdir(), f"tiled-raster-{os.getpid()}.tif")
        self.steps = [
            lambda: self.open("tiledraster:tiledfilter", {"FILTER": ["median"], "SIZE": 9, "OUTPUT": output}),
            lambda: self.take("filter"),
            self.unfold,
            lambda: self.take("advanced"),
            self.run,
            self.wait,
            lambda: self.take("log"),
            lambda: self.open("tiledraster:tiledstatistics", {"PERCENTILES": "5;50;95"}),
            lambda: self.take("statistics"),
            self.show_toolbox,
            lambda: self.take("toolbox", self.iface.mainWindow()),
            lambda: os._exit(0),
        ]
        self.later()

    def later(self) -> None:
        from qgis.PyQt.QtCore import QTimer

        QTimer.singleShot(1500, self.step)

    def step(self) -> None:
        """Take one step; an error ends QGIS, since nobody would see it."""
        try:
            self.steps.pop(0)()
        except Exception:
            import traceback

            traceback.print_exc()
            os._exit(1)
        self.later()

    def open(self, name: str, parameters: dict[str, Any]) -> None:
        import processing

        if self.dialog is not None:
            self.dialog.close()
        self.dialog = processing.createAlgorithmDialog(name, {"INPUT": self.raster, **parameters})
        self.dialog.resize(1000, 760)
        self.dialog.show()

    def unfold(self) -> None:
        from qgis.PyQt.QtWidgets import QGroupBox

        self.dialog.resize(1000, 1900)
        for box in self.dialog.findChildren(QGroupBox):
            if box.objectName() == "grpAdvanced":
                box.setProperty("collapsed", False)

    def run(self) -> None:
        self.dialog.resize(1000, 760)
        self.dialog.runAlgorithm()

    def wait(self) -> None:
        from qgis.core import QgsApplication
        from qgis.PyQt.QtCore import QCoreApplication

        end = time.monotonic() + 60
        while QgsApplication.taskManager().countActiveTasks() and time.monotonic() < end:
            QCoreApplication.processEvents()

    def show_toolbox(self) -> None:
        from qgis.PyQt.QtWidgets import QDockWidget

        self.dialog.close()
        for dock in self.iface.mainWindow().findChildren(QDockWidget):
            dock.setVisible(dock.objectName() in ("ProcessingToolbox", "Layers"))
            if dock.objectName() == "ProcessingToolbox":
                dock.searchBox.setText("tiled")
            elif dock.objectName() == "Layers":
                dock.setMinimumWidth(320)

    def take(self, name: str, widget: Any = None) -> None:
        (widget or self.dialog).grab().save(os.path.join(self.folder, f"{name}.png"))


if "TILED_RASTER_PICTURES" in os.environ:
    from qgis.utils import iface

    photographer = Photographer(iface, os.environ["TILED_RASTER_INPUT"], os.environ["TILED_RASTER_PICTURES"])
    photographer.begin()
elif __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(start(sys.argv[1], sys.argv[2]))
