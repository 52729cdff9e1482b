"""Write the pages behind the Help buttons: resources/help/<language>/<tool>.html, from the tools themselves.

What a page says of fields, choices, formulas and sources comes from the records by way of QGIS's own parameters, in the
language that is installed; nothing is typed twice. Needs QGIS.
"""

from __future__ import annotations

import os
import sys
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "resources" / "help"
sys.path.insert(0, str(ROOT / ".build" / "import"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import gallery
from tiled_raster.algorithms import compat, repeat
from tiled_raster.algorithms.manual import LANGUAGES
from tiled_raster.algorithms.words import tr
from tiled_raster.core import FILTERS, STATISTICS

FUNCTION = {"FUNCTION_FILE": "functions.py", "FUNCTION_NAME": "relief"}
EXAMPLES: dict[str, dict[str, Any]] = {
    "tiledfilter": {"FILTER": ["median"], "SIZE": 5, "NODATA_POLICY": "fill"},
    "tiledstatistics": {"STATISTICS": ["mean", "std", "median"], "PERCENTILES": "5;95", "OUTPUT_HTML": "report.html"},
    "zonalstatistics": {"ZONES": "zones.gpkg", "STATISTICS": ["mean", "max"]},
    "ownfunction": {**FUNCTION, "DEPTH": 1},
    "tilinggrid": {"CHUNK_SIZE": 512, "DEPTH": 8, "OUTPUT": "tiles.gpkg"},
    "checkengine": {"OUTPUT_HTML": "engine.html"},
}
"""Values of the example calls, beside INPUT and OUTPUT; of the other tools these follow from their first fields."""


def algorithms() -> dict[str, Any]:
    """Return every algorithm by its id, its parameters declared, as the provider offers them."""
    from tiled_raster.algorithms import ALGORITHMS

    found = {}
    for make in ALGORITHMS:
        one = make()
        one.initAlgorithm({})
        found[one.name()] = one
    return found


def page(one: Any, every: dict[str, Any], language: str) -> str:
    """Return the page of an algorithm."""
    title = escape(one.displayName())
    parts = [
        f'<p class="kind">Tiled Raster · {escape(one.group())}</p><h1>{title}</h1>',
        f'<p class="id"><code>tiledraster:{one.name()}</code></p>{_lead(one)}',
        _picture(one.name()),
        _section(tr("What it is for"), _help(one)),
        _section(tr("Formulas"), _formulas(one)),
        _section(tr("Statistics"), _statistics(one)),
        _section(tr("Fields"), _fields(one)),
        _section(tr("Limits"), _limits(one)),
        _section(tr("The same from a script"), _examples(one)),
        _others(one, every),
    ]
    head = (
        f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>'
        '<link rel="stylesheet" href="../page.css">'
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{language}"><head>{head}</head><body>\n'
        + "\n".join(part for part in parts if part)
        + "\n</body></html>\n"
    )


def _lead(one: Any) -> str:
    lead = f"<p>{escape(one.shortDescription())}</p>"
    return "" if lead in one.shortHelpString() else lead.replace("<p>", '<p class="lead">')


def _section(heading: str, body: str) -> str:
    return f"<h2>{escape(heading)}</h2>\n{body}" if body else ""


def _picture(name: str) -> str:
    if not (PAGES / "pictures" / f"{name}.jpg").is_file():
        return ""
    values = ", ".join(f"{key.upper()}={value}" for key, value in gallery.CHOSEN.get(name, {}).items())
    told = tr("Left the raster, right the result ({}).").format(values or tr("with the values of the form"))
    return f'<figure><img src="../pictures/{name}.jpg" alt=""><figcaption>{escape(told)}</figcaption></figure>'


def _help(one: Any) -> str:
    words = one.shortHelpString()
    return words if words.lstrip().startswith("<") else f"<p>{escape(words)}</p>"


def _filters_of(one: Any) -> list[Any]:
    tool = getattr(one, "tool", None)
    if tool is not None:
        return list(tool.filters)
    return list(FILTERS.values()) if one.name() == "tiledfilter" else []


def _formulas(one: Any) -> str:
    rows = [
        f"<tr><th>{escape(tr(spec.label))}<code>{spec.name}</code></th>"
        f"<td>{escape(tr(spec.formula))}<br><span class='id'>{escape(spec.source)}</span></td></tr>"
        for spec in _filters_of(one)
    ]
    if not rows:
        return ""
    signs = tr(
        "z: the pixel. v: the valid pixels of its window, n of them. w: weights, 1 where there are none. d: the "
        "distance from the pixel, in pixels."
    )
    return f"<p>{escape(signs)}</p><table><tbody>{''.join(rows)}</tbody></table>"


def _statistics(one: Any) -> str:
    if one.parameterDefinition("STATISTICS") is None:
        return ""
    rows = [
        f"<tr><th>{escape(tr(spec.label))}<code>{spec.name}</code></th><td>{escape(tr(spec.summary))}</td></tr>"
        for spec in STATISTICS.values()
    ]
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _fields(one: Any) -> str:
    shown = [definition for definition in one.parameterDefinitions() if not definition.flags() & compat.HIDDEN]
    rows = [_field(definition) for definition in shown if not definition.flags() & compat.ADVANCED]
    further = [_field(definition) for definition in shown if definition.flags() & compat.ADVANCED]
    if further:
        rows += [f'<tr><th colspan="2">{escape(tr("Under Advanced Parameters"))}</th></tr>', *further]
    return f"<table><tbody>{''.join(rows)}</tbody></table>"


def _field(definition: Any) -> str:
    words = definition.help() or (tr("A file, or a temporary one.") if definition.isDestination() else "")
    told = [escape(words)] if words else []
    told += [f"<span class='id'>{escape(one)}</span>" for one in (_allowed(definition), _default(definition)) if one]
    label = f"<th>{escape(definition.description())}<code>{definition.name()}</code></th>"
    return f"<tr>{label}<td>{'<br>'.join(told)}</td></tr>"


def _allowed(definition: Any) -> str:
    if definition.type() == "enum":
        return tr("Choices: {}.").format(", ".join(definition.options()))
    if definition.type() != "number":
        return ""
    low, high = definition.minimum(), definition.maximum()
    if abs(low) > 1e100:
        return "" if abs(high) > 1e100 else tr("At most {}.").format(f"{high:.10g}")
    return (
        tr("{} or more.").format(f"{low:.10g}")
        if high > 1e100
        else tr("From {} to {}.").format(f"{low:.10g}", f"{high:.10g}")
    )


def _default(definition: Any) -> str:
    value = definition.defaultValue()
    if value in (None, "", []) or not isinstance(value, (str, int, float, list)):
        return ""
    shown = (
        ", ".join(map(str, value)) if isinstance(value, list) else f"{value:g}" if isinstance(value, float) else value
    )
    return tr("At first: {}.").format(shown)


def _limits(one: Any) -> str:
    if one.parameterDefinition("INPUT") is None:
        return ""
    points = [tr("The raster is a file on disk, or in a /vsi place that GDAL reads; web services must be saved first.")]
    if one.parameterDefinition("OUTPUT_TYPE") is not None:
        points += [
            tr("Memory does not grow with the raster: tiles in flight stay below the memory limit."),
            tr("No valid pixel becomes nodata by chance: the output's nodata value is none that the filter can give."),
            tr("Integers beyond 2^53 are refused by filters that compute with decimal numbers."),
        ]
    if any(record.name == "size" for spec in _filters_of(one) for record in spec.parameters):
        points.append(tr("Windows are odd, up to 4097 pixels wide; the time grows with the size of the window."))
    if any(spec.cell_size for spec in _filters_of(one)):
        points.append(
            tr("Heights and ground need one unit: declared units are converted, degrees become metres, row by row.")
        )
    if one.parameterDefinition("STATISTICS") is not None:
        points.append(tr("More different values than memory holds go to a temporary file, for mode and variety only."))
    if one.runs_user_code if hasattr(one, "runs_user_code") else False:
        points.append(
            tr("A function sees its tile and the margin, nothing else; its file is executed with your rights.")
        )
    return f"<ul>{''.join(f'<li>{escape(point)}</li>' for point in points)}</ul>"


def example_values(one: Any) -> dict[str, Any]:
    """Return the values of an example call: the input, the choice, the first number, the output."""
    names = [definition.name() for definition in one.parameterDefinitions()]
    values: dict[str, Any] = {"INPUT": "dem.tif"} if "INPUT" in names else {}
    own = EXAMPLES.get(one.name())
    if own is None:
        own = {} if "FILTER" not in names else {"FILTER": one.parameterDefinition("FILTER").defaultValue()}
        number = next((p for s in _filters_of(one) for p in s.parameters if not isinstance(p.default, str)), None)
        own.update({number.name.upper(): number.default} if number is not None else {})
    values.update(own)
    if "OUTPUT" in names:
        values.setdefault("OUTPUT", "zones_measured.gpkg" if "ZONES" in names else "result.tif")
    return values


def _examples(one: Any) -> str:
    name, values = f"tiledraster:{one.name()}", example_values(one)
    calls = (
        (tr("On the command line"), repeat.process_command(name, values)),
        (tr("In QGIS's Python console"), repeat.python_call(name, values)),
    )
    return "".join(f"<p>{escape(place)}</p><pre>{escape(call)}</pre>" for place, call in calls)


def _others(one: Any, every: dict[str, Any]) -> str:
    links = "".join(
        f'<a href="{other.name()}.html">{escape(other.displayName())}</a> '
        for other in every.values()
        if other.name() != one.name()
    )
    return f"<nav><h2>{escape(tr('The other tools'))}</h2>{links}</nav>"


def written() -> dict[Path, str]:
    """Return every page of every language by its path. Starts QGIS's application where there is none."""
    from qgis.core import QgsApplication
    from tiled_raster.algorithms import translation

    application = QgsApplication.instance() or QgsApplication([], False)
    found = {}
    for language in LANGUAGES:
        translator = translation.install(language)
        every = algorithms()
        for name, one in every.items():
            found[PAGES / language / f"{name}.html"] = page(one, every, language)
        translation.remove(translator)
    del application
    return found


def main() -> int:
    """Write the pages, and take away those of tools that are gone."""
    pages = written()
    for path in PAGES.glob("*/*.html"):
        if path not in pages:
            path.unlink()
    for path, text in pages.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{PAGES.relative_to(ROOT)}: {len(pages)} pages, {sum(map(len, pages.values())) / 1e3:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
