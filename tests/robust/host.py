"""A program that runs a job, and that a test may kill: what QGIS is to the engine. It knows only the client.

`python host.py JOB SCRATCH [multiprocessing]`; it says in lines of JSON what happens, hears "cancel" on standard input,
and tells at the end what the run left in this process.
"""

from __future__ import annotations

import json
import multiprocessing
import multiprocessing.spawn
import os
import sys
import threading
import time


def say(**event):
    print(json.dumps(event), flush=True)


def surroundings():
    """Return what a run must leave as it was."""
    return {
        "environ": dict(os.environ),
        "path": list(sys.path),
        "folder": os.getcwd(),
        "start method": multiprocessing.get_start_method(allow_none=True),
        "executable": os.fsdecode(multiprocessing.spawn.get_executable()),
        "streams": [id(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)],
        "files": sorted(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else [],
        "threads": sorted(thread.name for thread in threading.enumerate()),
    }


class Neighbour:
    """Another plugin that computes in processes of its own all the while."""

    def __init__(self):
        # Spawned ones: a forked one would hold a copy of the standard output that the test waits on.
        self._pool = multiprocessing.get_context("spawn").Pool(2)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work)
        self._right = 0
        self._wrong = 0
        self._pool.map(abs, [-1, -2])
        self._thread.start()

    def _work(self):
        while not self._stop.is_set():
            if self._pool.map(abs, range(-50, 0)) == list(range(50, 0, -1)):
                self._right += 1
            else:
                self._wrong += 1

    def end(self):
        """Return how often it has computed right, and wrong."""
        self._stop.set()
        self._thread.join()
        self._pool.close()
        self._pool.join()
        return self._right, self._wrong


def main(job_file, scratch, multiprocessing_too=False):
    from tiled_raster.core.engine.client import run_job
    from tiled_raster.core.errors import TilingError

    with open(job_file, encoding="utf-8") as file:
        job = json.load(file)
    cancelled = threading.Event()

    def listen():
        for line in sys.stdin:
            if line.strip() == "cancel":
                cancelled.set()

    threading.Thread(target=listen, name="listen", daemon=True).start()
    neighbour = Neighbour() if multiprocessing_too else None
    before = surroundings()
    try:
        result = run_job(job, lambda event: say(at=time.monotonic(), **event), cancelled.is_set, None, scratch)
        outcome = {"result": result}
    except TilingError as error:
        outcome = {"kind": type(error).__name__, "message": str(error)}
    after = surroundings()
    say(
        event="end",
        at=time.monotonic(),
        changed=[name for name in before if before[name] != after[name]],
        loaded=[name for name in ("rasterio", "scipy", "osgeo", "numpy") if name in sys.modules],
        neighbour=neighbour.end() if neighbour else None,
        **outcome,
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
