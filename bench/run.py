"""Speed and memory beside GDAL and GeoUtils, on a generated DEM: `make bench`, or `bench/run.py filters --size 2000`.

Results are compared with a plain reference before anything is timed. Contenders take turns, and each time is given as
a ratio to the yardstick of the same round, so that a slow minute of the machine counts for all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".build" / "bench"
sys.path.insert(0, str(ROOT / "scripts"))

import reference
import sample_dem
from measure import HEADINGS, Contender, Row, RunFailed, race, run, table

SIZE, WORKERS = 5, 2
GEOUTILS = "geoutils==0.2.5"
OPTIONS = {
    "TILED": "YES", "BLOCKXSIZE": "512", "BLOCKYSIZE": "512", "COMPRESS": "DEFLATE", "PREDICTOR": "3",
    "BIGTIFF": "IF_SAFER", "NUM_THREADS": str(WORKERS),
}  # fmt: skip
PERCENTILES = (5.0, 25.0, 50.0, 75.0, 95.0)
BASIC = ("valid_count", "mean", "std", "min", "max", "sum")
ROBUST = (*BASIC, "median", *(f"p{percent:g}" for percent in PERCENTILES), "nmad")
MOST_WRONG = {"max": 0.0, "mean": 1e-3}
"""Largest difference from the float64 reference that a float32 result may have, in metres of height around 2,000."""


PATIENCE_WITH_OTHERS_S = 60
"""GeoUtils forks its workers, and with many tiles one may wait for ever for a lock of GDAL's."""
GROWTH = (4000, 16000)
"""Sides of the rasters between which memory must not grow."""
SHOWN: list[str] = []


def geoutils_python() -> Path | None:
    """Return a Python that has GeoUtils, installed on first use; None when it cannot be had."""
    home = FOLDER / "geoutils"
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run(["/usr/bin/python3", "-m", "venv", str(home)], check=True)
    have = subprocess.run([python, "-c", "import geoutils"], capture_output=True)
    if have.returncode:
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", GEOUTILS], stdin=subprocess.DEVNULL)
        if done.returncode:
            print(f"{GEOUTILS} could not be installed: its rows are left out")
            return None
    return python


def ours(python: Path | str, *words: str) -> tuple[str, ...]:
    """Return the command line of this package."""
    return (str(python), "-B", "-m", "tiled_raster", *words)


def option_words(flag: str) -> list[str]:
    """Return the creation options behind a flag, the same for everybody."""
    return [word for key, value in OPTIONS.items() for word in (flag, f"{key}={value}")]


def filter_contenders(method: str, source: Path, others: Path | None) -> tuple[Contender, list[Contender]]:
    """Return the copy by GDAL, and everybody who filters."""
    copy = Contender(
        "gdal_translate (a copy)",
        ("gdal_translate", "-q", *option_words("-co"), str(source), str(FOLDER / "copy.tif")),
        FOLDER / "copy.tif",
    )
    found = []
    pythons = {"": Path(sys.executable), **({", libraries from PyPI": others} if others else {})}
    for stack, python in pythons.items():
        for cluster in ("threads", "multi"):
            target = FOLDER / f"ours-{cluster}.tif"
            words = ("filter", str(source), str(target), "--method", method, "--size", str(SIZE), "--quiet")
            words += ("--cluster", cluster, "--workers", str(WORKERS), *option_words("--creation-option"))
            found.append(Contender(f"tiled_raster, {cluster}{stack}", ours(python, *words), target))
    if others:
        target = FOLDER / "geoutils.tif"
        command = (str(others), str(ROOT / "bench" / "geoutils_job.py"), method, str(source), str(target))
        found.append(Contender("GeoUtils (uncompressed output)", command, target, limit_s=PATIENCE_WITH_OTHERS_S))
    return copy, found


