"""Write numbers as people read them: as many digits as the spread of the data gives a meaning to."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Any, Optional

from ..statistics.spec import StatisticSpec

NONE = "–"
"""Shown where there is no number."""
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def decimals_of(figures: Mapping[str, Any]) -> Optional[int]:
    """Return the decimals that a band's values deserve: four digits of their spread; None where nothing tells it."""
    for name in ("std", "nmad", "iqr", "range"):
        spread = figures.get(name)
        if isinstance(spread, (int, float)) and math.isfinite(spread) and spread > 0:
            return min(max(3 - math.floor(math.log10(spread)), 0), 15)
    return None


def shown(value: Any, spec: StatisticSpec, decimals: Optional[int] = None) -> str:
    """Return a figure with sensible digits, digits grouped by commas; a dash for NaN and None."""
    if value is None or isinstance(value, float) and not math.isfinite(value):
        return NONE
    if spec.integer:
        return f"{value:,}"
    if spec.unit == "percent":
        return _percent(value)
    if spec.unit == "value" and spec.group != "sums":
        return grouped(value, decimals)
    return significant(value, 6 if spec.unit else 4)


def _percent(value: float) -> str:
    # 99.999996 must not read 100, nor 0.000003 read 0.
    text = f"{value:.2f}"
    return significant(value, 3 if value < 1 else 9) if float(text) in (0.0, 100.0) and value != float(text) else text


def grouped(value: float, decimals: Optional[int]) -> str:
    """Return a number with that many decimals, or six digits where None; powers of ten for very large or small ones."""
    if isinstance(value, int):
        return _signed(f"{value:,}")
    size = abs(value)
    if decimals is None or size >= 1e15 or (value and size < 1e-4 and decimals > 8):
        return significant(value, 6)
    return _signed(f"{value:,.{min(decimals, 15 - max(math.floor(math.log10(size)), 0) if size else decimals)}f}")


def significant(value: float, digits: int) -> str:
    """Return a number with that many significant digits; `1.23 × 10⁹` beyond a million millions and below 0.0001."""
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    if -5 < exponent < 12:
        text = f"{value:,.{max(digits - 1 - exponent, 0)}f}"
        return _signed(text.rstrip("0").rstrip(".") if "." in text else text)
    mantissa, power = f"{value:.{digits - 1}e}".split("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return _signed(f"{mantissa} × 10{str(int(power)).translate(_SUPERSCRIPT)}")


def _signed(text: str) -> str:
    return f"\u2212{text[1:]}" if text.startswith("-") else text


def sized(size: float) -> str:
    """Return bytes in the unit that suits them: `244 MB`."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.3g} {unit}" if unit != "bytes" else f"{size:.0f} bytes"
        size /= 1000
    return f"{size:,.4g} TB"


def unit_of(spec: StatisticSpec, unit: str) -> str:
    """Return what stands behind a figure: the band's unit, its square, a percent sign, or nothing."""
    if spec.unit == "percent":
        return "%"
    if not unit or spec.unit == "":
        return ""
    return f"{unit}²" if spec.unit == "square" else unit


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return round numbers (steps of 1, 2 or 5 times a power of ten) between two limits, at most about `most`."""
    span = high - low
    if not (math.isfinite(span) and span > sys.float_info.min * most):
        return [low] if math.isfinite(low) else []
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * 0.999)
    start, end = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [number * step for number in range(start, end + 1)]


def tick_text(value: float, step: float, largest: float = 0.0) -> str:
    """Return the label of a tick, with the decimals that its step needs; large counts as 20 k, 1.5 M.

    `largest` is the tick of the same axis that decides which.
    """
    if value == 0:
        return "0"
    if abs(value) >= 1e15 or abs(step) < 1e-6:
        return significant(value, 4)
    for limit, letter in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if max(abs(value), largest) >= limit and step * 100 >= limit:
            return significant(value / (1e3 if letter == "k" else limit), 4) + f"\u202f{letter}"
    return _signed(f"{value:,.{min(max(-math.floor(math.log10(step) + 1e-9), 0), 12)}f}")
