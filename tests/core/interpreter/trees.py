"""Trees of files as QGIS's installers leave them, with shell scripts in the place of Pythons and of QGIS."""

from __future__ import annotations

import dataclasses
import json
import shlex
from pathlib import Path

from tiled_raster.core.interpreter.host import Host

VERSIONS = {"python": "3.12.4", "numpy": "2.1.0", "scipy": "1.14.0", "rasterio": "1.4.3", "gdal": "3.10", "proj": "9.5"}
NO_ENCODINGS = "ModuleNotFoundError: No module named 'encodings'"
REFUSAL = f"""echo "Fatal Python error: init_fs_encoding: failed" >&2; echo "{NO_ENCODINGS}" >&2; exit 1"""


def write_program(path: Path, lines: str) -> Path:
    """Write a script that notes each start of itself beside it, and then does `lines`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\necho "$*" >> "{path}.starts"\n{lines}\n')
    path.chmod(0o755)
    return path


def starts(path: Path) -> int:
    """Return how often a program has been started."""
    log = Path(f"{path}.starts")
    return len(log.read_text().splitlines()) if log.exists() else 0


def python(path: Path, unless="", missing=(), wheel=False, folder=None, osgeo=False, **versions) -> Path:
    """Write a stand-in that answers the probe as a Python with these versions does; `unless`: shell that may refuse.

    Where rasterio is missing it serves if it has `osgeo`; SciPy it can do without.
    """
    kept = {name: version for name, version in {**VERSIONS, **versions}.items() if name not in missing}
    lacks = {name: f"ModuleNotFoundError: No module named '{name}'" for name in missing}
    spared = [name for name in lacks if name == "scipy" or (name == "rasterio" and osgeo)]
    report = {
        "versions": kept,
        "problems": {name: text for name, text in lacks.items() if name not in spared},
        "notes": {name: lacks[name] for name in spared},
        "backend": "rasterio" if "rasterio" in kept else "gdal" if osgeo else "",
        "wheel": wheel,
        "path": [str(folder)] if folder else [],
    }
    return write_program(path, f"{unless}\nprintf '\\n%s %s\\n' \"$3\" {shlex.quote(json.dumps(report))}")


def qgis(path: Path) -> Path:
    """Write a stand-in for QGIS, which opens a window for whatever it is given and stays."""
    return write_program(path, "sleep 600")


def host(root: Path, platform: str, executable: Path, prefix: Path, **changes) -> Host:
    """Return a host whose every path lies below `root`."""
    release = root / "os-release"
    if not release.exists():
        release.write_text("ID=unheard-of\n")
    values = {
        "platform": platform,
        "executable": str(executable),
        "prefix": str(prefix),
        "base_prefix": str(prefix),
        "exec_prefix": str(prefix),
        "bindir": "/nowhere/at/all",
        "version": (3, 12),
        "build": "3.12.4 (a build)",
        "home": str(root / "home"),
        "environ": {"PATH": "/usr/bin:/bin", "LOCALAPPDATA": str(root / "home" / "AppData" / "Local")},
        "release": str(release),
        "system": str(root / "usr"),
    }
    return Host(**{**values, **changes})


def osgeo4w(root: Path) -> Host:
    """OSGeo4W: QGIS in bin, Python in apps."""
    python(root / "OSGeo4W" / "apps" / "Python312" / "python.exe")
    executable = qgis(root / "OSGeo4W" / "bin" / "qgis-bin.exe")
    return host(root, "win32", executable, root / "OSGeo4W" / "apps" / "Python312")


def osgeo4w_process(root: Path) -> Host:
    """qgis_process of OSGeo4W, which lies with QGIS in apps, and is no Python either."""
    inside = osgeo4w(root)
    executable = qgis(root / "OSGeo4W" / "apps" / "qgis-ltr" / "bin" / "qgis_process.exe")
    return dataclasses.replace(inside, executable=str(executable))


def installer(root: Path) -> Host:
    """The installer for Windows from 3.34.6 on; of the Python in apps only the one without a window is left."""
    top = root / "Program Files" / "QGIS 3.40.5"
    python(top / "apps" / "Python312" / "pythonw3.exe")
    return host(root, "win32", qgis(top / "bin" / "qgis-ltr-bin.exe"), top / "apps" / "Python312")


def standalone(root: Path) -> Host:
    """The installer for Windows, an old one: Python 3.9, whose copy in bin needs PYTHONHOME."""
    top = root / "Program Files" / "QGIS 3.22.5"
    home = top / "apps" / "Python39"
    python(top / "bin" / "python.exe", unless=f'[ "$PYTHONHOME" = "{home}" ] || {{ {REFUSAL}; }}', python="3.9.5")
    home.mkdir(parents=True)
    return host(root, "win32", qgis(top / "bin" / "qgis-bin.exe"), home, version=(3, 9))


def conda_on_windows(root: Path) -> Host:
    """Conda on Windows: Python at the top of the environment."""
    environment = root / "miniforge" / "envs" / "gis"
    (environment / "conda-meta").mkdir(parents=True)
    python(environment / "python.exe")
    return host(root, "win32", qgis(environment / "Library" / "bin" / "qgis.exe"), environment)


def old_bundle(root: Path) -> Host:
    """QGIS for macOS up to 3.40: Python in MacOS/bin."""
    contents = root / "QGIS LTR.app" / "Contents"
    python(contents / "MacOS" / "bin" / "python3", python="3.9.5", numpy="1.20.1")
    return host(root, "darwin", qgis(contents / "MacOS" / "QGIS"), contents / "MacOS", version=(3, 9))


def oldest_bundle(root: Path) -> Host:
    """QGIS for macOS as it was at first: Python in a framework."""
    versions = root / "QGIS3.app" / "Contents" / "Frameworks" / "Python.framework" / "Versions"
    python(versions / "3.9" / "bin" / "python3", python="3.9.5")
    executable = qgis(root / "QGIS3.app" / "Contents" / "MacOS" / "QGIS")
    return host(root, "darwin", executable, root / "QGIS3.app" / "Contents" / "MacOS", version=(3, 9))


def new_bundle(root: Path) -> Host:
    """QGIS for macOS from 3.44.4 on: no bin; the bare Python refuses without PYTHONHOME."""
    contents = root / "QGIS-final-4_0_3.app" / "Contents"
    home = contents / "Frameworks"
    (home / "lib" / "python3.12").mkdir(parents=True)
    python(contents / "MacOS" / "python3.12", unless=f'[ "$PYTHONHOME" = "{home}" ] || {{ {REFUSAL}; }}')
    write_program(contents / "MacOS" / "python", f'PYTHONHOME="{home}" exec "{contents}/MacOS/python3.12" "$@"')
    return host(root, "darwin", qgis(contents / "MacOS" / "QGIS-final-4_0_3"), home)


def conda_on_mac(root: Path) -> Host:
    """Conda on macOS, as on Linux."""
    environment = root / "miniforge" / "envs" / "gis"
    (environment / "conda-meta").mkdir(parents=True)
    python(environment / "bin" / "python")
    return host(root, "darwin", qgis(environment / "bin" / "qgis"), environment)


def conda_on_linux(root: Path) -> Host:
    """Conda on Linux; `python` is its name."""
    return dataclasses.replace(conda_on_mac(root), platform="linux")


def vcpkg(root: Path) -> Host:
    """A developer's own build, its libraries from vcpkg."""
    prefix = root / "build" / "vcpkg_installed" / "x64-linux"
    python(prefix / "tools" / "python3" / "python3.12")
    return host(root, "linux", qgis(root / "build" / "output" / "bin" / "qgis"), prefix)