def bench_filters(source: Path, rounds: int) -> dict[str, list[Row]]:
    """Print a table for each filter; return the rows."""
    results = {}
    others = geoutils_python()
    for method in ("max", "mean"):
        copy, contenders = filter_contenders(method, source, others)
        remarks = {}
        for contender in contenders:
            remarks[contender.name] = filter_remark(method, source, contender)
        title = f"{method} {SIZE} x {SIZE}"
        results[title] = report(title, race(copy, contenders, rounds), remarks)
    return results


def filter_remark(method: str, source: Path, contender: Contender) -> str:
    """Run once and compare; return what to say of the result. Ends the bench when ours is wrong."""
    try:
        run(contender)
    except RunFailed as problem:
        return str(problem)
    difference = reference.largest_difference(method, SIZE, source, contender.output)
    right = difference <= MOST_WRONG[method]
    if not right and contender.name.startswith("tiled_raster"):
        raise SystemExit(f"{contender.name}: {method} differs by {difference} from the reference")
    return "right" if right else f"differs by {difference:.3g}"


def bench_statistics(source: Path, rounds: int) -> dict[str, list[Row]]:
    """Print the tables of basic and robust statistics; return the rows."""
    yardstick = Contender(
        "gdalinfo -stats (no sum)", ("gdalinfo", "-stats", str(source)), environment={"GDAL_PAM_ENABLED": "NO"}
    )
    others, results = geoutils_python(), {}
    for title, names in (("basic statistics", BASIC), ("with median, five percentiles and NMAD", ROBUST)):
        contenders = statistics_contenders(source, names, others)
        remarks = {contender.name: statistics_remark(source, contender, names) for contender in contenders}
        results[title] = report(title, race(yardstick, contenders, rounds), remarks)
    return results


def statistics_contenders(source: Path, names: tuple[str, ...], others: Path | None) -> list[Contender]:
    """Return everybody who measures the statistics named."""
    asked = [word for name in names if not is_percentile(name) for word in ("--statistic", name)]
    asked += [word for name in names if is_percentile(name) for word in ("--percentile", name[1:])]
    found = []
    pythons = {"": Path(sys.executable), **({", libraries from PyPI": others} if others else {})}
    for stack, python in pythons.items():
        for cluster in ("threads", "multi"):
            words = ("statistics", str(source), *asked, "--quiet", "--cluster", cluster, "--workers", str(WORKERS))
            found.append(Contender(f"tiled_raster, {cluster}{stack}", ours(python, *words)))
    if others and names == BASIC:
        command = (str(others), str(ROOT / "bench" / "geoutils_job.py"), "statistics", str(source))
        found.append(Contender("GeoUtils", command, limit_s=PATIENCE_WITH_OTHERS_S))
    return found


def is_percentile(name: str) -> bool:
    """Return whether a statistic's name is that of a percentile: p5, p33.3."""
    return name[0] == "p" and name[1:].replace(".", "").isdigit()


def statistics_remark(source: Path, contender: Contender, names: tuple[str, ...]) -> str:
    """Run once and compare; return what to say of the result. Ends the bench when ours is wrong."""
    try:
        text = run(contender)[2]
    except RunFailed as problem:
        return str(problem)
    printed = json.loads(text[text.index("{") :])
    got = printed["bands"][0] if "bands" in printed else printed
    wrong = reference.differing(got, reference.cached_statistics(source, PERCENTILES), names)
    if wrong and contender.name.startswith("tiled_raster"):
        raise SystemExit(f"{contender.name}: {'; '.join(wrong)}")
    passes = f", {printed['passes']} passes" if printed.get("passes", 1) > 1 else ""
    return ("right" if not wrong else "; ".join(wrong)) + passes


def report(title: str, rows: list[Row], remarks: dict[str, str]) -> list[Row]:
    """Print one table."""
    for row in rows:
        row.remark = remarks.get(row.name, "the yardstick")
    show(f"\n### {title}\n\n{table(HEADINGS, [row.cells() for row in rows])}")
    return rows


