"""The project's own files, read as text and as syntax trees: what the tests of this folder look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE_FOLDERS = ("provider", "algorithms", "core", "resources")
NOT_OURS = {
    ".qgis-settings",
    ".git",
    ".build",
    "build",
    "dist",
    "__pycache__",
    ".hypothesis",
    ".pytest_cache",
    ".ruff_cache",
}


def files(*suffixes: str) -> list[Path]:
    """Return every file of the project with one of the suffixes, without what was built or installed."""
    found = []
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        if path.is_file() and path.suffix in suffixes and not NOT_OURS & set(inside.parts[:-1]):
            found.append(path)
    return found


def package_files() -> list[Path]:
    """Return the Python files that the plugin consists of."""
    return [path for path in files(".py") if in_package(path)]


def in_package(path: Path) -> bool:
    """Return whether the file is shipped with the plugin."""
    parts = path.relative_to(ROOT).parts
    return len(parts) == 1 or parts[0] in PACKAGE_FOLDERS


def module_name(path: Path) -> str:
    """Return the dotted name inside the package: "core.filters.mean"; "" for the root."""
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    return ".".join(parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(tree: ast.Module, module: str, is_package: bool) -> Iterator[tuple[str, int, bool]]:
    """Yield each imported module: its dotted name, the line, and whether it runs when the file is loaded.

    Relative names are resolved and begin with a dot: ".core.tiles". What stands under TYPE_CHECKING never runs and is
    left out.
    """
    yield from _imports_in(tree.body, module, is_package, True)


def _imports_in(body: list[ast.stmt], module: str, is_package: bool, at_load: bool) -> Iterator[tuple[str, int, bool]]:
    for statement in body:
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                yield alias.name, statement.lineno, at_load
        elif isinstance(statement, ast.ImportFrom):
            for name in _names_of(statement, module, is_package):
                yield name, statement.lineno, at_load
        elif not _is_type_checking(statement):
            inside = isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef))
            for part in _blocks(statement):
                yield from _imports_in(part, module, is_package, at_load and not inside)
        else:
            yield from _imports_in(statement.orelse, module, is_package, at_load)


def _blocks(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for field in ("body", "orelse", "finalbody"):
        block = getattr(statement, field, None)
        if isinstance(block, list):
            yield block
    for handler in getattr(statement, "handlers", []):
        yield handler.body


def _is_type_checking(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and ast.unparse(statement.test).endswith("TYPE_CHECKING")


def _names_of(statement: ast.ImportFrom, module: str, is_package: bool) -> list[str]:
    """Return the modules that a `from` import may load; for `from . import a, b` these are .a and .b."""
    if statement.level == 0:
        return [statement.module or ""]
    here = module.split(".") if module else []
    kept = len(here) - statement.level + (1 if is_package else 0)
    if kept < 0:
        return ["..outside the package"]
    base = here[:kept]
    if statement.module:
        base = [*base, *statement.module.split(".")]
    dotted = "." + ".".join(base)
    if statement.module and not (ROOT / Path(*base)).is_dir():
        return [dotted]
    return [f"{dotted.rstrip('.')}.{alias.name}" for alias in statement.names]
