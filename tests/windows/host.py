"""A host that a test may kill: `python host.py JOB` runs it in an engine and prints each event as a line of JSON."""

from __future__ import annotations

import json
import sys
import threading


def main(job_file):
    from tiled_raster.core.engine.client import run_job
    from tiled_raster.core.errors import TilingError

    with open(job_file, encoding="utf-8") as file:
        job = json.load(file)
    cancelled = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), cancelled.set()), daemon=True).start()

    def say(event):
        print(json.dumps(event), flush=True)

    try:
        say({"event": "end", "result": run_job(job, say, cancelled.is_set)})
    except TilingError as error:
        say({"event": "end", "kind": type(error).__name__, "message": str(error)})


if __name__ == "__main__":
    main(sys.argv[1])
