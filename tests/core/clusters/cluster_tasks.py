"""Functions for the tests to run in clusters; workers import this module as they would a user's."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np


def call(function, *args, **kwargs):
    return function(*args, **kwargs)


def echo(*args, **kwargs):
    return args, kwargs


def square(x):
    return x * x


def slow_square(x, seconds):
    time.sleep(seconds)
    return x * x


def pid(_=None):
    return os.getpid()


def slow_pid(seconds):
    time.sleep(seconds)
    return os.getpid()


def twice(values):
    return values * 2


def meet(folder, me, other):
    """Return when `other` runs at the same time."""
    Path(folder, str(me)).touch()
    for _ in range(3000):
        if Path(folder, str(other)).exists():
            return True
        time.sleep(0.01)
    return False


def note_and_wait(path, release):
    """Write down that it runs, then wait for a file."""
    Path(path).write_text(str(os.getpid()))
    while not Path(release).exists():
        time.sleep(0.005)
    return os.getpid()


class Odd(Exception):
    """Cannot be unpickled: it wants two arguments and passes one on."""

    def __init__(self, first, second):
        super().__init__(first)


class Mute(Exception):
    def __str__(self):
        raise RuntimeError("no words")


class Fixed(Exception):
    """Comes through, but takes no new attributes."""

    def __setattr__(self, name, value):
        raise AttributeError(name)


class Shuts(Exception):
    """Ends the program when it is unpickled."""

    def __reduce__(self):
        return sys.exit, (3,)


def fail(kind, *args):
    raise kind(*args)


def fail_with_cause():
    try:
        raise OSError("the disk")
    except OSError as error:
        raise ValueError("the tile") from error


class OpensHereOnly:
    """Comes apart in the process that made it only."""

    def __init__(self):
        self.home = os.getpid()

    def __reduce__(self):
        return _open_at, (self.home,)


def _open_at(home):
    if home != os.getpid():
        raise ValueError("not at home")
    return OpensHereOnly()


def unpicklable():
    return threading.Lock()


def opens_here_only():
    return OpensHereOnly()


def array(kind, side):
    return np.arange(side * side, dtype=kind).reshape(side, side)


def growing(steps):
    return np.full(1 << steps, steps, dtype=np.uint8)


class Counts:
    """A callable with a large state."""

    def __init__(self, size):
        self.table = np.arange(size)

    def __call__(self, index):
        return int(self.table[index])


# Ways to die


def die(path, times, how, *args):
    """Die `times` times, counted in a file; then return how often it was called."""
    with open(path, "a") as log:
        log.write("x")
    count = os.path.getsize(path)
    if count <= times:
        how(*args)
    return count


def segfault(_=None):
    ctypes.string_at(0)


def leave(code=3):
    os._exit(code)


def kill_self(signal_number):
    os.kill(os.getpid(), signal_number)
    time.sleep(60)


def close_all_files():
    os.closerange(3, 1000)
    time.sleep(60)


def hang_with_lock(path=None):
    """Sleep in C without giving Python's lock back."""
    if path:
        Path(path).write_text(str(os.getpid()))
    ctypes.PyDLL(None).sleep(600)


def say_and_die(text):
    print(text)
    leave()


# Ways to surprise


def shout(text):
    print(text)
    os.write(1, b"straight to descriptor 1\n")
    subprocess.run(["echo", text], check=True)
    return sys.stdin.read()


def fork_and_return():
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return "parent"
    return "child"


def fork_and_fail():
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return "parent"
    raise ValueError("child")


def fork_and_stay(path):
    """Leave a forked child and a started program behind, both of which would live for long."""
    child = os.fork()
    if not child:
        time.sleep(600)
        os._exit(0)
    program = subprocess.Popen(["sleep", "600"])
    whole = Path(f"{path}.part")  # whoever waits for the file must find it whole
    whole.write_text(f"{child} {program.pid}")
    whole.rename(path)
    time.sleep(600)


def see_program():
    """What a worker knows about itself."""
    import __main__

    return {
        "main": getattr(__main__, "__file__", ""),
        "qt": sorted(name for name in sys.modules if "qt" in name.lower() or name.startswith("qgis")),
        "bytecode": sys.dont_write_bytecode,
        "threads": os.environ.get("OMP_NUM_THREADS"),
        "cwd": os.getcwd(),
        "path": sys.path,
        "modules": sorted(sys.modules),
    }


def without_scipy(path):
    """Run all filters and statistics where SciPy, and nothing else, cannot be imported; return what has run."""
    for name in ["scipy", *(name for name in sys.modules if name.startswith("scipy."))]:
        sys.modules[name] = None
    from tiled_raster.core import FILTERS, STATISTICS, MultiprocConfig, raster_statistics

    ran = []
    circle = {"size": 13, "shape": "circle"}
    for name, spec in FILTERS.items():
        known = {parameter.name for parameter in spec.parameters}
        for values in ({}, circle) if set(circle) <= known else ({},):
            kernel = spec.bind(**values)
            side = 2 * kernel.halo + 5
            block = np.random.default_rng(1).normal(100, 20, (side, side)).astype(np.float32)
            assert kernel(block).shape == block.shape
        ran.append(name)
    measured = raster_statistics(path, MultiprocConfig(20), list(STATISTICS), percentiles=(5, 95)).bands[0]
    return ran, [name for name in STATISTICS if name in measured]
