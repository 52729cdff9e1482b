"""The plugin object that QGIS loads."""

from __future__ import annotations

from typing import Any, Optional

from qgis.core import QgsApplication

from .provider import TiledRasterProvider


class TiledRasterPlugin:
    """Adds the provider to Processing, and takes it away. Starts nothing else."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface  # None in qgis_process
        self.provider: Optional[TiledRasterProvider] = None

    def initProcessing(self) -> None:
        """Add the provider. qgis_process calls only this."""
        self.provider = TiledRasterProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Add the provider, in the desktop."""
        self.initProcessing()

    def unload(self) -> None:
        """Take the provider away."""
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
