"""Run by a candidate Python to say what it is: `python -B probe.py TOKEN`. Needs nothing but the standard library.

Prints one line: the token and a JSON object. Nothing newer than Python 3.6 stands in this file, since an old Python
must be able to say that it is old.
"""

import json
import os
import re
import sys

BACKENDS = ("rasterio", "gdal")
"""What reads and writes rasters, the better first: one is enough. The variable TILED_RASTER_BACKEND asks for one."""


def import_libraries(versions: "dict[str, str]", problems: "dict[str, str]", notes: "dict[str, str]") -> str:
    """Fill in the versions of what imports, and what stops the rest; return the back end that serves, or "".

    What can be done without, SciPy and a second raster library, is a note and no problem.
    """
    import_numbers(versions, problems, notes)
    asked = os.environ.get("TILED_RASTER_BACKEND", "").strip().lower()
    failed: dict[str, str] = {}
    for name in [asked] if asked else BACKENDS:
        try:
            ASK.get(name, ask_nobody)(versions)
        except Exception as error:  # whatever a broken installation raises is what the user must be told
            failed[LIBRARY.get(name, name)] = in_a_line(error)
        else:
            notes.update(failed)
            return name
    problems.update(failed)
    return ""


def import_numbers(versions: "dict[str, str]", problems: "dict[str, str]", notes: "dict[str, str]") -> None:
    """Import NumPy, which is needed, and SciPy, which only users' functions may want."""
    for name, failed in (("numpy", problems), ("scipy", notes)):
        try:
            module = __import__(name)
            if name == "scipy":
                __import__("scipy.ndimage")
            versions[name] = module.__version__
        except Exception as error:  # as above
            failed[name] = in_a_line(error)


def in_a_line(error: Exception) -> str:
    """Return what an error says, short."""
    return f"{type(error).__name__}: {str(error).strip()}".split("\n")[0]


def ask_nobody(_versions: "dict[str, str]") -> None:
    """Raise for a back end that is none."""
    raise ValueError(f"TILED_RASTER_BACKEND must be one of {', '.join(BACKENDS)}, or empty")


def ask_rasterio(versions: "dict[str, str]") -> None:
    """Fill in versions, and look one CRS up: with another PROJ's database that fails."""
    import rasterio
    from rasterio.crs import CRS

    if [int(part) for part in re.findall(r"\d+", rasterio.__version__)[:2]] < [1, 3]:
        raise RuntimeError(f"rasterio {rasterio.__version__} is too old, 1.3 is needed")
    versions["rasterio"] = rasterio.__version__
    versions["gdal"] = rasterio.__gdal_version__
    versions["proj"] = getattr(rasterio, "__proj_version__", "unknown")
    try:
        CRS.from_epsg(4326).to_wkt()
    except Exception as error:  # rasterio's own kind, and what PROJ makes of a foreign database
        raise RuntimeError(f"it cannot look up EPSG:4326 ({error})") from error


def ask_gdal(versions: "dict[str, str]") -> None:
    """Fill in versions; pass an array through GDAL, for which it must be built for this NumPy; look a CRS up."""
    import numpy
    from osgeo import gdal, gdal_array, osr

    gdal.UseExceptions()
    versions["gdal"] = gdal.__version__
    versions["proj"] = f"{osr.GetPROJVersionMajor()}.{osr.GetPROJVersionMinor()}.{osr.GetPROJVersionMicro()}"
    dataset = gdal_array.OpenArray(numpy.ones((2, 2), "float32"))
    if dataset is None or dataset.ReadAsArray().sum() != 4:
        raise RuntimeError("it does not read NumPy's arrays")
    reference = osr.SpatialReference()
    osr.UseExceptions()
    reference.ImportFromEPSG(4326)


ASK = {"rasterio": ask_rasterio, "gdal": ask_gdal}
LIBRARY = {"rasterio": "rasterio", "gdal": "osgeo.gdal"}


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
    notes: dict[str, str] = {}
    backend = import_libraries(versions, problems, notes) if number >= (3, 9) else ""
    report = {
        "versions": versions,
        "problems": problems,
        "notes": notes,
        "backend": backend,
        "wheel": is_wheel(),
        "executable": sys.executable,
        "prefix": sys.prefix,
        "path": [entry for entry in sys.path if os.path.isdir(entry)],
    }
    sys.stdout.write(f"\n{token} {json.dumps(report)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
