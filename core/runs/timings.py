"""Keep what earlier runs took in a file in the user's cache folder: the best guess at how long the like will take.

A cost is kept for each filter with its values, size and type, and for the workers; nothing of the rasters themselves.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import secrets
from typing import TYPE_CHECKING, Any, Optional

from ..interpreter.host import Host

if TYPE_CHECKING:
    from .prepare_filter import FilterRun

MOST = 300
"""Costs that are kept, the latest."""
NEWEST_SHARE = 0.5
"""How much a new run counts beside what was known: one that others slowed down is outweighed soon."""
FILE = "timings.json"


def recalled_s(run: FilterRun) -> Optional[float]:
    """Return the seconds of one core for a pixel, its share of the margins counted; None where no run was like this."""
    return _cost_in(_read(), _key(run))


def note(run: FilterRun, cost_s: float) -> None:
    """Remember what a run took for a pixel; where no file can be written, not at all."""
    if not (math.isfinite(cost_s) and cost_s > 0):
        return
    known, key = _read(), _key(run)
    before = _cost_in(known, key)
    known.pop(key, None)
    known[key] = cost_s if before is None else NEWEST_SHARE * cost_s + (1 - NEWEST_SHARE) * before
    path = _file()
    partial = f"{path}.{os.getpid()}-{secrets.token_hex(4)}"
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        try:
            with open(partial, "w", encoding="utf-8") as file:
                json.dump(dict(list(known.items())[-MOST:]), file)
            os.replace(partial, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(partial)


def _file() -> str:
    return os.path.join(Host.here().folder_of_cache(), FILE)


def _read() -> dict[str, Any]:
    """Return what is kept, nothing where the file is missing or none of ours."""
    try:
        with open(_file(), encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _cost_in(known: dict[str, Any], key: str) -> Optional[float]:
    cost = known.get(key)
    if not isinstance(cost, (int, float)) or isinstance(cost, bool) or not math.isfinite(cost) or cost <= 0:
        return None
    return float(cost)


def _key(run: FilterRun) -> str:
    """Return what runs of the same cost have in common, as text."""
    assert run.profile is not None
    job, plan, info = run.job, run.plan, run.source.info
    options = dict(run.profile.creation_options)
    like = [
        [[kernel.spec.name, sorted(kernel.values.items())] for kernel in run.kernels],
        [job.nodata_policy, job.min_valid, job.edge],
        [[info.dtypes[band - 1] for band in info.checked_bands(job.bands)], run.profile.dtype],
        [plan.cluster, plan.workers, options.get("COMPRESS", ""), bool(run.profile.overviews)],
    ]
    return json.dumps(like)
