"""The parameters that every run has: what is read, how it is cut, who does the work."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any, Optional

from qgis.core import (
    QgsProcessingParameterBand,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from ..core.clusters.auto import AUTO, chosen_cluster
from ..core.config import MultiprocConfig
from ..core.errors import InvalidParameter
from ..core.functions import DEPTH, UserFunction
from ..core.parameters import Parameter
from ..core.run_options import CHUNK_SIZE, CLUSTER, MEMORY_LIMIT, OUTPUT_TYPE, OVERVIEWS, WORKERS
from . import compat
from .panel import declared
from .values import Values
from .words import tr

FORMAT = Parameter(
    name="format",
    label="Format of the output",
    help="auto: by the extension of the output's name. gtiff: GeoTIFF. cog: cloud optimised GeoTIFF, which opens fast "
    "over a network and holds smaller versions of itself.",
    default=AUTO,
    choices=(AUTO, "gtiff", "cog"),
    advanced=True,
)
DRIVERS = {"gtiff": "GTiff", "cog": "COG"}

FUNCTION_LABELS = ("Python file", "Function", "Arguments, as JSON", "Margin, pixels")
FUNCTION_LABELS_ADVANCED = (
    "Your function: Python file",
    "Your function: name",
    "Your function: arguments, as JSON",
    "Your function: margin, pixels",
)


def raster_parameters() -> list[Any]:
    """Return INPUT and BANDS."""
    source = QgsProcessingParameterRasterLayer("INPUT", tr("Raster"))
    source.setHelp(
        tr("A raster file of any size. A layer that is no file on disk (WMS, XYZ, a database) must be saved first.")
    )
    bands = QgsProcessingParameterBand(
        "BANDS",
        tr("Bands (none chosen: all)"),
        parentLayerParameterName="INPUT",
        allowMultiple=True,
        optional=True,
    )
    bands.setHelp(tr("Leave empty for all bands. In scripts and on the command line: BANDS=1,2 or BANDS=1;2."))
    return [source, bands]


def function_parameters(when: str, is_all: bool = False) -> list[Any]:
    """Return FUNCTION_FILE, FUNCTION_NAME, FUNCTION_ARGUMENTS and DEPTH.

    Where a function is all that runs (`is_all`) they are in sight and must be given, else they are "Advanced".
    """
    file_label, name_label, arguments_label, margin_label = FUNCTION_LABELS if is_all else FUNCTION_LABELS_ADVANCED
    file = QgsProcessingParameterFile("FUNCTION_FILE", tr(file_label), extension="py", optional=not is_all)
    file.setHelp(
        tr(when)
        + " "
        + tr("The file is executed on this computer, outside QGIS, with your rights: only name files that you trust.")
    )
    name = QgsProcessingParameterString("FUNCTION_NAME", tr(name_label), optional=not is_all)
    name.setHelp(
        tr(
            "The name of the function in the file. It takes a tile as a Raster, or as a 2-D array with NaN for nodata "
            "where its first parameter is annotated as numpy.ndarray."
        )
    )
    arguments = QgsProcessingParameterString("FUNCTION_ARGUMENTS", tr(arguments_label), multiLine=True, optional=True)
    arguments.setHelp(tr('Keyword arguments as a JSON object, such as {"threshold": 3}. They are never evaluated.'))
    parameters = [file, name, arguments, declared(replace(DEPTH, label=margin_label))]
    return parameters if is_all else [advanced(parameter) for parameter in parameters]


def run_parameters() -> list[Any]:
    """Return INPUTS, EXTENT, CHUNK_SIZE, CLUSTER, WORKERS and MEMORY_LIMIT."""
    further = QgsProcessingParameterMultipleLayers(
        "INPUTS", tr("Further rasters that make one with the first"), layerType=compat.RASTER_SOURCE, optional=True
    )
    further.setHelp(
        tr(
            "Neighbouring sheets, say: rasters of the same CRS, type, bands and pixel grid are read as one. Windows "
            "reach across their borders, what lies between them is nodata, and where they overlap later ones lie upon "
            "earlier ones."
        )
    )
    area = QgsProcessingParameterExtent("EXTENT", tr("Area (empty: the whole raster)"), optional=True)
    area.setHelp(
        tr(
            "Only this part. It is reprojected to the raster's CRS and grows to whole pixels; pixels around it are "
            "still read where a filter needs them."
        )
    )
    return [
        advanced(further),
        advanced(area),
        *(declared(record) for record in (CHUNK_SIZE, CLUSTER, WORKERS, MEMORY_LIMIT)),
    ]


def output_parameters() -> list[Any]:
    """Return OUTPUT_TYPE, OUTPUT_NODATA, FORMAT, OVERVIEWS and CREATION_OPTIONS."""
    nodata = QgsProcessingParameterString("OUTPUT_NODATA", tr("Nodata value of the output"), optional=True)
    nodata.setHelp(tr("A number, or nan. Empty: the input's where the output's type holds it, else a fitting one."))
    creation = QgsProcessingParameterString("CREATION_OPTIONS", tr("Creation options"), defaultValue="", optional=True)
    creation.setHelp(
        tr(
            "Options of the output's format, as COMPRESS=ZSTD|BLOCKXSIZE=512. They win over the defaults: tiled, "
            "compressed with the right predictor, BIGTIFF=IF_SAFER. DRIVER=COG writes a cloud optimised GeoTIFF."
        )
    )
    compat.show_raster_options(creation)
    return [declared(OUTPUT_TYPE), advanced(nodata), declared(FORMAT), declared(OVERVIEWS), advanced(creation)]


def driver(values: Values, asked: Optional[str]) -> Optional[str]:
    """Return the driver's name for FORMAT; `asked` is that of the creation options. None: by the output's extension.

    Raises InvalidParameter where the two, or the format and the extension, contradict each other.
    """
    chosen = str(values.checked(FORMAT))
    if chosen == AUTO:
        return asked
    wanted = DRIVERS[chosen]
    if asked is not None and asked.upper() != wanted.upper():
        raise InvalidParameter(f"format={chosen}: but creation_options has DRIVER={asked}; leave one of them out")
    target = values.destination("OUTPUT")
    if target and os.path.splitext(target)[1].lower() not in (".tif", ".tiff"):
        raise InvalidParameter(f"format={chosen}: the output {target} is to end in .tif then, or choose auto")
    return wanted


def advanced(parameter: Any) -> Any:
    """Return the parameter, moved under "Advanced parameters"."""
    parameter.setFlags(parameter.flags() | compat.ADVANCED)
    return parameter


def user_function(values: Values, settings: Any) -> Optional[UserFunction]:
    """Return the user's function, None where no file is named."""
    file = values.text("FUNCTION_FILE")
    if not file:
        return None
    return UserFunction(
        file=file,
        name=values.text("FUNCTION_NAME"),
        arguments=values.mapping("FUNCTION_ARGUMENTS"),
        depth=int(values.checked(DEPTH)),
        record_arguments=settings.record_arguments,
    )


def config(values: Values, settings: Any, outfile: Optional[str], has_function: bool) -> MultiprocConfig:
    """Return how the raster is cut and who does the work; the provider's settings stand in for zeros."""
    workers = int(values.checked(WORKERS)) or settings.workers
    memory_mb = int(values.checked(MEMORY_LIMIT)) or settings.memory_limit_mb
    cluster = chosen_cluster(str(values.checked(CLUSTER)), workers or None, runs_user_code=has_function)
    return MultiprocConfig(
        chunk_size=int(values.checked(CHUNK_SIZE)) or None,
        outfile=outfile,
        cluster=cluster,
        memory_limit_mb=memory_mb or None,
        temporary_folder=settings.temporary_folder or None,
    )
