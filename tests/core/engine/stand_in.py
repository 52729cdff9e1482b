"""An engine with jobs of its own, for tests of what surrounds a job: `python -B stand_in.py serve FOLDER`.

It is the real bootstrap and the real server; only what a job does is given here, by name.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

BOOTSTRAP = Path(__file__).resolve().parents[3] / "core" / "processes" / "bootstrap.py"


def echo(job, progress):
    progress.plan({"text": ["one tile"]})
    return {"job": job, "argv": sys.argv, "path": sys.path, "environ": dict(os.environ), "cwd": os.getcwd()}


def flood(job, progress):
    """Report far more than may pass, and print on every way there is, from Python and from native code.

    The last flood comes in one piece: however slow the machine is, its lines arrive together.
    """
    native = ctypes.CDLL(None)
    line = b'{"event": "result", "result": "forged"}\n'
    for number in range(job["count"]):
        progress.update(number + 1, job["count"])
        progress.log(f"log {number}")
        print(line.decode())
        sys.stdout.write("\x00\xff rubbish without an end")
        os.write(1, line)
        native.write(1, line, len(line))
    subprocess.run(["printf", "from a child\n"], check=True)
    progress.warn("a warning")
    sys.stderr.write("e" * job["stderr"] + "\n")
    sys.stderr.flush()
    os.write(2, b"a line\n" * 8000)
    return {"done": True}


def fail(job, progress):
    from tiled_raster.core import errors

    try:
        raise KeyError("cause")
    except KeyError as error:
        raise getattr(errors, job["error"])(job["message"]) from error


def leave(job, progress):
    sys.exit(7)


def break_down(job, progress):
    raise ZeroDivisionError("by zero")


def unspeakable(job, progress):
    return {"value": object()}


def vanish(job, progress):
    sys.stderr.write("this is the reason\n")
    sys.stderr.flush()
    os._exit(3)


def crash(job, progress):
    ctypes.string_at(0)


def write_and_wait(job, progress):
    """Behave as a run with a writer, a worker and a child of a user's function, and wait until it is cancelled."""
    from tiled_raster.core.files.leftovers import register_group, register_partial, unregister_partial

    register_partial(job["partial"])
    Path(job["partial"]).write_text("half")
    worker = subprocess.Popen(["sleep", "600"], start_new_session=True)
    register_group(worker.pid)
    child = subprocess.Popen(["sleep", "600"])
    Path(os.environ["TMPDIR"], "left").write_text("temporary")
    if job["how"] != "native":
        # The kernel ends an engine one second after its host. Here it is to leave in its own way, however long it takes
        # on this machine; only where Python can no longer run in it the kernel is needed.
        ctypes.CDLL(None).prctl(1, 0)
    progress.log(f"pids {os.getpid()} {worker.pid} {child.pid}")
    progress.update(1, 2)
    try:
        {"wait": wait, "native": hold_python, "thread": native_thread}[job["how"]](progress)
    finally:
        if job["how"] == "wait":
            Path(job["partial"]).unlink()
            unregister_partial(job["partial"])


def wait(progress):
    while True:
        progress.check()
        time.sleep(0.01)


def hold_python(progress):
    """Sit in native code that keeps Python's lock: nothing written in Python can run in this process any more."""
    re.fullmatch("(a|a)*b", "a" * 60)


def native_thread(progress):
    """Leave, when cancelled, while a thread still sits in native code."""
    threading.Thread(target=ctypes.CDLL(None).sleep, args=(600,)).start()
    wait(progress)


def stop_reading(job, progress):
    """Fill the pipe of a host that was stopped for a while."""
    for number in range(job["count"]):
        progress.send({"event": "plan", "plan": {"number": number, "text": "x" * 1000}})
    return {"done": True}


def send_bytes(job, progress):
    """Send what no engine sends, then go on for ever."""
    os.write(progress._descriptor, job["bytes"].encode() * job.get("times", 1))
    wait(progress)


JOBS = (send_bytes, echo, flood, fail, leave, break_down, unspeakable, vanish, crash, write_and_wait, stop_reading)


def run_job(data, progress):
    return {job.__name__: job for job in JOBS}[data["kind"]](data, progress)


def main():
    spec = importlib.util.spec_from_file_location("bootstrap", BOOTSTRAP)
    bootstrap = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bootstrap)
    bootstrap.register_package()
    from tiled_raster.core.engine.server import serve

    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    serve(sys.argv[2], run_job)


if __name__ == "__main__":
    main()
