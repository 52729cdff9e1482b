"""The plugin object that QGIS loads."""

from __future__ import annotations

import contextlib
from typing import Any, Optional

from qgis.core import QgsApplication

from ..algorithms import translation
from .provider import TiledRasterProvider


class TiledRasterPlugin:
    """Adds the provider to Processing, and takes it away."""

    def __init__(self, iface: Any) -> None:
        self.iface = iface  # None in qgis_process
        self.provider: Optional[TiledRasterProvider] = None
        self._translator = translation.install()
        self._look: Any = None

    def initProcessing(self) -> None:
        """Add the provider. qgis_process calls only this."""
        self.provider = TiledRasterProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def initGui(self) -> None:
        """Add the provider, in the desktop, and look for an engine in the background where nobody has looked yet."""
        self.initProcessing()
        from ..algorithms.look import look_in_background

        assert self.provider is not None
        self._look = look_in_background(self.provider.settings())

    def unload(self) -> None:
        """Take the provider away."""
        if self._look is not None:
            with contextlib.suppress(RuntimeError):  # QGIS deletes a task that has ended
                self._look.cancel()
            self._look = None
        if self.provider is not None:
            QgsApplication.processingRegistry().removeProvider(self.provider)
            self.provider = None
        translation.remove(self._translator)
        self._translator = None
