"""Keep what the user sets under Settings > Options > Processing > Providers > Tiled raster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from qgis.core import QgsSettings

from ..algorithms.words import tr

PREFIX = "Processing/Configuration/"
PYTHON = "TILED_RASTER_PYTHON"
WORKERS = "TILED_RASTER_WORKERS"
MEMORY = "TILED_RASTER_MEMORY_LIMIT"
TEMPORARY = "TILED_RASTER_TEMPORARY_FOLDER"
RECORD = "TILED_RASTER_RECORD_ARGUMENTS"


@dataclass(frozen=True)
class ProviderSettings:
    """The settings as they are now. Empty and 0 mean "choose for me"."""

    python: str = ""
    workers: int = 0
    memory_limit_mb: int = 0
    temporary_folder: str = ""
    record_arguments: bool = False


def read() -> ProviderSettings:
    """Return the settings; they are read from QGIS's settings, so that a plain PyQGIS script sees them too."""
    stored = QgsSettings()
    return ProviderSettings(
        python=_text(stored, PYTHON),
        workers=_number(stored, WORKERS),
        memory_limit_mb=_number(stored, MEMORY),
        temporary_folder=_text(stored, TEMPORARY),
        record_arguments=_text(stored, RECORD).lower() in ("true", "1"),
    )


def register(group: str, icon: Any) -> None:
    """Show the settings in the options dialog; does nothing where the Processing plugin is not there."""
    try:
        from processing.core.ProcessingConfig import ProcessingConfig, Setting
    except ImportError:  # a PyQGIS script without the Processing plugin: there is no options dialog
        return
    ProcessingConfig.settingIcons[group] = icon
    for setting in (
        Setting(
            group,
            PYTHON,
            tr("Python to use (needs NumPy, and rasterio or osgeo.gdal)"),
            "",
            valuetype=Setting.FILE,
            placeholder=tr("Leave empty to search"),
        ),
        Setting(group, WORKERS, tr("Workers by default (0: one for each core)"), 0, valuetype=Setting.INT),
        Setting(group, MEMORY, tr("Memory limit by default, MB (0: choose for me)"), 0, valuetype=Setting.INT),
        Setting(
            group,
            TEMPORARY,
            tr("Folder for temporary files"),
            "",
            valuetype=Setting.FOLDER,
            placeholder=tr("Leave empty for the system's"),
        ),
        Setting(group, RECORD, tr("Write the values of function arguments into outputs"), False),
    ):
        ProcessingConfig.addSetting(setting)
    ProcessingConfig.readSettings()


def unregister() -> None:
    """Take the settings out of the options dialog; their values stay."""
    try:
        from processing.core.ProcessingConfig import ProcessingConfig
    except ImportError:
        return
    for name in (PYTHON, WORKERS, MEMORY, TEMPORARY, RECORD):
        if name in ProcessingConfig.settings:
            ProcessingConfig.removeSetting(name)


def _text(stored: QgsSettings, name: str) -> str:
    return str(stored.value(PREFIX + name, "") or "").strip()


def _number(stored: QgsSettings, name: str) -> int:
    """Return a whole number; what is none counts as 0, since the dialog refuses it."""
    try:
        return max(int(stored.value(PREFIX + name, 0) or 0), 0)
    except (TypeError, ValueError):
        return 0
