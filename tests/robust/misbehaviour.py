"""Functions of users who know no mercy. Each takes a tile; those that do not fail return it plus one."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import threading
import time

LIBRARY = ctypes.PyDLL(None)  # calls through this keep Python's lock
MEGABYTE = 1 << 20
SIDE, LEFT, TOP = 1100, 1000, 2000
"""Size and place of the raster that the tests hold at a gate."""


def plus_one(raster):
    return raster + 1


def plus_one_at_a_gate(raster, gate, held_from, pause_s=0.05):
    """Take a moment for each tile, and wait with those from pixel `held_from` on until there is a file `gate`.

    Pixels are counted row by row, so a run is held at a point of its way however fast or slow the machine is.
    """
    time.sleep(pause_s)
    left, _, _, top = raster.bounds
    if (TOP - top) * SIDE + left - LEFT >= held_from:
        while not os.path.exists(gate):
            time.sleep(0.01)
    return raster + 1


def sys_exit(raster):
    sys.exit(3)


def os_exit(raster):
    os._exit(3)


def segfault(raster):
    ctypes.string_at(0)


def abort(raster):
    os.abort()


def killed_by_the_system(raster):
    """Do what the kernel does to a process that takes all memory."""
    os.kill(os.getpid(), signal.SIGKILL)


ONE_LIMIT = threading.Lock()
"""The limit is the process's: a thread that lifts it must not do so while another one relies on it."""


def out_of_memory(raster):
    """Take memory until there is none left for this process."""
    with ONE_LIMIT:
        with open("/proc/self/statm") as file:
            mapped = int(file.read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (mapped + 200 * MEGABYTE, resource.RLIM_INFINITY))
        try:
            return [bytearray(10 * MEGABYTE) for _ in range(1000)]
        finally:
            resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def closes_all_files(raster):
    os.closerange(0, 4096)
    time.sleep(0.1)
    return raster + 1


def recursion(raster):
    return recursion(raster)


def prints(raster):
    print("printed in Python")
    sys.stderr.write("written to standard error\n")
    sys.stdout.flush()
    return raster + 1


def prints_natively(raster):
    os.write(1, b'{"event": "result", "result": {}}\n')
    LIBRARY.puts(b"printed in C")
    LIBRARY.fflush(None)
    return raster + 1


def reads_standard_input(raster):
    assert os.read(0, 10) == b""
    return raster + 1


def changes_its_surroundings(raster):
    os.chdir("/")
    os.environ.clear()
    os.umask(0o777)
    sys.path.clear()
    sys.stdout = sys.stderr = None
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    return raster + 1


def forks_and_both_return(raster):
    os.fork()
    return raster + 1


def forks_and_the_child_fails(raster):
    if os.fork() == 0:
        raise ValueError("in the child")
    return raster + 1


def forks_and_the_child_lives_on(raster):
    if os.fork() == 0:
        time.sleep(600)
    return raster + 1


def starts_a_program(raster):
    subprocess.Popen(["sleep", "600"])
    return raster + 1


def starts_a_program_and_dies(raster):
    subprocess.Popen(["sleep", "600"])
    os._exit(3)


def starts_threads(raster):
    threading.Thread(target=time.sleep, args=(600,)).start()
    return raster + 1


def uses_a_pool(raster):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(abs, [-1, -2]) == [1, 2]
    return raster + 1


def leaves_a_pool(raster):
    global kept
    kept = multiprocessing.get_context("fork").Pool(2)
    return raster + 1


class Unloadable(Exception):
    def __init__(self, first, second):
        super().__init__(f"{first} and {second}")


class Hostile(BaseException):
    def __reduce__(self):
        return sys.exit, (3,)

    def __str__(self):
        raise KeyError("no words")


def raises_what_does_not_unpickle(raster):
    raise Unloadable("this", "that")


def raises_what_is_hostile(raster):
    raise Hostile


def raises_keyboard_interrupt(raster):
    raise KeyboardInterrupt


def returns_nothing(raster):
    return None


def returns_text(raster):
    return "a text"


def returns_a_function(raster):
    return lambda: raster


def returns_a_lock(raster):
    return threading.Lock()


def returns_too_few_pixels(raster):
    return type(raster).from_array(raster.data[..., :-1], raster.transform, raster.crs, raster.nodata)


def returns_complex_numbers(raster):
    return raster.copy(new_array=raster.data * 1j)


def returns_other_bands_each_time(raster):
    import numpy as np

    bands = 1 + int(raster.bounds[0]) % 2
    return type(raster).from_array(np.ones((bands, *raster.shape[-2:]), "f4"), raster.transform, raster.crs)


def returns_what_does_not_unpickle(raster):
    return Unpickles()


class Unpickles:
    def __reduce__(self):
        return int, ("not a number",)


def sits(raster):
    """Wait without Python's lock."""
    print("sitting")
    time.sleep(600)


def sits_on_the_lock(raster):
    """Wait in native code that keeps Python's lock."""
    print("sitting")
    LIBRARY.sleep(600)


def computes(raster):
    """Compute in native code, as long as it takes."""
    import numpy as np

    print("sitting")
    for _ in range(600):
        np.sort(np.tile(raster.data.ravel(), 400))


def stops_itself(raster):
    print("sitting")
    os.kill(os.getpid(), signal.SIGSTOP)


def hangs(raster):
    """Hang for good, in native code, deaf to all that can be ignored."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    LIBRARY.sleep(600)
