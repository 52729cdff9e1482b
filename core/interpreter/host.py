"""Describe the host, the program in which this code runs and for which a Python is looked up.

Everything is read here and passed on as plain values, so that a test can say "this is QGIS on Windows".
"""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Host:
    """The running program, as `sys`, `sysconfig` and `os` describe it."""

    platform: str
    """As `sys.platform`."""
    executable: str
    """As `sys.executable`: inside QGIS on Windows and macOS that is QGIS, never a Python."""
    prefix: str
    base_prefix: str
    exec_prefix: str
    bindir: str
    """As `sysconfig` says: where this Python was installed, or was when it was built."""
    version: tuple[int, int]
    build: str
    """As `sys.version`: it changes when the host is replaced by another version."""
    home: str
    """The user's home folder."""
    environ: Mapping[str, str]
    release: str = "/etc/os-release"
    """The file that names a Linux distribution."""
    system: str = "/usr"
    """Below which a Linux distribution keeps its own Python."""

    @classmethod
    def here(cls) -> Host:
        """Return the program that runs now."""
        return cls(
            platform=sys.platform,
            executable=sys.executable or "",
            prefix=sys.prefix,
            base_prefix=sys.base_prefix,
            exec_prefix=sys.exec_prefix,
            bindir=sysconfig.get_config_var("BINDIR") or "",
            version=(sys.version_info[0], sys.version_info[1]),
            build=sys.version,
            home=os.path.expanduser("~"),
            environ=dict(os.environ),
        )

    @property
    def is_windows(self) -> bool:
        """Whether this is Windows."""
        return self.platform == "win32"

    @property
    def is_conda(self) -> bool:
        """Whether the host's Python is one of conda, mamba or pixi."""
        return os.path.isdir(os.path.join(self.prefix, "conda-meta"))

    @property
    def bundle(self) -> str:
        """The folder below which all that belongs to the host lies; the prefix where it is no bundle.

        An application on macOS up to its `Contents`; OSGeo4W's root on Windows; a conda environment.
        """
        if self.is_conda:
            return self.prefix
        if self.platform == "darwin" and "/Contents/" in f"{self.prefix}/":
            return f"{self.prefix}/".split("/Contents/")[0] + "/Contents"
        parent = os.path.dirname(os.path.normpath(self.prefix))
        if self.is_windows and os.path.basename(parent).lower() == "apps":
            return os.path.dirname(parent)
        return self.prefix

    @property
    def has_bundle(self) -> bool:
        """Whether the host brings its own libraries along, and does not use the system's."""
        return self.is_conda or self.is_windows or self.bundle != self.prefix

    def owns(self, path: str) -> bool:
        """Return whether `path` lies in the host's bundle or prefix."""
        inside = os.path.normcase(os.path.abspath(path))
        roots = (os.path.normcase(os.path.abspath(root)) for root in (self.bundle, self.base_prefix))
        return any(inside == root or inside.startswith(root.rstrip(os.sep) + os.sep) for root in roots)

    def folder_of_data(self) -> str:
        """Return the folder where a user may put a Python, or packages, for this plugin alone."""
        if self.is_windows:
            local = self.environ.get("LOCALAPPDATA") or os.path.join(self.home, "AppData", "Local")
            return os.path.join(local, "tiled_raster")
        if self.platform == "darwin":
            return os.path.join(self.home, "Library", "Application Support", "tiled_raster")
        return os.path.join(self.home, ".local", "share", "tiled_raster")

    def folder_of_cache(self) -> str:
        """Return the folder of what can be found again at any time."""
        if self.is_windows:
            return os.path.join(self.folder_of_data(), "cache")
        if self.platform == "darwin":
            return os.path.join(self.home, "Library", "Caches", "tiled_raster")
        root = self.environ.get("XDG_CACHE_HOME", "")
        return os.path.join(root if os.path.isabs(root) else os.path.join(self.home, ".cache"), "tiled_raster")


def variables_of(environ: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Return those of the variables that are set, whatever their case."""
    wanted = set(names)
    return {name: value for name, value in environ.items() if name.upper() in wanted}
