"""Show the new content in layers of the project whose file a run has replaced: GDAL goes on reading the old one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Optional

from qgis.core import Qgis, QgsMapLayer, QgsMessageLog, QgsProject, QgsRasterLayer, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, QObject, pyqtSignal

from ..core.errors import TilingError
from ..core.files.paths import is_same_file
from ..core.files.raster_names import file_within
from ..core.files.whole_file import write_whole
from .words import tr


class _Refresher(QObject):
    """Takes names of files from any thread into the main one, where layers may be touched."""

    replaced = pyqtSignal(list)

    def __init__(self) -> None:
        super().__init__()
        self.moveToThread(QCoreApplication.instance().thread())
        self.replaced.connect(self.reopen)

    def reopen(self, files: list[str]) -> None:
        """Let layers that show one of the files open it again."""
        shown = [layer for layer in QgsProject.instance().mapLayers().values() if _shows(layer, files)]
        if not shown:
            return
        try:
            with _kept_whole([file for file in files if file.lower().endswith(".vrt")]):
                _reopen(shown)
        except (OSError, TilingError) as error:
            QgsMessageLog.logMessage(str(error), tr("Tiled raster"), Qgis.MessageLevel.Warning)
        _reopen(shown)


@contextmanager
def _kept_whole(files: Iterable[str]) -> Iterator[None]:
    """Keep text files as they are: GDAL that measured a `.vrt` writes what it knows, the old parts, as it closes it."""
    contents = {file: Path(file).read_text(encoding="utf-8") for file in files}
    yield
    for file, content in contents.items():
        if Path(file).read_text(encoding="utf-8") != content:
            write_whole(file, content)


_REFRESHER: Optional[_Refresher] = None


def reopen_those_of(results: Iterable[Any]) -> None:
    """Let layers of the project that show one of these results, files that were written, open it again."""
    global _REFRESHER
    files = [name for name in (file_of(value) for value in results if isinstance(value, str)) if name]
    if files:
        _REFRESHER = _REFRESHER or _Refresher()
        _REFRESHER.replaced.emit(files)


def file_of(source: str) -> str:
    """Return the file that a layer reads, "" for none: QGIS puts a bar between the file and what is read of it."""
    return file_within(source.partition("|")[0])


def _shows(layer: QgsMapLayer, files: list[str]) -> bool:
    if not isinstance(layer, (QgsRasterLayer, QgsVectorLayer)) or layer.isEditable():
        return False
    own = file_of(layer.source())
    return bool(own) and any(is_same_file(own, file) for file in files)


def _reopen(layers: Iterable[QgsMapLayer]) -> None:
    for layer in layers:
        layer.reload()
        if layer.dataProvider() is not None and layer.dataProvider().isValid():
            layer.setExtent(layer.dataProvider().extent())
        layer.triggerRepaint()