def show(text: str) -> None:
    """Print, and keep for the file of results."""
    print(text, flush=True)
    SHOWN.append(text)


def raster_of(size: int) -> Path:
    """Return the generated DEM of `size` pixels a side, made on first use."""
    source = FOLDER / f"dem-{size}.tif"
    if not source.exists():
        print(f"making {source.name}", flush=True)
        sample_dem.write_dem(source, size)
    return source


def bench_memory(_source: Path, _rounds: int) -> dict[str, list[Row]]:
    """Print the peak memory of the whole process tree for a small and a large raster."""
    cells = []
    for cluster in ("threads", "multi"):
        for name, words in (
            (f"max {SIZE} x {SIZE}", ("--method", "max", "--size", str(SIZE))),
            ("median, percentiles 1 to 99, NMAD", None),
        ):
            peaks = [run(memory_contender(raster_of(size), cluster, words), True)[1] for size in GROWTH]
            cells.append((f"{name}, {cluster}", *(f"{peak:.0f}" for peak in peaks)))
    headings = ("peak MiB of all processes", *(f"{size:,} x {size:,}" for size in GROWTH))
    show(f"\n### memory, {WORKERS} workers\n\n{table(headings, cells)}")
    return {}


def memory_contender(source: Path, cluster: str, filter_words: tuple[str, ...] | None) -> Contender:
    """Return a run of this package whose memory is looked at: a filter, or statistics when there are no words."""
    common = ("--quiet", "--cluster", cluster, "--workers", str(WORKERS))
    if filter_words:
        target = FOLDER / "memory.tif"
        return Contender("", ours(sys.executable, "filter", str(source), str(target), *filter_words, *common), target)
    asked = [word for percent in range(1, 100) for word in ("--percentile", str(percent))]
    words = ("statistics", str(source), "--statistic", "median", "--statistic", "nmad", *asked, *common)
    return Contender("", ours(sys.executable, *words))


def bench_kernels(_source: Path, _rounds: int) -> dict[str, list[Row]]:
    """Print the table of kernels against SciPy, which is a program of its own."""
    command = [sys.executable, "-B", str(ROOT / "bench" / "kernels.py")]
    show("\n### kernels, one worker\n")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            show(line.rstrip())
    if process.returncode:
        raise SystemExit(f"bench/kernels.py ended with code {process.returncode}")
    return {}


PARTS = {
    "filters": bench_filters,
    "statistics": bench_statistics,
    "memory": bench_memory,
    "kernels": bench_kernels,
}


def main() -> None:
    """Make the raster, run the parts asked for, keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="which tables; all by default")
    parser.add_argument("--size", type=int, default=8000, help="pixels a side of the raster")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ["BENCH_FOLDER"] = str(FOLDER)
    os.environ["PYTHONPATH"] = str(ROOT / ".build" / "import")
    source = raster_of(options.size)
    show(f"{options.size} x {options.size} float32, DEFLATE, 5 % gaps; {WORKERS} workers, {options.rounds} rounds;")
    show(f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}; {versions()}.")
    results: dict[str, list[Row]] = {}
    for part in options.parts or PARTS:
        results.update(PARTS[part](source, options.rounds))
    kept = {title: [vars(row) for row in rows] for title, rows in results.items()}
    (FOLDER / "results.json").write_text(json.dumps(kept, indent=1), encoding="utf-8")
    (FOLDER / "results.md").write_text("\n".join(SHOWN) + "\n", encoding="utf-8")


def versions() -> str:
    """Return the versions of the libraries that the numbers depend on."""
    code = "import numpy, rasterio, scipy; print(rasterio.__gdal_version__, rasterio.__version__, numpy.__version__, "
    code += "scipy.__version__)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    return ", ".join(f"{name} {number}" for name, number in zip(("GDAL", "rasterio", "NumPy", "SciPy"), found))


if __name__ == "__main__":
    main()
