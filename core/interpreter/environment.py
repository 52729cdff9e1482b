"""Compute the environment variables of the engine process; the host's own `os.environ` is never touched."""

from __future__ import annotations

import os
from collections.abc import Mapping, MutableMapping
from typing import Optional

from .host import Host, variables_of

CLEAN, BUNDLE, INHERITED = "clean", "bundle", "inherited"
"""The kinds: nothing of the host's Python, GDAL or PROJ; GDAL's and PROJ's data kept; nearly all of it kept."""

_ALWAYS_DROPPED = (
    # These misdirect every child Python: OSGeo4W and macOS launchers set the first two for themselves.
    "PYTHONEXECUTABLE",
    "__PYVENV_LAUNCHER__",
    "PYTHONSTARTUP",
    "PYTHONINSPECT",
    "PYTHONDEBUG",
    "PYTHONVERBOSE",
    "PYTHONBREAKPOINT",
    "PYTHONPROFILEIMPORTTIME",
    "PYTHONWARNINGS",
    "PYTHONCASEOK",
)
_OF_ANOTHER_PYTHON = ("PYTHONHOME", "PYTHONPATH", "PYTHONPLATLIBDIR", "PYTHONNOUSERSITE", "PYTHONUSERBASE")
_DATA_OF_LIBRARIES = ("GDAL_DATA", "GDAL_DRIVER_PATH", "PROJ_LIB", "PROJ_DATA")
_OF_THE_DESKTOP = ("QT", "QGIS_", "QML", "GDAL_PAM_PROXY_DIR")
"""Beginnings of the names that are meant for the desktop program alone."""

PYTHON_IN_RASTERS = "GDAL_VRT_ENABLE_PYTHON"

ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "NUMEXPR_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "BLIS_NUM_THREADS",
    "GDAL_NUM_THREADS",
)
"""Set to 1: the tiles are what runs side by side, and n workers with n threads each would fight for n cores."""


def library_data(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of `environ` that say where GDAL and PROJ keep their data and drivers."""
    return variables_of(environ, _DATA_OF_LIBRARIES)


def engine_environment(
    host: Host, kind: str, python: str, home: Optional[str] = None, packages: Optional[str] = None
) -> dict[str, str]:
    """Return the variables with which `python` is started.

    `home` becomes PYTHONHOME, `packages` the only folder of PYTHONPATH. A Python that does not belong to the host gets
    a PATH without the host's folders: their libraries would be loaded in place of its own.
    """
    environment = {name: value for name, value in host.environ.items() if not _dropped(name, kind)}
    if kind == INHERITED:
        _leave_out_plugins(environment)
    elif not host.owns(python):
        _leave_out_host(environment, host)
    if host.is_windows and kind != INHERITED:
        _put_first(environment, python)
    if home:
        environment["PYTHONHOME"] = home
    if packages:
        environment["PYTHONPATH"] = packages
    if host.is_windows:
        environment["USE_PATH_FOR_GDAL_PYTHON"] = "YES"  # osgeo finds GDAL's library in the folders of PATH
    # What a user's function prints must never fail for want of a letter in the console's code page.
    environment["PYTHONIOENCODING"] = "utf-8:backslashreplace"
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    environment.update(dict.fromkeys(ONE_THREAD, "1"))
    refuse_python_in_rasters(environment)
    return environment


def refuse_python_in_rasters(environment: MutableMapping[str, str]) -> None:
    """Let GDAL run no Python that stands in a virtual raster, whatever was inherited: a raster is data."""
    for name in [name for name in environment if name.upper() == PYTHON_IN_RASTERS]:
        del environment[name]
    environment[PYTHON_IN_RASTERS] = "NO"


def _dropped(name: str, kind: str) -> bool:
    upper = name.upper()
    if upper in _ALWAYS_DROPPED or upper.startswith(_OF_THE_DESKTOP):
        return True
    if kind == INHERITED:
        return False
    return upper in _OF_ANOTHER_PYTHON or (kind == CLEAN and upper in _DATA_OF_LIBRARIES)


def _name_in(environment: Mapping[str, str], wanted: str) -> str:
    """Return the spelling of a variable in `environment`: Windows writes `Path`."""
    return next((name for name in environment if name.upper() == wanted), wanted)


def _leave_out_plugins(environment: dict[str, str]) -> None:
    """Take this plugin's parent, where every other plugin lies, out of an inherited PYTHONPATH."""
    plugins = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    entries = environment.get("PYTHONPATH", "").split(os.pathsep)
    kept = [entry for entry in entries if entry and os.path.abspath(entry) != plugins]
    if kept:
        environment["PYTHONPATH"] = os.pathsep.join(kept)
    else:
        environment.pop("PYTHONPATH", None)


def _leave_out_host(environment: dict[str, str], host: Host) -> None:
    name = _name_in(environment, "PATH")
    entries = environment.get(name, "").split(os.pathsep)
    if host.has_bundle:
        environment[name] = os.pathsep.join(entry for entry in entries if entry and not host.owns(entry))


def _put_first(environment: dict[str, str], python: str) -> None:
    """Put the Python's own folders first on PATH: on Windows they hold the libraries of its packages (conda)."""
    folder = os.path.dirname(python)
    own = [folder, os.path.join(folder, "Library", "bin"), os.path.join(folder, "Scripts")]
    name = _name_in(environment, "PATH")
    present = [entry for entry in own if os.path.isdir(entry)]
    environment[name] = os.pathsep.join([*present, environment.get(name, "")]).rstrip(os.pathsep)
