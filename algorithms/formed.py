"""The job that an open dialog describes."""

from __future__ import annotations

from typing import Any, NamedTuple, Optional

from qgis.core import QgsProcessingContext, QgsProject

from .values import Values


class Formed(NamedTuple):
    """A checked job, and the values that it was made of. The values' context owns the layers that were opened."""

    job: Any
    values: Values


def formed(dialog: Any) -> Optional[Formed]:
    """Return the job of a form; None where there is no input yet, or QGIS itself finds a value wrong.

    Raises TilingError for what we find wrong.
    """
    given = _given(dialog)
    if given is None or not given.get("INPUT"):
        return None
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())  # the form names a layer by its id
    algorithm = dialog.algorithm()
    values = Values(algorithm, given, context)
    return Formed(algorithm.make_job(values), values)


def _given(dialog: Any) -> Optional[dict[str, Any]]:
    """Return what the form holds, None while QGIS itself finds a value wrong."""
    from processing.gui.AlgorithmDialogBase import AlgorithmDialogBase

    wrong = tuple(
        getattr(AlgorithmDialogBase, name)
        for name in ("InvalidParameterValue", "InvalidOutputExtension")
        if hasattr(AlgorithmDialogBase, name)
    )
    try:
        found: dict[str, Any] = dialog.mainWidget().createProcessingParameters()
    except wrong:
        return None
    return found
