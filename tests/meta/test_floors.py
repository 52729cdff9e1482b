"""No import of core runs upward, and none in a circle; counted are those in functions and for type checkers too."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from floors import FLOORS
from project_tree import in_package, module_name, package_files, tree_of

LEVELS = {room: level for level, floor in enumerate(reversed(FLOORS)) for room in floor.rooms}


def modules() -> dict[str, Path]:
    """Return the files of the package by their dotted names, "core.filters" for its `__init__`."""
    return {module_name(path): path for path in package_files() if in_package(path)}


def imported(module: str, tree: ast.Module, is_package: bool, known: Mapping[str, object]) -> Iterator[tuple[str, int]]:
    """Yield each module of ours that is imported anywhere in a file, and the line; what does not exist is an error."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or node.level == 0:
            continue
        here = module.split(".") if module else []
        base = here[: len(here) - node.level + is_package] + (node.module.split(".") if node.module else [])
        home = ".".join(base)
        for alias in node.names:
            inner = f"{home}.{alias.name}" if home else alias.name
            name = inner if inner in known else home
            assert name in known, f"{module}:{node.lineno} imports {name}, which is not there"
            if name != module:
                yield name, node.lineno


def graph() -> dict[str, dict[str, int]]:
    """Return for each file what it imports, and where."""
    known = modules()
    return {
        name: dict(imported(name, tree_of(path), path.name == "__init__.py", known)) for name, path in known.items()
    }


def room_of(module: str) -> str:
    """Return the room of a module of core: the file or folder right in core."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def circles(arrows: Mapping[str, Mapping[str, object]]) -> list[list[str]]:
    """Return the groups of files that import each other, directly or through others."""

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        ahead = [start]
        while ahead:
            for name in arrows.get(ahead.pop(), ()):
                if name not in found:
                    found.add(name)
                    ahead.append(name)
        return found

    reach = {name: reached(name) for name in arrows}
    tied = [sorted(other for other in reach[name] if name in reach[other]) for name in arrows if name in reach[name]]
    return sorted({tuple(group): group for group in tied}.values())


def climbs(module: str, target: str) -> bool:
    """Return whether an import leads to the same floor or to a higher one, in another room."""
    here, there = room_of(module), room_of(target)
    return here != there and LEVELS[there] >= LEVELS[here]


def test_every_room_has_a_floor() -> None:
    rooms = {room_of(name) for name in modules() if name.split(".")[0] == "core"}
    assert rooms == set(LEVELS)
    assert len(LEVELS) == sum(len(floor.rooms) for floor in FLOORS)


def test_no_import_climbs() -> None:
    found = [
        f"{module}:{line} imports {target}"
        for module, targets in graph().items()
        for target, line in targets.items()
        if module.split(".")[0] == target.split(".")[0] == "core" and climbs(module, target)
    ]
    assert not found, "\n".join(found)


def test_no_file_is_in_a_circle() -> None:
    assert not circles(graph())


def test_no_folder_is_in_a_circle() -> None:
    rooms: dict[str, dict[str, int]] = {}
    for module, targets in graph().items():
        here = ".".join(module.split(".")[:2])
        there = {".".join(target.split(".")[:2]): line for target, line in targets.items()}
        rooms.setdefault(here, {}).update({name: line for name, line in there.items() if name != here})
    assert not circles(rooms)


@pytest.mark.parametrize(
    ("arrows", "expected"),
    [
        ({"a": {"b": 1}, "b": {"c": 1}, "c": {}}, []),
        ({"a": {"b": 1}, "b": {"a": 1}}, [["a", "b"]]),
        ({"a": {"b": 1}, "b": {"c": 1}, "c": {"a": 1}, "d": {"a": 1}}, [["a", "b", "c"]]),
    ],
)
def test_a_circle_is_found(arrows: dict[str, dict[str, int]], expected: list[list[str]]) -> None:
    assert circles(arrows) == expected


@pytest.mark.parametrize(
    "code",
    [
        "from ..jobs import FilterJob",
        "def f():\n    from ..jobs import FilterJob",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..jobs import FilterJob",
        "from .. import jobs",
    ],
)
def test_an_import_that_climbs_is_found_wherever_it_stands(code: str) -> None:
    found = dict(imported("core.raster.reader", ast.parse(code), False, modules()))
    assert list(found) == ["core.jobs"]
    assert climbs("core.raster.reader", "core.jobs")


def test_an_import_of_what_is_not_there_is_an_error() -> None:
    with pytest.raises(AssertionError, match=r"core\.raster\.reader:1 imports core\.nowhere"):
        dict(imported("core.raster.reader", ast.parse("from ..nowhere import x"), False, modules()))
