"""The plan of the run that a form describes, in one line, made in the background by the engine while one types."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from typing import Any, Callable, Optional

from qgis.core import QgsApplication, QgsTask

from ..core.engine.events import ONLY_PLAN
from ..core.errors import TilingError
from ..core.files.paths import spoken_size
from ..core.progress import spoken_duration
from .words import tr

LONG_S = 3600.0


class MakePlan(QgsTask):
    """Asks an engine for the plan of a job; nothing is run or written."""

    def __init__(self, job: Mapping[str, Any], settings: Any) -> None:
        super().__init__(tr("Planning a run of Tiled raster"))
        self._job = job
        self._settings = settings
        self.plan: Optional[Mapping[str, Any]] = None
        self.problem = ""

    def run(self) -> bool:
        """Ask. True even where the job cannot be done: `problem` says why."""
        from ..core.engine.client import run_job

        settings = self._settings
        try:
            self.plan = run_job(
                {**self._job, ONLY_PLAN: True},
                lambda _: None,
                self.isCanceled,
                interpreter=settings.python or None,
                temporary_folder=settings.temporary_folder or None,
            )
        except TilingError as error:
            self.problem = str(error)
        return True


def plan_in_background(job: Mapping[str, Any], settings: Any, then: Callable[[], None]) -> MakePlan:
    """Begin to plan, and call `then` when it is done. The caller keeps the task: QGIS keeps none of Python's."""
    task = MakePlan(job, settings)
    task.taskCompleted.connect(then)
    QgsApplication.taskManager().addTask(task)
    return task


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
