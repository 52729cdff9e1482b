"""List where each way to install QGIS keeps its Python, and the one command that mends it when something is missing.

One record per platform, the first that matches counts. A template names a path by what the host says of itself:
{prefix}, {base_prefix}, {exec_prefix}, {bindir}, {bundle}, {system} (`/usr`), {data} (the user's folder for this
plugin) and {x_y}, the host's version as `3.12`; it may hold wildcards. What a template finds is run before it is
believed.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Callable, Optional

from .host import Host


@dataclass(frozen=True)
class Candidate:
    """A program that may be a Python that serves, and the PYTHONHOME it needs, if any."""

    path: str
    home: Optional[str] = None


@dataclass(frozen=True)
class PlatformSpec:
    """One way to install QGIS."""

    name: str
    label: str
    """As in "To mend it on {label}, run …"."""
    matches: Callable[[Host], bool]
    templates: tuple[tuple[str, str], ...]
    """Paths of Pythons, best first, each with the template of its PYTHONHOME, "" for none."""
    mend: str
    """The command. {run} starts the best Python that at least starts, {packages} is the folder for packages."""
    terminal: str = "a terminal"
    """Where the command is to be typed."""


_EVERYWHERE = (
    ("{bindir}/python{x_y}", ""),
    ("{bindir}/python3", ""),
    ("{prefix}/bin/python{x_y}", ""),
    ("{prefix}/bin/python3", ""),
    ("{exec_prefix}/bin/python{x_y}", ""),
    ("{base_prefix}/bin/python{x_y}", ""),
    ("{base_prefix}/bin/python3", ""),
    ("{prefix}/tools/python3/python{x_y}", ""),
    ("{prefix}/tools/python3/python3", ""),
)
# On macOS the system's python3 is a stand-in that opens a window, so only Linux looks there.
_LINUX = (
    ("{prefix}/bin/python{x_y}", ""),
    ("{prefix}/bin/python3", ""),
    ("{system}/bin/python{x_y}", ""),
    ("{system}/bin/python3", ""),
)
_FOR_THIS_PLUGIN = (
    ("{data}/python/bin/python3", ""),
    ("{data}/python/python.exe", ""),
    ("{data}/python/Scripts/python.exe", ""),
)
_PIP = '{run} -m pip install --only-binary=:all: --target "{packages}" numpy scipy rasterio'
_WINDOWS = (
    ("{prefix}/python.exe", ""),
    ("{prefix}/python3.exe", ""),
    ("{prefix}/pythonw.exe", ""),
    ("{prefix}/pythonw3.exe", ""),
    ("{bundle}/bin/python.exe", "{prefix}"),
    ("{bundle}/bin/python3.exe", "{prefix}"),
    ("{prefix}/tools/python3/python.exe", ""),
)
_MAC = (
    ("{bundle}/MacOS/bin/python{x_y}", ""),
    ("{bundle}/MacOS/bin/python3", ""),
    # The newer bundle: a script that sets PYTHONHOME, and the program that refuses to start without it.
    ("{bundle}/MacOS/python{x_y}", "{bundle}/Frameworks"),
    ("{bundle}/MacOS/python", ""),
    ("{bundle}/MacOS/python3", "{bundle}/Frameworks"),
    ("{bundle}/Frameworks/Python.framework/Versions/*/bin/python3", ""),
    ("{bundle}/Resources/bin/python3", ""),
    ("{bindir}/../python{x_y}", ""),
)


def _linux(*names: str) -> Callable[[Host], bool]:
    """Return a test whether the distribution is one of `names` or derived from one."""

    def matches(host: Host) -> bool:
        if host.platform != "linux":
            return False
        try:
            with open(host.release, encoding="utf-8") as file:
                lines = dict(line.strip().split("=", 1) for line in file if "=" in line)
        except OSError:
            return False
        family = f"{lines.get('ID', '')} {lines.get('ID_LIKE', '')}".replace('"', " ").split()
        return any(name in family for name in names)

    return matches


def _mac_has(folder: str) -> Callable[[Host], bool]:
    return lambda host: (
        host.platform == "darwin" and host.bundle.endswith("/Contents") and os.path.isdir(f"{host.bundle}/{folder}")
    )


PLATFORMS = (
    PlatformSpec(
        "flatpak",
        "Flatpak, whose Python cannot be added to",
        lambda host: "FLATPAK_ID" in host.environ or host.executable.startswith("/app/"),
        _LINUX,
        'micromamba create -y -p "{data}/python" -c conda-forge rasterio scipy',
    ),
    PlatformSpec(
        "conda",
        "conda",
        lambda host: host.is_conda,
        (("{prefix}/python.exe", ""), ("{prefix}/bin/python{x_y}", ""), ("{prefix}/bin/python", "")),
        'conda install -y -p "{prefix}" -c conda-forge rasterio scipy',
    ),
    PlatformSpec(
        "osgeo4w",
        "OSGeo4W",
        lambda host: host.is_windows and host.bundle != host.prefix and not _is_standalone(host),
        _WINDOWS,
        '"{bundle}/bin/setup.bat" -A -k -q -P python3-rasterio -P python3-scipy',
        "the OSGeo4W Shell",
    ),
    PlatformSpec("windows", "Windows", lambda host: host.is_windows, _WINDOWS, _PIP, "the Command Prompt"),
    PlatformSpec("mac-old", "macOS", _mac_has("MacOS/bin"), _MAC, _PIP),
    PlatformSpec("mac", "macOS", lambda host: host.platform == "darwin", _MAC, _PIP),
    PlatformSpec(
        "debian",
        "Debian, Ubuntu and their relatives",
        _linux("debian", "ubuntu"),
        _LINUX,
        "sudo apt install python3-rasterio python3-scipy",
    ),
    PlatformSpec(
        "fedora",
        "Fedora",
        _linux("fedora"),
        _LINUX,
        "sudo dnf install python3-rasterio python3-scipy",
    ),
    PlatformSpec("other", "this system", lambda _: True, _LINUX, _PIP),
)


def _is_standalone(host: Host) -> bool:
    """Return whether QGIS came as one installer: its root then carries QGIS's name, as in `QGIS 3.44.1`."""
    return os.path.basename(host.bundle).lower().startswith("qgis")


