"""Show what the plugin does, through QGIS: filter a DEM, measure it, run some of the tools, and draw what comes out.

make demo                    with a generated DEM of 4,000 x 4,000 pixels
make demo INPUT=path.tif     with your own raster
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import gallery
import picture
import qgis_host
import sample_dem

FOLDER = qgis_host.ROOT / ".build" / "demo"
SIZE = 4000
WORKERS = 2
STATISTICS = "STATISTICS=valid_count,percentage_valid,min,max,mean,std,median,nmad"

TOOLS = {
    "slope": ("slope", {}, "Slope, in degrees"),
    "hillshade": ("hillshade", {"LIGHT": "multidirectional"}, "Hillshade, from several directions"),
    "topographicposition": ("tpi", {"SIZE": 31, "SHAPE": "circle"}, "TPI, circle of 31 pixels"),
}
"""Tools that are shown: the filter behind each, values beside the usual ones, and what stands above its picture."""


def say(text: str) -> None:
    """Print a heading at once, so that it stands above what the programs print."""
    print(f"\n=== {text}", flush=True)


def sample() -> Path:
    """Return the generated DEM, made on the first run."""
    target = FOLDER / f"dem-{SIZE}.tif"
    if not target.exists():
        say(f"generating a DEM of {SIZE} x {SIZE} pixels with gaps and spikes")
        sample_dem.write_dem(target, SIZE)
    return target


def filter_it(profile: Path, source: Path) -> Path:
    """Run the filter and return its output."""
    target = FOLDER / "median.tif"
    say(f"Tiled filter (save): median 5 x 5 with {WORKERS} workers")
    words = ["run", "tiledraster:tiledfilter", "--", f"INPUT={source}", "FILTER=median", "SIZE=5"]
    words += ["NODATA_POLICY=fill", f"WORKERS={WORKERS}", f"OUTPUT={target}"]
    qgis_host.run(profile, words)
    return target


def measure_it(profile: Path, source: Path) -> Path:
    """Run the statistics and return their JSON file."""
    outputs = {kind: FOLDER / f"statistics.{kind}" for kind in ("json", "csv", "html")}
    say(f"Tiled statistics (collect) with {WORKERS} workers")
    words = ["run", "tiledraster:tiledstatistics", "--", f"INPUT={source}", STATISTICS, "PERCENTILES=5;95"]
    words += [f"WORKERS={WORKERS}", f"OUTPUT_JSON={outputs['json']}", f"OUTPUT_TABLE={outputs['csv']}"]
    qgis_host.run(profile, [*words, f"OUTPUT_HTML={outputs['html']}"])
    return outputs["json"]


def run_tools(profile: Path, source: Path) -> dict[str, Path]:
    """Run the tools on a raster, and return their outputs by the tools' ids."""
    targets = {}
    for tool, (_, values, told) in TOOLS.items():
        targets[tool] = FOLDER / f"{tool}.tif"
        say(f"{told} with {WORKERS} workers")
        words = [f"{name}={value}" for name, value in values.items()]
        words += [f"INPUT={source}", "BANDS=1", f"WORKERS={WORKERS}", f"OUTPUT={targets[tool]}"]
        qgis_host.run(profile, ["run", f"tiledraster:{tool}", "--", *words])
    return targets


def draw_tool(tool: str, before: Path, after: Path) -> Path:
    """Draw the raster beside what the tool made of it, the whole above and its middle below."""
    name, _, told = TOOLS[tool]
    whole, middle = picture.whole(before), picture.middle(before)
    limits = picture.limits_of(whole, 1)
    left = [picture.relief(whole, limits), picture.relief(middle, picture.limits_of(middle, 1))]
    right = [gallery.drawn(values, name) for values in (picture.whole(after), picture.middle(after))]
    target = FOLDER / f"{tool}.png"
    picture.draw([left, right], ("the raster, its middle below", told), target)
    return target


def show_statistics(before: Path, after: Path) -> None:
    """Print the first band's statistics of both files side by side."""
    bands = [json.loads(path.read_text(encoding="utf-8"))["bands"][0] for path in (before, after)]
    say("statistics of band 1")
    print(f"{'':20} {'before':>18} {'after':>18}")
    for name, value in bands[0].items():
        other = bands[1].get(name)
        if all(isinstance(number, (int, float)) for number in (value, other)) and name != "band":
            print(f"{name:20} {shown(value):>18} {shown(other):>18}")


def shown(value: float) -> str:
    """Return a count with all its digits, another number with enough of them."""
    return f"{value:,d}" if isinstance(value, int) else f"{value:,.6g}"


def main() -> int:
    """Run everything; say where the files are."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    given = sys.argv[1] if len(sys.argv) > 1 else ""
    source = Path(given).resolve() if given else sample()
    if not source.exists():
        print(f"{source}: there is no such file", file=sys.stderr)
        return 1
    profile = FOLDER / "profile"
    started = time.monotonic()
    try:
        qgis_host.enable(profile)
        filtered = filter_it(profile, source)
        before = measure_it(profile, source).replace(FOLDER / "statistics-before.json")
        after = measure_it(profile, filtered)
        made = run_tools(profile, filtered)
    except subprocess.CalledProcessError as error:
        print(f"\nqgis_process ended with code {error.returncode}; its message stands above", file=sys.stderr)
        return 1
    seconds = time.monotonic() - started
    show_statistics(before, after)
    drawing = FOLDER / "before-after.png"
    os.environ.update(qgis_host.environment(profile))
    picture.before_and_after(source, filtered, drawing, ("before", "after median 5 x 5, gaps filled from the edge"))
    drawings = [drawing, *(draw_tool(tool, filtered, result) for tool, result in made.items())]
    say(f"done, {3 + len(made)} runs of qgis_process in {seconds:.1f} s; everything is in {FOLDER}")
    print(f"input       {source}\nfiltered    {filtered}")
    print(*(f"picture     {path}" for path in drawings), sep="\n")
    print(f"statistics  {before} and {after}\nreport      {FOLDER / 'statistics.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
