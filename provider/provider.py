"""The Processing provider: its names, its icon, its algorithms and its settings."""

from __future__ import annotations

import configparser
from functools import cache
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..algorithms import ALGORITHMS
from ..algorithms.inputs import FORMATS
from ..algorithms.words import tr
from . import settings

ROOT = Path(__file__).resolve().parent.parent
ICON = ROOT / "resources" / "icons" / "tiled_raster.svg"


@cache
def plugin_version() -> str:
    """Return the version in metadata.txt."""
    metadata = configparser.ConfigParser(interpolation=None)
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


class TiledRasterProvider(QgsProcessingProvider):
    """Provider `tiledraster`. Its id and its algorithms' names are never changed."""

    def id(self) -> str:
        """Return the id that saved models and scripts hold on to."""
        return "tiledraster"

    def name(self) -> str:
        """Return the name shown in the toolbox."""
        return tr("Tiled raster")

    def longName(self) -> str:
        """Return the name with the version."""
        return f"{self.name()} ({plugin_version()})"

    def versionInfo(self) -> str:
        """Return the plugin's version."""
        return plugin_version()

    def icon(self) -> QIcon:
        """Return the icon of the toolbox."""
        return QIcon(str(ICON))

    def svgIconPath(self) -> str:
        """Return the icon's file."""
        return str(ICON)

    def supportsNonFileBasedOutput(self) -> bool:
        """Return True: the tiles of statistics may become a memory layer; rasters are always files."""
        return True

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        """Return the formats that can be written by windows, the default first."""
        return list(FORMATS)

    def defaultRasterFileExtension(self) -> str:
        """Return tif, whatever the user's default is: it may be a format that cannot be written by windows."""
        return "tif"

    def settings(self) -> settings.ProviderSettings:
        """Return what the user set under Settings > Options > Processing > Providers."""
        return settings.read()

    def load(self) -> bool:
        """Show the settings, then make the algorithms."""
        settings.register(self.name(), self.icon())
        return bool(super().load())

    def unload(self) -> None:
        """Take the settings away."""
        settings.unregister()
        super().unload()

    def loadAlgorithms(self) -> None:
        """Add new instances of every algorithm; QGIS owns and deletes them."""
        for algorithm in ALGORITHMS:
            instance: Any = algorithm()
            self.addAlgorithm(instance)
