"""Decide what an output raster will be, and check before any work that its format can hold it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Optional, Union

import numpy as np

from ..arrays import Nodata, Transform
from ..errors import InvalidParameter, OutputError
from ..pixels import held, limits_of
from ..tiles import Tile
from .backends import backend
from .bands import BandProfile, band_profiles, kept_tags
from .formats import OutputFormat, output_format
from .gdal import has_int8
from .overviews import NOT_ASKED, OverviewWish
from .profile import OutputProfile
from .target import check_target
from .trial import first_that_works, guesses

if TYPE_CHECKING:
    import os

    from .header import SourceInfo


def output_profile(
    info: SourceInfo,
    frame: Tile,
    count: int,
    dtype: Any,
    nodata: Nodata,
    *,
    target: Union[str, os.PathLike[str]],
    driver: Optional[str] = None,
    creation_options: Optional[Mapping[str, str]] = None,
    num_threads: int = 1,
    source_bands: Optional[Sequence[int]] = None,
    meanings: Union[str, Sequence[str]] = "same",
    descriptions: Optional[Sequence[Optional[str]]] = None,
    tags: Optional[Mapping[str, str]] = None,
    sources: Sequence[str] = (),
    mask: bool = False,
    overviews: OverviewWish = NOT_ASKED,
    is_guess: bool = False,
) -> OutputProfile:
    """Return the profile of a raster covering `frame` of the source, once a small one came back as it was written.

    :param count, dtype: bands of the output, and their NumPy type; booleans become uint8.
    :param driver: GDAL's name of the format; None: by the extension.
    :param creation_options: GDAL's, they win over the defaults.
    :param source_bands: for each output band the source's (from 1) it is made of; None: 1, 2, … if there are as many.
    :param meanings: for each output band, or for all, one of `bands.MEANINGS`.
    :param descriptions: names of the bands; None: the source's.
    :param tags: added to the source's metadata, see `provenance`.
    :param mask: a mask band says where there is no data; only for formats of `formats.keeps_masks`.
    :param sources: other files that must not be overwritten; the source itself never is.
    :param overviews: whether reduced copies are written into the file, and how they are made.
    :param is_guess: count and type are not known yet: options that fit others pass too.
    :raises OutputError, InvalidParameter: for a target whose format cannot hold all this, or that cannot be written.
    """
    kind = np.dtype("uint8" if np.dtype(dtype) == np.bool_ else dtype).name
    path = check_target(target, [info.path, *sources])
    form = output_format(path, driver, kind, (count, frame.height, frame.width), dict(creation_options or {}))
    bands = band_profiles(info, count, kind, source_bands, meanings, descriptions)
    profile = OutputProfile(
        target=path,
        driver=form.driver,
        height=frame.height,
        width=frame.width,
        count=count,
        dtype=kind,
        nodata=_checked_nodata(nodata, kind),
        crs_wkt=info.crs_wkt,
        transform=moved_transform(info.transform, frame) if info.is_georeferenced else None,
        block_shape=form.block_shape,
        creation_options=_with_photometric(form, bands),
        bands=bands,
        tags=tuple({**kept_tags(info.tags), **(tags or {})}.items()),
        num_threads=max(num_threads, 1),
        control=info.control.of_piece(frame),
        mask=mask,
        copied=form.copied,
        parts=form.parts,
    )
    return first_that_works(_candidates(_with_overviews(profile, overviews), form.fallbacks, is_guess))


def _with_overviews(profile: OutputProfile, wish: OverviewWish) -> OutputProfile:
    """Return the profile with overviews as asked for; a palette's numbers are classes, which have no mean."""
    if any(band.colormap for band in profile.bands):
        wish = replace(wish, averaged=False)
    options = dict(profile.creation_options)
    if profile.driver == "COG":
        options = {**wish.cog_options(), **options}
    if profile.parts and profile.control:
        raise OutputError(f"output={profile.target}: a .vrt of parts keeps no control points; choose .tif (GeoTIFF)")
    if profile.parts and profile.dtype == "int8" and not has_int8():
        raise OutputError(
            f"output={profile.target}: a .vrt of int8 needs GDAL 3.7 or newer; choose .tif (GeoTIFF), or "
            "output_type=int16"
        )
    ours = wish.resampling("VRT" if profile.parts else profile.driver, (profile.height, profile.width))
    return replace(profile, overviews=ours, creation_options=tuple(options.items()))


def _candidates(
    profile: OutputProfile, fallbacks: Sequence[Mapping[str, str]], is_guess: bool
) -> Iterable[OutputProfile]:
    """Return the profile, and its like with other options to try where GDAL cannot do with these."""
    own = dict(profile.creation_options)
    others = [replace(profile, creation_options=tuple({**own, **other}.items())) for other in fallbacks]
    return guesses([profile, *others]) if is_guess else [profile, *others]


def _with_photometric(form: OutputFormat, bands: tuple[BandProfile, ...]) -> tuple[tuple[str, str], ...]:
    """Return the creation options, with what a GeoTIFF must be told of colours when it is made.

    Without it GDAL takes any three bytes for red, green and blue.
    """
    options = dict(form.creation_options)
    if form.driver != "GTiff" or "PHOTOMETRIC" in options:
        return form.creation_options
    colours = [band.colorinterp for band in bands]
    if colours[:3] == ["red", "green", "blue"]:
        options["PHOTOMETRIC"] = "RGB"
    elif bands[0].colormap is None:
        options["PHOTOMETRIC"] = "MINISBLACK"
    if "alpha" not in colours:
        options.setdefault("ALPHA", "NO")
    return tuple(options.items())


def _checked_nodata(nodata: Nodata, dtype: str) -> Nodata:
    """Return `nodata` as a plain number of the type. Raises InvalidParameter when the type cannot hold it."""
    kind = np.dtype(dtype)
    if nodata is None:
        return None
    value = held(nodata, kind)
    if value is None:
        least, most = limits_of(kind)
        allowed = f"from {least:.17g} to {most:.17g}" if kind.kind == "f" else f"a whole number from {least} to {most}"
        raise InvalidParameter(f"output_nodata={nodata}: must be {allowed} for {dtype}")
    return value


def moved_transform(transform: Transform, frame: Tile) -> Transform:
    """Return the transform of the piece `frame` of a raster with `transform`."""
    a, b, c, d, e, f = transform
    col, row = frame.col_min, frame.row_min
    return a, b, a * col + b * row + c, d, e, d * col + e * row + f


def provenance(program: str, filters: Sequence[str], parameters: Mapping[str, Any]) -> dict[str, str]:
    """Return the tags that say how an output was made.

    :param program: name and version of the program.
    :param filters: what was computed.
    :param parameters: everything it was computed with, of JSON types.
    """
    import platform

    versions = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "gdal": backend().versions()["gdal"],
    }
    return {
        "TIFFTAG_SOFTWARE": program,
        "TILED_RASTER_FILTER": ", ".join(filters),
        "TILED_RASTER_PARAMETERS": json.dumps(parameters, sort_keys=True),
        "TILED_RASTER_VERSIONS": json.dumps(versions, sort_keys=True),
    }
