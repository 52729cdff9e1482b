"""Choose what an output band keeps of the source band that it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Optional, Union

from ..errors import InvalidParameter, listed

if TYPE_CHECKING:
    from .header import SourceInfo

Colormap = tuple[tuple[int, tuple[int, int, int, int]], ...]

MEANINGS = ("same", "value", "difference", "other")
"""What an output band's numbers are to those of the source: the very pixels; others of the same quantity, which do not
say any more how opaque the other bands are; a difference of two such (its unit and
scale hold, an offset cancels); something else, a count or an angle, to which neither unit, scale nor colours apply."""

_OF_A_PICTURE = ("red", "green", "blue", "alpha")
_STALE_TAGS = ("STATISTICS_", "NODATA_VALUES", "OVERVIEWS_", "DERIVED_", "LAYER_TYPE", "TIFFTAG_DATETIME")
"""Metadata that tells of the source's own pixels or file; it would be wrong in another raster."""


@dataclass(frozen=True)
class BandProfile:
    """What is written of one output band beside its pixels."""

    description: Optional[str] = None
    unit: Optional[str] = None
    scale: float = 1.0
    offset: float = 0.0
    colorinterp: Optional[str] = None
    colormap: Optional[Colormap] = None
    tags: tuple[tuple[str, str], ...] = ()


def band_profiles(
    info: SourceInfo,
    count: int,
    dtype: str,
    source_bands: Optional[Sequence[int]],
    meanings: Union[str, Sequence[str]],
    descriptions: Optional[Sequence[Optional[str]]],
) -> tuple[BandProfile, ...]:
    """Return what each output band keeps of the source band that it is made of."""
    if source_bands is None:
        source_bands = range(1, count + 1) if count == info.count else [0] * count
    means = [meanings] * count if isinstance(meanings, str) else list(meanings)
    names = list(descriptions) if descriptions is not None else [_name(info, band) for band in source_bands]
    if not len(means) == len(names) == len(source_bands) == count:
        raise InvalidParameter(f"{count} output bands, but {len(source_bands)} sources, {len(names)} descriptions")
    made = [_band_profile(info, band, meaning, name, dtype) for band, meaning, name in zip(source_bands, means, names)]
    return tuple(_without_second_picture(made))


def _without_second_picture(made: Sequence[BandProfile]) -> Iterator[BandProfile]:
    """Yield the bands; a colour that an earlier band has already is no part of the picture that the file shows."""
    seen: set[Optional[str]] = set()
    for band in made:
        yield replace(band, colorinterp=None) if band.colorinterp in seen else band
        seen.update({band.colorinterp} & set(_OF_A_PICTURE))


def _name(info: SourceInfo, band: int) -> Optional[str]:
    return info.descriptions[band - 1] if band else None


def _band_profile(info: SourceInfo, band: int, meaning: str, name: Optional[str], dtype: str) -> BandProfile:
    if meaning not in MEANINGS:
        raise InvalidParameter(f"meaning={meaning}: must be {listed(MEANINGS)}")
    if not band or meaning == "other":
        return BandProfile(description=name)
    index = band - 1
    if meaning == "difference":
        return BandProfile(description=name, unit=info.units[index], scale=info.scales[index])
    # A palette names classes by their numbers, so it needs the very type of the source.
    same_type, colour = info.dtypes[index] == dtype, info.colorinterp[index]
    stale = (colour == "palette" and not same_type) or (colour == "alpha" and meaning != "same")
    return BandProfile(
        description=name,
        unit=info.units[index],
        scale=info.scales[index],
        offset=info.offsets[index],
        colorinterp=None if stale else colour,
        colormap=info.colormaps[index] if same_type else None,
        tags=tuple(kept_tags(info.band_tags[index]).items()),
    )


def kept_tags(tags: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return metadata without what tells of the source's own pixels or file."""
    return {key: value for key, value in tags if not key.startswith(_STALE_TAGS)}
