"""Load a user's own Python function, named by file, call it on a tile, and have its errors point home."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import os
import sys
import traceback
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Callable

from .errors import FunctionError, InvalidParameter, listed
from .parameters import Parameter

if TYPE_CHECKING:
    from .raster import Raster

DEPTH = Parameter(
    "depth",
    "Margin for the function",
    "Pixels of margin around each tile that the function sees; the margin of its result is cut off.",
    default=0,
    minimum=0,
    maximum=16384,
)


@dataclass(frozen=True)
class UserFunction:
    """A function in a Python file. It runs in the workers; whoever names the file trusts what stands in it.

    The function takes the tile as a `Raster` with all bands and the margin. Where its first parameter is
    annotated as an `ndarray`, or the file says `STYLE = "array"`, it takes each band as a 2-D floating array
    instead, NaN for nodata.
    """

    file: str
    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """Keyword arguments, anything that JSON holds."""
    depth: int = 0
    record_arguments: bool = False
    """Write the arguments' values into outputs too, and not their names alone: they may be secrets."""

    def check(self) -> None:
        """Raise InvalidParameter for what can be told without running the file."""
        if not self.file:
            raise InvalidParameter("function_file is empty: name the Python file that holds the function")
        if not os.path.isfile(self.file):
            raise InvalidParameter(f"function_file={self.file}: there is no such file")
        if not self.name.isidentifier():
            names = functions_in(self.file)
            has = f", which has {listed(names)}" if names else ""
            raise InvalidParameter(f"function_name={self.name!r}: must be the name of a function in {self.file}{has}")
        if not isinstance(self.arguments, Mapping):
            raise InvalidParameter(
                f'function_arguments={self.arguments}: must be a JSON object, such as {{"threshold": 3}}'
            )
        DEPTH.checked(self.depth)

    def check_file(self) -> None:
        """Raise FunctionError where the file is no Python. Nothing of it is run: that is for a worker."""
        try:
            compile(Path(self.file).read_bytes(), self.file, "exec", dont_inherit=True)
        except (OSError, SyntaxError, ValueError, RecursionError) as error:
            told = f"function_file={self.file}: does not import: {described(error, self.file)}"
            raise FunctionError(told) from error

    def load(self) -> Callable[..., Any]:
        """Return the function. Raises FunctionError when the file does not import or lacks the name."""
        module = _module(os.path.abspath(self.file), os.stat(self.file).st_mtime_ns)
        function = getattr(module, self.name, None)
        if not callable(function):
            names = [
                name
                for name, value in vars(module).items()
                if getattr(value, "__module__", None) == module.__name__ and callable(value)
            ]
            has = f"it has {listed(names)}" if names else "it defines no function"
            raise FunctionError(f"function_name={self.name}: {self.file} has no such function; {has}")
        loaded: Callable[..., Any] = function
        return loaded

    @property
    def takes_array(self) -> bool:
        """Whether the function takes 2-D arrays, one band at a time, and not the tile `Raster`."""
        function = self.load()
        style = getattr(sys.modules[function.__module__], "STYLE", None) if function.__module__ in sys.modules else None
        return style == "array" or "ndarray" in _first_annotation(function).lower()

    def __call__(self, raster: Raster) -> Any:
        """Return what the function makes of a tile."""
        function = self.load()
        if not self.takes_array:
            return function(raster, **self.arguments)
        return _call_on_arrays(function, raster, self.arguments)

    def to_json(self) -> dict[str, Any]:
        """Return what `UserFunction(**…)` takes."""
        return {**self.told(), "arguments": dict(self.arguments), "record_arguments": self.record_arguments}

    def told(self) -> dict[str, Any]:
        """Return what an output may say of the function: its arguments by name, with their values only if wanted."""
        arguments = dict(self.arguments) if self.record_arguments else sorted(self.arguments)
        return {"file": self.file, "name": self.name, "arguments": arguments, "depth": self.depth}


def load_in_a_worker(function: UserFunction) -> None:
    """Import the function's file, which is run in workers alone. Raises FunctionError."""
    function.load()


def _first_annotation(function: Callable[..., Any]) -> str:
    """Return as what a function's first parameter is annotated, "" where it is not: others say nothing of the tile."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # written in C
        return ""
    return str(parameters[0].annotation) if parameters else ""


def functions_in(path: str) -> list[str]:
    """Return the names of the functions that a Python file defines, in its order, without running it.

    Names that begin with an underscore are the file's own business. Empty where the file cannot be read as Python.
    """
    try:
        module = ast.parse(Path(path).read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError):
        return []
    names = [node.name for node in module.body if isinstance(node, ast.FunctionDef)]
    return [name for name in dict.fromkeys(names) if not name.startswith("_")]


def _call_on_arrays(function: Callable[..., Any], raster: Raster, arguments: Mapping[str, Any]) -> Any:
    """Call an array-style function on each band; arrays of the block's shape make a Raster, anything else a list."""
    import numpy as np

    block = raster.get_nanarray()
    bands = block[np.newaxis] if block.ndim == 2 else block
    results = [function(np.ascontiguousarray(band), **arguments) for band in bands]
    if not all(isinstance(result, np.ndarray) and result.ndim == 2 for result in results):
        return results[0] if len(results) == 1 else results
    data = np.stack(results)
    # NaN says where there is no data, and nothing else: 0.0 is a result, though the source's nodata be 0.
    missing = ~np.isfinite(data) if data.dtype.kind == "f" else np.zeros(data.shape, bool)
    masked: Any = np.ma
    return raster.copy(new_array=masked.array(data, mask=missing))


@lru_cache(maxsize=16)
def _module(path: str, mtime_ns: int) -> ModuleType:
    """Import the file once per process and version. Its folder goes last on sys.path: it may import neighbours."""
    name = f"tiled_raster_function_{zlib.crc32(f'{path}:{mtime_ns}'.encode()):08x}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise FunctionError(f"function_file={path}: is not a Python file (its name must end in .py)")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    folder = os.path.dirname(path)
    if folder not in sys.path:
        sys.path.append(folder)
    try:
        spec.loader.exec_module(module)
    except SystemExit as error:
        del sys.modules[name]
        raise FunctionError(f"function_file={path}: called sys.exit({error.code}) while being imported") from error
    except Exception as error:
        del sys.modules[name]
        raise FunctionError(f"function_file={path}: does not import: {described(error, path)}") from error
    return module


def described(error: BaseException, path: str = "") -> str:
    """Return an error in one line, with the last line of the file `path` that it passed through."""
    text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    where = getattr(error, "tiled_raster_where", None) or _where(error, path)
    return f"{text} ({where})" if where else text


def mark_where(error: BaseException, function: Callable[..., Any]) -> None:
    """Note on `error` the line of the function's file it came from, since tracebacks do not cross processes."""
    path = getattr(getattr(function, "__code__", None), "co_filename", "") or getattr(function, "file", "")
    where = _where(error, path)
    if where:
        error.tiled_raster_where = where  # type: ignore[attr-defined]


def _where(error: BaseException, path: str) -> str:
    if isinstance(error, SyntaxError) and error.filename:
        return f"{os.path.basename(error.filename)}, line {error.lineno}"
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if path and os.path.abspath(frame.filename) == os.path.abspath(path)
    ]
    return f"{os.path.basename(path)}, line {frames[-1].lineno}, in {frames[-1].name}" if frames else ""
