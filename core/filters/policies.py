"""Declare once what every focal filter is asked about gaps and edges, for panel, command line and checks."""

from __future__ import annotations

from ..parameters import Parameter

NODATA_POLICY = Parameter(
    "nodata_policy",
    "Where data is missing",
    "keep: pixels without data stay so, the others are computed from the valid pixels around them. fill: also pixels "
    "without data are computed, wherever the window holds a valid one, so gaps shrink. propagate: a pixel whose window "
    "touches a gap becomes nodata. TPI of 3 x 3 pixels is propagated where nothing is asked for, as gdaldem does it; "
    "other terrain filters of 3 x 3 always are.",
    default="keep",
    choices=("keep", "fill", "propagate"),
)
MIN_VALID = Parameter(
    "min_valid",
    "Valid pixels that a window must hold",
    "Where the window holds fewer valid pixels the result is nodata.",
    default=1,
    minimum=1,
    advanced=True,
)
EDGE = Parameter(
    "edge",
    "At the raster's edge",
    "shrink: the window ends at the edge. reflect: pixels are mirrored (d c b a | a b c d | d c b a). nearest: the "
    "outermost pixel is repeated.",
    default="shrink",
    choices=("shrink", "reflect", "nearest"),
    advanced=True,
)
