"""Writes a small raster as the output will be and reads it back: what the format changes is known before any work."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Optional, Union

import numpy as np

from ..arrays import Array
from ..errors import GapsMoved, InvalidParameter, listed
from ..files.run_folder import run_folder
from ..pixels import default_nodata, held, limits_of
from ..tiles import whole
from .backends import backend, environment
from .backends.contract import LibraryError
from .creation_options import as_text, ignored_option, largest_packed, may_lose
from .new_dataset import copy_into_format, creation, dress
from .read_back import Problem, difference, sample_mask

if TYPE_CHECKING:
    from .profile import OutputProfile

_SIDE = 64
_COG_BLOCK = 128
_SIDE_WITH_OVERVIEWS = _COG_BLOCK + 16
_MOST_BANDS = 8
"""Of a GeoTIFF: more of them change nothing, and would make the trial slow."""
_TYPES = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float32", "float64")
_SELF = ("GTiff", "COG")
"""Formats that are advised, and whose list of options is known to be there."""


def first_that_works(candidates: Iterable[OutputProfile]) -> OutputProfile:
    """Return the first profile that comes back as it was written. Raises InvalidParameter, for the last, if none does.

    It is GapsMoved where another way to mark pixels without data might do.
    A format that declares a nodata value where none is wanted is `reserved` in the profile.
    """
    problems = []
    with run_folder() as folder:
        for profile in candidates:
            outcome = _tried(profile, folder)
            if not isinstance(outcome, Problem):
                return outcome
            problems.append((profile, outcome))
        profile, problem = problems[-1]
        kind = GapsMoved if problem.of_gaps else InvalidParameter
        raise kind(f"{problem.text}; {_advice(profile, problem, folder)}")


def guesses(candidates: Iterable[OutputProfile]) -> Iterator[OutputProfile]:
    """Yield the candidates for each of the usual kinds of output, where the real one is not known yet."""
    candidates = list(candidates)
    for dtype, count in (("uint8", 1), ("uint8", 3), ("float32", 1), ("int16", 1)):
        for profile in candidates:
            bands = (replace(profile.bands[0], colormap=None, colorinterp=None),) * count
            yield replace(profile, dtype=dtype, count=count, bands=bands)


def _tried(
    profile: OutputProfile, folder: str, extra: Optional[dict[str, str]] = None
) -> Union[OutputProfile, Problem]:
    """Return the profile with what the format adds to it, or the problem that it has with it."""
    small = _small(profile, extra or {})
    pixels = _sample(small)
    extension = ".tif" if profile.parts else os.path.splitext(profile.target)[1]
    name = os.path.join(tempfile.mkdtemp(dir=folder), "trial" + extension)
    with environment(), backend().heard() as warnings:
        try:
            _write(small, pixels, name)
            with backend().open_dataset(name) as dataset:
                problem = difference(profile, dataset, pixels)
                reserved = dataset.nodata[0] if profile.nodata is None else None
        except (LibraryError, OSError) as error:
            return _refusal(profile, folder, str(error))
    problem = problem or _ignored(profile, folder, ignored_option(warnings, dict(small.creation_options)), extra)
    return problem or replace(profile, reserved=held(reserved, profile.dtype))


def _ignored(profile: OutputProfile, folder: str, warning: str, extra: Optional[dict[str, str]]) -> Optional[Problem]:
    """Return the problem of an option that GDAL ignores, or that its driver has no list to find it in."""
    shown = as_text(profile.creation_options)
    if warning:
        return Problem(f"creation_options: {shown}: GDAL would ignore one ({warning})", "correct it or leave it")
    if extra or not profile.creation_options or profile.driver in _SELF:
        return None
    probed = _tried(profile, folder, {"NO_SUCH_OPTION": "1"})
    if isinstance(probed, Problem):
        return None
    return Problem(f"creation_options: {shown}: {profile.driver} takes none", "leave them empty")


def _refusal(profile: OutputProfile, folder: str, message: str) -> Problem:
    if not profile.creation_options:
        return Problem(f"output_type={profile.dtype}: {profile.driver} refuses ({message})", of_type=True)
    if profile.driver not in _SELF:
        without = _tried(replace(profile, creation_options=()), folder)
        if isinstance(without, Problem):
            return without
    shown = as_text(profile.creation_options)
    return Problem(f"creation_options: {shown}: GDAL refuses ({message}) for {profile.dtype}", of_type=True)


def _advice(profile: OutputProfile, problem: Problem, folder: str) -> str:
    """Say what can be done: another type that this format holds, or the format that holds everything."""
    advice = [problem.advice] if problem.advice else []
    if problem.of_type:
        fitting = [dtype for dtype in _TYPES if dtype != profile.dtype and _holds(profile, dtype, folder)]
        if fitting:
            advice.append(f"set output_type to {listed(fitting)}, which {profile.driver} holds so")
    if profile.driver not in _SELF and not problem.advice:
        advice.append(f"choose .tif (GeoTIFF), which holds {profile.dtype}")
    return ", or ".join(advice) or (
        "try COMPRESS=DEFLATE, LZW or ZSTD" if problem.of_type else "choose other creation options"
    )


def _holds(profile: OutputProfile, dtype: str, folder: str) -> bool:
    nodata = profile.nodata
    if nodata is not None and held(nodata, dtype) is None:
        nodata = default_nodata(dtype)
    other = replace(profile, dtype=dtype, nodata=nodata, bands=tuple(replace(b, colormap=None) for b in profile.bands))
    return not isinstance(_tried(other, folder), Problem)


def _small(profile: OutputProfile, extra: dict[str, str]) -> OutputProfile:
    """Return the profile of the trial: of few pixels in few blocks, else the same."""
    options = {**dict(profile.creation_options), **extra}
    if profile.driver in _SELF:
        sizes = {"BLOCKXSIZE": str(_SIDE), "BLOCKYSIZE": str(_SIDE)}
        options.update({key: size for key, size in sizes.items() if key in options})
        if profile.copied:
            options["BLOCKSIZE"] = str(_COG_BLOCK)
        count = min(profile.count, _MOST_BANDS)
    else:
        count = profile.count
    side = _SIDE_WITH_OVERVIEWS if profile.copied else _SIDE
    return replace(
        profile,
        height=side,
        width=side,
        count=count,
        bands=profile.bands[:count],
        block_shape=(_SIDE, _SIDE),
        creation_options=tuple(options.items()),
        num_threads=1,
    )


def _sample(profile: OutputProfile) -> Array:
    """Return pixels (bands, rows, columns) in which a loss shows: all over the type's range, with nodata among them.

    For a lossy compression they are like a picture's, and none is 0.
    """
    random = np.random.default_rng(8)
    shape, kind = (profile.count, profile.height, profile.width), np.dtype(profile.dtype)
    least, most = limits_of(kind)
    packed = largest_packed(profile.creation_options)
    if packed is not None and kind.kind != "f":
        least, most = 0, min(packed, int(most))
    if may_lose(profile.creation_options) and packed is None:
        low, high = (100.0, 900.0) if kind.kind == "f" or most > 1000 else (most * 0.3, most * 0.8)
        noise = random.normal(scale=(high - low) / 20, size=shape)
        pixels = np.clip(np.linspace(low, high, profile.width) + noise, low, high).astype(kind)
    elif kind.kind == "f":
        pixels = (random.normal(size=shape) * 10.0 ** random.integers(-30, 30, shape)).astype(kind)
        pixels[:, 0, :2] = least, most
    else:
        pixels = random.integers(int(least), int(most), shape, kind, endpoint=True)
        pixels[:, 0, :2] = least, most
    return _with_gaps(profile, pixels, random.random(shape[1:]) < 0.3)


def _with_gaps(profile: OutputProfile, pixels: Array, gaps: Array) -> Array:
    if profile.nodata is not None:
        pixels[:, gaps] = pixels.dtype.type(profile.nodata)
    for index, band in enumerate(profile.bands):
        if band.colorinterp == "alpha":
            pixels[index] = np.where(gaps, 0, pixels.dtype.type(min(255, limits_of(pixels.dtype)[1])))
    return pixels


def _write(profile: OutputProfile, pixels: Array, name: str) -> None:
    station = f"{name}.station.tif" if profile.copied else name
    frame = whole(profile.height, profile.width)
    with environment(GDAL_TIFF_INTERNAL_MASK=True), backend().create(creation(profile, station)) as dataset:
        dress(dataset, profile)
        dataset.write(frame, pixels)
        if profile.mask:
            dataset.write_mask(frame, sample_mask(profile.height, profile.width) * np.uint8(255))
    if profile.copied:
        copy_into_format(profile, station, name)
