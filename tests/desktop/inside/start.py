"""What QGIS is started with: runs the scenarios that TILED_RASTER_DESKTOP asks for, once the window is there."""

import json
import os
import sys
from pathlib import Path

_ORDERS = json.loads(Path(os.environ["TILED_RASTER_DESKTOP"]).read_text(encoding="utf-8"))
sys.path.insert(0, _ORDERS["inside"])

import director  # noqa: E402

director.start(_ORDERS)
