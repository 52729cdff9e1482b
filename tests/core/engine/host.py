"""A host that a test may kill: `python host.py HOW PARTIAL LOG TEMPORARY` runs a job that waits to be cancelled."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def fork():
    """Leave a copy of this process, which holds the engine's pipes open when this one is gone."""
    pid = os.fork()
    if pid == 0:
        time.sleep(600)
        os._exit(0)
    return pid


def main(how, partial, log, temporary):
    from tiled_raster.core.engine import client

    def on_event(event):
        if event["event"] == "log" and event["message"].startswith("pids"):
            forked = fork() if how == "forked" else 0
            Path(log).write_text(f"{event['message']} {forked}\n")

    client.BOOTSTRAP = str(HERE / "stand_in.py")
    job = {"kind": "write_and_wait", "partial": partial, "how": "wait" if how == "forked" else how}
    client.run_job(job, on_event, lambda: False, temporary_folder=temporary)


if __name__ == "__main__":
    sys.path.insert(0, str(HERE.parents[2] / ".build" / "import"))
    main(*sys.argv[1:])
