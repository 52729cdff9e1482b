"""Show what the plugin does, through QGIS: filter a DEM, measure it, draw it before and after.

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

import picture
import qgis_host
import sample_dem

FOLDER = qgis_host.ROOT / ".build" / "demo"
SIZE = 4000
WORKERS = 2
STATISTICS = "STATISTICS=valid_count,percentage_valid,min,max,mean,std,median,nmad"


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
    except subprocess.CalledProcessError as error:
        print(f"\nqgis_process ended with code {error.returncode}; its message stands above", file=sys.stderr)
        return 1
    seconds = time.monotonic() - started
    show_statistics(before, after)
    drawing = FOLDER / "before-after.png"
    os.environ.update(qgis_host.environment(profile))
    picture.before_and_after(source, filtered, drawing, ("before", "after median 5 x 5, gaps filled from the edge"))
    say(f"done, three runs of qgis_process in {seconds:.1f} s; everything is in {FOLDER}")
    print(f"input       {source}\nfiltered    {filtered}\npicture     {drawing}")
    print(f"statistics  {before} and {after}\nreport      {FOLDER / 'statistics.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
