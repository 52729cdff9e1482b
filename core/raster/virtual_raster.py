"""Write the text of a virtual raster (VRT) that lays rasters upon one grid; GDAL opens them when they are needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Union

from ..arrays import Nodata, Transform
from ..pixels import typed_nodata
from .gdal import has_int8
from .header import SourceInfo

_TYPES = {"uint8": "Byte"}
"""GDAL's names of types, where they are not NumPy's with a capital: UInt16, Float32."""

EXACT = frozenset({"int64", "uint64"})
"""Types whose nodata value GDAL 3.6 does not put where there is no layer, and which it rounds where it compares."""


_SIGNED = '<Metadata domain="IMAGE_STRUCTURE"><MDI key="PIXELTYPE">SIGNEDBYTE</MDI></Metadata>'
"""How GDAL before 3.7 marks bytes that are int8."""


@dataclass(frozen=True)
class Layer:
    """A raster, and the row and column where its first pixel lies in the whole."""

    info: SourceInfo
    row: int
    col: int
    name: str = ""
    """Its file's name relative to the virtual raster, with "/"; empty: the whole path is written."""


@dataclass(frozen=True)
class Layout:
    """The whole: its size in pixels, where it lies, and how the layers cover it."""

    height: int
    width: int
    transform: Transform
    has_gaps: bool
    """Whether some pixel lies in no layer."""
    overlaps: bool
    """Whether some pixel lies in several layers: then gaps of the upper one show those beneath."""


def virtual_raster(layers: Sequence[Layer], layout: Layout) -> str:
    """Return the VRT of layers of the same bands; descriptions, units and colours are those of the first layer."""
    return "\n".join([*_lines(layers, layout), ""])


def _lines(layers: Sequence[Layer], layout: Layout) -> Iterator[str]:
    first = layers[0].info
    a, b, c, d, e, f = layout.transform
    kept = _nodata_kept(layers)
    masks = _masks(layers, layout, kept)
    yield f'<VRTDataset rasterXSize="{layout.width}" rasterYSize="{layout.height}">'
    if first.crs_wkt:
        yield f'<SRS dataAxisToSRSAxisMapping="1,2">{escape(first.crs_wkt)}</SRS>'
    yield f"<GeoTransform>{', '.join(repr(float(number)) for number in (c, a, b, f, d, e))}</GeoTransform>"
    yield from _metadata([layer.info.tags for layer in layers])
    for band in range(1, first.count + 1):
        yield f'<VRTRasterBand dataType="{_type(first, band)}" band="{band}">'
        yield from _metadata([layer.info.band_tags[band - 1] for layer in layers])
        if _is_marked_byte(first, band):
            yield _SIGNED
        yield from _about(first, band)
        nodata = first.nodata[band - 1]
        if kept[band - 1] and nodata is not None:
            yield f"<NoDataValue>{nodata!r}</NoDataValue>"
        for layer in layers:
            yield from _source(layer, band, str(band), layout.overlaps)
        if masks == "own":
            yield from _mask(layers, band, layout)
        yield "</VRTRasterBand>"
    if masks == "shared":
        yield from _mask(layers, 1, layout)
    yield "</VRTDataset>"


def _nodata_kept(layers: Sequence[Layer]) -> list[bool]:
    """Return for each band whether all layers have one nodata value, or none."""
    return [len({repr(layer.info.nodata[index]) for layer in layers}) == 1 for index in range(layers[0].info.count)]


def _masks(layers: Sequence[Layer], layout: Layout, kept: Sequence[bool]) -> str:
    """Return how masks say where there is no data: "" for not at all, "shared" for all bands at once, "own"."""
    first, infos = layers[0].info, [layer.info for layer in layers]
    bands = range(1, first.count + 1)
    real = any(info.needs_mask_band(band) for info in infos for band in bands)
    is_unfilled = EXACT & set(first.dtypes) or any(_is_marked_byte(first, band) for band in bands)
    is_filled = not (layout.has_gaps and is_unfilled)
    if first.alpha_band is not None:  # which is 0 where no layer is
        return "shared" if real else ""
    by_value = is_filled and all(kept) and all(value is not None for value in first.nodata)
    if not real and (by_value or (all(kept) and not layout.has_gaps)):
        return ""
    flags = {flag for info in infos for band in bands for flag in (info.mask_flags[band - 1] or ("own",))}
    return "shared" if first.count == 1 or not flags & {"nodata", "own"} else "own"


