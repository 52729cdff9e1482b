"""Declare the options that a run has whatever it computes: each once, for panel, command line and checks."""

from __future__ import annotations

from typing import Any, Optional

from .clusters import CLUSTERS
from .clusters.auto import AUTO
from .parameters import Parameter

OUTPUT_DTYPES = (
    "uint8",
    "int8",
    "uint16",
    "int16",
    "uint32",
    "int32",
    "uint64",
    "int64",
    "float32",
    "float64",
)

CHUNK_SIZE = Parameter(
    name="chunk_size",
    label="Tile size, pixels (0: choose for me)",
    help="Side of a tile in pixels. 0 chooses one that suits the file's blocks, the filter's margin, the workers and "
    "the memory limit. The result never depends on it.",
    default=0,
    minimum=0,
    maximum=1 << 24,
    advanced=True,
)
CLUSTER = Parameter(
    name="cluster",
    label="How the work is shared",
    help="auto: what suits the filter. "
    + " ".join(f"{spec.name}: {spec.summary[0].lower()}{spec.summary[1:]}" for spec in CLUSTERS.values())
    + " The result is the same, bit for bit.",
    default=AUTO,
    choices=(AUTO, *CLUSTERS),
    advanced=True,
)
WORKERS = Parameter(
    name="workers",
    label="Workers (0: choose for me)",
    help="How many tiles are worked on at the same time. 0 takes the provider's setting in QGIS, else one for each "
    "core.",
    default=0,
    minimum=0,
    maximum=1024,
    advanced=True,
)
MEMORY_LIMIT = Parameter(
    name="memory_limit",
    label="Memory limit, MB (0: choose for me)",
    help="What the tiles in flight may take over all workers. 0 takes the provider's setting in QGIS, else a share of "
    "the machine's memory.",
    default=0,
    minimum=0,
    maximum=1 << 24,
    advanced=True,
)
HISTOGRAM_BINS = Parameter(
    name="histogram_bins",
    label="Bins of the histogram (0: none)",
    help="Bins of equal width between minimum and maximum, in JSON and in the report.",
    default=0,
    minimum=0,
    maximum=65536,
    advanced=True,
)
OUTPUT_TYPE = Parameter(
    name="output_type",
    label="Type of the output",
    help="auto: the input's type where the filter keeps values, else a type that holds the result. With another type "
    "values are rounded and clipped, never wrapped.",
    default=AUTO,
    choices=(AUTO, *OUTPUT_DTYPES),
    advanced=True,
)
OVERVIEWS = Parameter(
    name="overviews",
    label="Overviews (reduced copies) in the output",
    help="auto: GeoTIFFs of more than 2048 pixels get overviews and statistics in the same run, so that they are shown "
    "at once; averaged, or nearest where pixels are classes or angles. yes: smaller ones too. no: none.",
    default="auto",
    choices=("auto", "yes", "no"),
    advanced=True,
)


def chosen_dtype(chosen: Any) -> Optional[str]:
    """Return the type that OUTPUT_TYPE asks for, None for the one that follows from input and filter."""
    dtype = str(OUTPUT_TYPE.checked(chosen))
    return None if dtype == AUTO else dtype