def flatpak(root: Path) -> Host:
    """Flatpak, with what its advice says in place: an environment of the user's."""
    python(root / "usr" / "bin" / "python3", missing=("scipy", "rasterio"))
    python(root / "home" / ".local" / "share" / "tiled_raster" / "python" / "bin" / "python3")
    environ = {"PATH": "/usr/bin:/bin", "FLATPAK_ID": "org.qgis.qgis"}
    return host(root, "linux", qgis(root / "app" / "bin" / "qgis"), root / "usr", environ=environ)


def debian(root: Path) -> Host:
    """Debian: one Python for all."""
    (root / "os-release").write_text('NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n')
    executable = python(root / "usr" / "bin" / "python3.12")
    return host(root, "linux", executable, root / "usr")


def fedora(root: Path) -> Host:
    """Fedora, as Debian."""
    (root / "os-release").write_text("NAME=Fedora\nID=fedora\n")
    return host(root, "linux", qgis(root / "usr" / "bin" / "qgis"), python(root / "usr" / "bin" / "python3").parents[1])


TREES = {
    # builder: platform, Python below the tree, its PYTHONHOME, what the advice must contain
    osgeo4w: ("osgeo4w", "OSGeo4W/apps/Python312/python.exe", None, "setup.bat"),
    osgeo4w_process: ("osgeo4w", "OSGeo4W/apps/Python312/python.exe", None, "setup.bat"),
    installer: ("windows", "Program Files/QGIS 3.40.5/apps/Python312/pythonw3.exe", None, "packages-3.12"),
    standalone: ("windows", "Program Files/QGIS 3.22.5/bin/python.exe", "apps/Python39", "packages-3.9"),
    conda_on_windows: ("conda", "miniforge/envs/gis/python.exe", None, "conda install"),
    old_bundle: ("mac-old", "QGIS LTR.app/Contents/MacOS/bin/python3", None, "pip install"),
    oldest_bundle: (
        "mac",
        "QGIS3.app/Contents/Frameworks/Python.framework/Versions/3.9/bin/python3",
        None,
        "pip install",
    ),
    new_bundle: ("mac", "QGIS-final-4_0_3.app/Contents/MacOS/python3.12", "Frameworks", "pip install"),
    conda_on_mac: ("conda", "miniforge/envs/gis/bin/python", None, "conda install"),
    conda_on_linux: ("conda", "miniforge/envs/gis/bin/python", None, "conda install"),
    vcpkg: ("other", "build/vcpkg_installed/x64-linux/tools/python3/python3.12", None, "pip install"),
    flatpak: ("flatpak", "home/.local/share/tiled_raster/python/bin/python3", None, "micromamba create"),
    debian: ("debian", "usr/bin/python3.12", None, "sudo apt install python3-rasterio python3-scipy"),
    fedora: ("fedora", "usr/bin/python3", None, "sudo dnf install"),
}