def _mask(layers: Sequence[Layer], band: int, layout: Layout) -> Iterator[str]:
    """Yield a mask that is 0 outside all layers, and within each one what GDAL's mask of its band says."""
    yield '<MaskBand><VRTRasterBand dataType="Byte">'
    for layer in layers:
        yield from _placed(layer, "Byte", f"mask,{band}", band, "0" if layout.overlaps else "")
    yield "</VRTRasterBand></MaskBand>"


def _source(layer: Layer, band: int, name: str, overlaps: bool) -> Iterator[str]:
    """Yield a layer of a band, as it is; where layers overlap, its gaps do not hide what lies beneath."""
    info, hidden = layer.info, ""
    if overlaps and not info.is_gapless(band):
        own = info.nodata[band - 1]
        hidden = repr(_as_compared(info, band)) if own is not None and not info.needs_mask_band(band) else "mask"
    yield from _placed(layer, _type(info, band), name, band, hidden)


def _placed(layer: Layer, dtype: str, name: str, band: int, hidden: str) -> Iterator[str]:
    """Yield a layer at its place; `hidden` is the value that is left out, "mask" for what its mask hides."""
    info = layer.info
    rows, cols = info.block_shapes[band - 1]
    kind = "ComplexSource" if hidden else "SimpleSource"
    size = f'xSize="{info.width}" ySize="{info.height}"'
    relative, path = (1, layer.name) if layer.name else (0, info.path)
    yield f'<{kind}><SourceFilename relativeToVRT="{relative}" shared="0">{escape(path)}</SourceFilename>'
    yield f"<SourceBand>{name}</SourceBand>"
    yield (
        f'<SourceProperties RasterXSize="{info.width}" RasterYSize="{info.height}" DataType="{dtype}" '
        f'BlockXSize="{cols}" BlockYSize="{rows}"/>'
    )
    yield f'<SrcRect xOff="0" yOff="0" {size}/><DstRect xOff="{layer.col}" yOff="{layer.row}" {size}/>'
    if hidden:
        yield "<UseMaskBand>true</UseMaskBand>" if hidden == "mask" else f"<NODATA>{hidden}</NODATA>"
    yield f"</{kind}>"


def _about(info: SourceInfo, band: int) -> Iterator[str]:
    index = band - 1
    facts: dict[str, Union[str, float, None]] = {
        "Description": info.descriptions[index],
        "UnitType": info.units[index],
        "Offset": info.offsets[index] or None,
        "Scale": info.scales[index] if info.scales[index] != 1 else None,
        "ColorInterp": info.colorinterp[index].capitalize(),
    }
    for name, fact in facts.items():
        if fact is not None:
            yield f"<{name}>{escape(str(fact))}</{name}>"
    colormap = info.colormaps[index]
    if colormap:
        yield "<ColorTable>"
        for _, (red, green, blue, alpha) in colormap:
            yield f'<Entry c1="{red}" c2="{green}" c3="{blue}" c4="{alpha}"/>'
        yield "</ColorTable>"


def _metadata(tags: Sequence[tuple[tuple[str, str], ...]]) -> Iterator[str]:
    """Yield the tags that all have."""
    common = set(tags[0]).intersection(*tags)
    if common:
        yield "<Metadata>"
        for name, value in sorted(common):
            yield f'<MDI key="{escape(name)}">{escape(value)}</MDI>'
        yield "</Metadata>"


def _is_marked_byte(info: SourceInfo, band: int) -> bool:
    return info.dtypes[band - 1] == "int8" and not has_int8()


def _as_compared(info: SourceInfo, band: int) -> Nodata:
    """Return a band's nodata value as GDAL compares it: of a marked byte without its sign."""
    own = typed_nodata(info.nodata[band - 1], info.dtypes[band - 1])
    return int(own) % 256 if own is not None and _is_marked_byte(info, band) else info.nodata[band - 1]


def _type(info: SourceInfo, band: int) -> str:
    name = "uint8" if _is_marked_byte(info, band) else info.dtypes[band - 1]
    return _TYPES.get(name) or name.capitalize().replace("Uint", "UInt")
