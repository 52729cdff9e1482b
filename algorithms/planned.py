"""The plan of the run that a form describes, in one line, made in the background by the engine while one types."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from typing import Any, Callable, Optional

from ..core.engine.events import ONLY_PLAN
from ..core.files.paths import spoken_size
from ..core.progress import spoken_duration
from .asked import Question, ask
from .words import tr

LONG_S = 3600.0


def plan_in_background(job: Mapping[str, Any], settings: Any, then: Callable[[Question], None]) -> Question:
    """Begin to plan, and call `then` when it is done; nothing is run or written."""
    return ask(tr("Planning a run of Tiled raster"), {**job, ONLY_PLAN: True}, settings, then)


def in_a_line(plan: Mapping[str, Any], free_bytes: Optional[int] = None) -> str:
    """Return the plan in a line: tiles, workers, memory, the output's size and the free disk, and the time."""
    rows, cols = plan["chunk"]
    tiles, workers = int(plan["tiles"]), int(plan["workers"])
    parts = [
        tr("1 tile") if tiles == 1 else tr("{} tiles of {} x {} pixels").format(f"{tiles:,}", rows, cols),
        tr("1 worker") if workers == 1 else tr("{} workers").format(workers),
        tr("{} MB in flight").format(plan["memory_mb"]),
    ]
    if plan.get("output_mb") is not None:
        size = spoken_size(float(plan["output_mb"]) * 2**20)
        free = "" if free_bytes is None else tr(", {} free").format(spoken_size(free_bytes))
        parts.append(tr("output up to {}").format(size) + free)
    if plan.get("seconds") is not None:
        parts.append(tr("about {}").format(spoken_duration(float(plan["seconds"]))))
    return " \N{MIDDLE DOT} ".join(parts)


def is_long(plan: Mapping[str, Any]) -> bool:
    """Return whether the run will take more than an hour."""
    return float(plan.get("seconds") or 0) > LONG_S


def free_at(path: Optional[str]) -> Optional[int]:
    """Return the free bytes where a file will be written; None where nobody can tell."""
    folder = os.path.dirname(path) if path else tempfile.gettempdir()
    try:
        return shutil.disk_usage(folder or ".").free
    except OSError:
        return None
