"""Count the processors that this process may really use (affinity, container limits), and the machine's memory."""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from typing import Optional


def usable_cpus(root: Path = Path("/")) -> int:
    """Return the number of processors that this process may keep busy, at least 1.

    `root` is the file system in which the container limits are looked up; tests give their own.
    """
    counted = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        counted = len(os.sched_getaffinity(0)) or counted
    quota = _cgroup_quota(root)
    return max(1, counted if quota is None else min(counted, math.ceil(quota)))


def _cgroup_quota(root: Path) -> Optional[float]:
    """Return the smallest limit, in processors, of the control groups above this process; None without one."""
    quotas = [quota for folder in _cgroup_folders(root) if (quota := _quota_of(folder)) is not None]
    return min(quotas, default=None)


def _cgroup_folders(root: Path) -> list[Path]:
    """Return every folder whose limit applies: those of this process and of all groups around it."""
    try:
        lines = (root / "proc/self/cgroup").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
    mount = root / "sys/fs/cgroup"
    folders = [mount, mount / "cpu"]
    for line in lines:
        _, controllers, path = line.split(":", 2)
        top = mount / "cpu" if "cpu" in controllers.split(",") else mount
        parts = [part for part in path.split("/") if part not in ("", "..")]
        folders += [top.joinpath(*parts[:depth]) for depth in range(1, len(parts) + 1)]
    return folders


def _quota_of(folder: Path) -> Optional[float]:
    """Return the limit set in one control group, in processors: version 2 (`cpu.max`), else version 1."""
    try:
        if (folder / "cpu.max").exists():
            quota, period = (folder / "cpu.max").read_text(encoding="ascii").split()
        else:
            quota = (folder / "cpu.cfs_quota_us").read_text(encoding="ascii")
            period = (folder / "cpu.cfs_period_us").read_text(encoding="ascii")
        return int(quota) / int(period) if int(quota) > 0 else None
    except (OSError, ValueError, ZeroDivisionError):  # no such file, or "max": no limit here
        return None


def machine_memory_mb() -> int:
    """Return the machine's memory in megabytes, 4096 where the system does not say."""
    if sys.platform == "win32":
        return _windows_memory_mb() or 4096
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    except (AttributeError, ValueError, OSError):
        return 4096


def _windows_memory_mb() -> int:
    """Return what GlobalMemoryStatusEx says of the physical memory, 0 when it says nothing."""
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [
            ("length", ctypes.c_uint32),
            ("load_percent", ctypes.c_uint32),
            ("physical", ctypes.c_uint64),
            ("others", ctypes.c_uint64 * 6),
        ]

    status = Status(length=ctypes.sizeof(Status))
    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    return int(status.physical) >> 20 if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else 0
