"""Start as the one program that is ever started: `python -B bootstrap.py serve|work|check|cli [arguments]`.

It makes the folder that holds this plugin importable as the package `tiled_raster`, whatever that folder is called,
without putting any folder on `sys.path`: other plugins stay out of reach, and a user's file that imports
`tiled_raster.core` meets the very classes that run here.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys

BOOTSTRAP = os.path.abspath(__file__)
PACKAGE = "tiled_raster"
MODES = {
    "serve": ("core.engine.server", "run one job that comes by standard input, and report it by standard output"),
    "work": ("core.clusters.pool.worker_main", "be one worker process of a running engine"),
    "check": ("core.engine.check", "print what an engine would run with"),
    "cli": ("core.cli", "the command line"),
}
"""What each mode is: the module, below the package, whose `main(arguments) -> exit code` is called."""


def leave_own_folder() -> None:
    """Take this file's folder off `sys.path`, where Python put it: its modules are no top-level modules."""
    here = os.path.dirname(BOOTSTRAP)
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != here]


def register_package() -> None:
    """Make this plugin's root the package `tiled_raster`; it runs the root's `__init__`, which has no effects."""
    root = os.path.dirname(os.path.dirname(os.path.dirname(BOOTSTRAP)))
    spec = importlib.util.spec_from_file_location(
        PACKAGE, os.path.join(root, "__init__.py"), submodule_search_locations=[root]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"{root} holds no package")
    package = importlib.util.module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)


def main(arguments: list[str]) -> int:
    """Run one mode and return its exit code; 2 when there is no such mode."""
    if not arguments or arguments[0] not in MODES:
        lines = [f"  {mode:6} {purpose}" for mode, (_, purpose) in MODES.items()]
        sys.stderr.write("\n".join([f"usage: python -B {os.path.basename(__file__)} MODE [arguments]", *lines, ""]))
        return 2
    # Nothing is ever written beside a user's file or in the plugin's folder, also where somebody forgot -B.
    sys.dont_write_bytecode = True
    leave_own_folder()
    register_package()
    module = importlib.import_module(f"{PACKAGE}.{MODES[arguments[0]][0]}")
    return int(module.main(arguments[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
