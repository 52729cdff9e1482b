"""Reads creation options, and finds those that GDAL would ignore: it only warns, and writes without them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Optional

from ..errors import InvalidParameter

_LOSSY_METHODS = re.compile("JPEG|JPG|WEBP|JXL|LERC|JP2|AVIF")
"""Compressions, as values of options, that may change pixels; some only at some of their settings."""
_LOSSY_NAMES = ("DISCARD_LSB", "NBITS", "MAX_Z_ERROR", "SIGNIFICANT_DIGITS")
_IGNORED = re.compile(r"\bignor|not recogni[sz]ed|unsupported value", re.IGNORECASE)


def is_yes(text: str) -> bool:
    """Return whether GDAL takes an option's value for yes."""
    return text.upper() in ("YES", "TRUE", "ON", "1")


def whole_number(options: Mapping[str, str], name: str, default: int) -> int:
    """Return an option's value, 1 or more. Raises InvalidParameter."""
    try:
        number = int(options.get(name, default))
    except ValueError:
        number = 0
    if number < 1:
        raise InvalidParameter(f"creation_options: {name}={options[name]}: must be a whole number, 1 or more")
    return number


def as_text(options: Iterable[tuple[str, str]]) -> str:
    """Return options as people write them; those for drivers' ears only are left out."""
    return " ".join(f"{key}={value}" for key, value in options if not key.startswith("@"))


def may_lose(options: Iterable[tuple[str, str]]) -> bool:
    """Return whether these options ask for pixels that come back changed."""
    return any(key.upper() in _LOSSY_NAMES or _LOSSY_METHODS.search(str(value).upper()) for key, value in options)


def keeps_nodata(options: Iterable[tuple[str, str]]) -> bool:
    """Return whether GDAL leaves pixels of the nodata value alone where these options change the others."""
    return not may_lose((key, value) for key, value in options if key != "DISCARD_LSB")


def largest_packed(options: Iterable[tuple[str, str]]) -> Optional[int]:
    """Return the largest whole number that NBITS leaves room for, None without that option."""
    bits = dict(options).get("NBITS", "")
    return (1 << int(bits)) - 1 if bits.isdigit() else None


def ignored_option(warnings: Iterable[str], names: Iterable[str]) -> str:
    """Return what GDAL says of the first of these options that it would ignore; empty if it ignores none."""
    begins = tuple(names)
    for warning in warnings:
        if " creation option" in warning or (warning.startswith(begins) and _IGNORED.search(warning)):
            return warning
    return ""