def platform_of(host: Host) -> PlatformSpec:
    """Return the record of the host's platform."""
    return next(platform for platform in PLATFORMS if platform.matches(host))


def is_python_name(path: str) -> bool:
    """Return whether a program is called as Pythons are. QGIS is not, and must never be started here."""
    return os.path.basename(path).lower().startswith("python")


def packages_folder(host: Host, x_y: str) -> str:
    """Return where packages for this plugin alone may lie, by the version of the Python that they were made for."""
    return os.path.join(host.folder_of_data(), f"packages-{x_y}")


def candidates(host: Host) -> list[Candidate]:
    """Return the programs that exist where a Python may be, best first, each once."""
    found: dict[tuple[str, str, str], Candidate] = {}
    own = platform_of(host).templates
    for template, home in (*own, *_EVERYWHERE, *_FOR_THIS_PLUGIN):
        for path in _paths(template, host):
            found.setdefault(_identity(path, home), Candidate(path, _filled(home, host) or None))
    if is_python_name(host.executable) and os.path.isfile(host.executable):
        found.setdefault(_identity(host.executable), Candidate(host.executable))
    return list(found.values())


def _identity(path: str, home: str = "") -> tuple[str, str, str]:
    """Return what is equal for two names of one Python. Its folder counts too: that makes a virtual environment."""
    return os.path.realpath(os.path.dirname(path)), os.path.realpath(path), home


def named(setting: str) -> list[Candidate]:
    """Return the candidates that a user's setting names: a Python, or a folder (an environment) that holds one."""
    path = os.path.abspath(os.path.expanduser(setting.strip().strip('"')))
    inside = ("bin/python3", "bin/python", "python.exe", "Scripts/python.exe", "python3", "python")
    if os.path.isdir(path):
        return [Candidate(os.path.join(path, name)) for name in inside if os.path.isfile(os.path.join(path, name))][:1]
    return [Candidate(path)]


def command_that_mends(host: Host, python: Candidate, x_y: str) -> str:
    """Return the one command that brings what is missing. `python` is the best candidate that at least starts."""
    packages = packages_folder(host, x_y)
    filled = platform_of(host).mend.format(run=_typed(python, host), packages=packages, **template_names(host))
    return filled.replace("/", "\\") if host.is_windows and "\\" in host.prefix else filled


def _typed(python: Candidate, host: Host) -> str:
    """Return what one types to start a Python, with the PYTHONHOME that it needs."""
    if not python.home:
        return f'"{python.path}"'
    setting = f'set "PYTHONHOME={python.home}" &&' if host.is_windows else f'PYTHONHOME="{python.home}"'
    return f'{setting} "{python.path}"'


def _paths(template: str, host: Host) -> Iterator[str]:
    for path in sorted(glob.glob(_filled(template, host, glob.escape))):
        if os.path.isfile(path) and is_python_name(path):
            yield os.path.normpath(path)


def _filled(template: str, host: Host, escape: Callable[[str], str] = str) -> str:
    return template.format(**{name: escape(value) for name, value in template_names(host).items()})


def template_names(host: Host) -> dict[str, str]:
    """Return what a template may name, with its value on this host."""
    return {
        "prefix": host.prefix,
        "base_prefix": host.base_prefix,
        "exec_prefix": host.exec_prefix,
        "bindir": host.bindir,
        "bundle": host.bundle,
        "system": host.system,
        "data": host.folder_of_data(),
        "x_y": f"{host.version[0]}.{host.version[1]}",
    }
