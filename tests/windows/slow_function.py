"""A function of a user's that takes its time, so that a run can be met in its middle."""

from __future__ import annotations

import os
import time


def slow(raster, log):
    with open(log, "a", encoding="utf-8") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(0.3)
    return raster
