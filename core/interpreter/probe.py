"""Run by a candidate Python to say what it is: `python -B probe.py TOKEN`. Needs nothing but the standard library.

Prints one line: the token and a JSON object. Nothing newer than Python 3.6 stands in this file, since an old Python
must be able to say that it is old.
"""

import json
import os
import sys


def import_libraries(versions: "dict[str, str]", problems: "dict[str, str]") -> None:
    """Fill in the versions of the libraries that import, and what stops those that do not."""
    for name in ("numpy", "scipy", "rasterio"):
        try:
            module = __import__(name)
            if name == "scipy":
                __import__("scipy.ndimage")
            versions[name] = module.__version__
        except Exception as error:  # whatever a broken installation raises is what the user must be told
            problems[name] = f"{type(error).__name__}: {str(error).strip()}".split("\n")[0]
    if "rasterio" in versions:
        ask_rasterio(versions, problems)


def ask_rasterio(versions: "dict[str, str]", problems: "dict[str, str]") -> None:
    """Fill in GDAL's and PROJ's versions, and look one CRS up: with another PROJ's database that fails."""
    import rasterio
    from rasterio.crs import CRS

    versions["gdal"] = rasterio.__gdal_version__
    versions["proj"] = getattr(rasterio, "__proj_version__", "unknown")
    try:
        CRS.from_epsg(4326).to_wkt()
    except Exception as error:  # rasterio's own kind, and what PROJ makes of a foreign database
        problems["rasterio"] = f"it cannot look up EPSG:4326 ({error})"


def is_wheel() -> bool:
    """Return whether rasterio brings its own GDAL and PROJ along, as wheels do."""
    module = sys.modules.get("rasterio")
    folder = os.path.dirname(os.path.abspath(str(module.__file__))) if module else ""
    beside = (folder + ".libs", os.path.join(folder, ".dylibs"), os.path.join(folder, "gdal_data"))
    return bool(folder) and any(os.path.isdir(path) for path in beside)


def main(token: str) -> None:
    """Print the report. A Python that is too old only says how old it is."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != here]
    number = sys.version_info
    versions = {"python": f"{number[0]}.{number[1]}.{number[2]}"}
    problems: dict[str, str] = {}
    if number >= (3, 9):
        import_libraries(versions, problems)
    report = {
        "versions": versions,
        "problems": problems,
        "wheel": is_wheel(),
        "executable": sys.executable,
        "prefix": sys.prefix,
        "path": [entry for entry in sys.path if os.path.isdir(entry)],
    }
    sys.stdout.write(f"\n{token} {json.dumps(report)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
