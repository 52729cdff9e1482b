"""Start tasks of Python's in QGIS's background, so that they live until they have ended."""

from __future__ import annotations

from collections import deque

from qgis.core import QgsApplication, QgsTask

_KEPT: deque[QgsTask] = deque(maxlen=100)
"""QGIS keeps no reference of its own to a task of Python's, and uses it until it has ended."""


def start(task: QgsTask) -> None:
    """Start a task and keep it: a dialog that asked for it may be closed, and forgotten, before it ends."""
    _KEPT.append(task)
    QgsApplication.taskManager().addTask(task)
