"""What every source file of the project keeps to, beyond what ruff and mypy look at."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from project_tree import ROOT, files, package_files, tree_of

TEXT_SUFFIXES = (".py", ".md", ".toml", ".ini", ".txt", ".sh", ".json", ".model3", ".svg", ".html", ".qml", ".cfg")
MACHINE_PATH = re.compile(r"(?<![\w.~$}])(/(?:home|root|work|Users|mnt)/[\w.-]+|[A-Z]:\\Users\\\w+)")
VERMIN = Path(sys.executable).with_name("vermin")
LONGEST_FILE, LONGEST_FUNCTION = 300, 60
NINE_OF_TEN = 20
"""Lines that nine of ten functions of core have at most."""


def test_no_path_of_a_machine_stands_in_a_file() -> None:
    found = []
    paths = [*files(*TEXT_SUFFIXES), ROOT / "Makefile", ROOT / ".ci" / "run"]
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if MACHINE_PATH.search(line) and path != Path(__file__) and not is_made_up(path, line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not found, "\n".join(found)


def is_made_up(path: Path, line: str) -> bool:
    """Return whether a test speaks of a person who does not exist, to build a platform that is not here."""
    return (
        "tests" in path.parts
        and re.search(r"/(?:home|Users)/(?:me|user|someone|ada|élise)\b|Users\\\\?(?:me|ada)\b", line) is not None
    )


@pytest.mark.parametrize("text", ["/home/ada/data.tif", "open('/mnt/disk/x')", "C:\\Users\\ada"])
def test_a_path_of_a_machine_is_found(text: str) -> None:
    assert MACHINE_PATH.search(text)


@pytest.mark.parametrize("text", ["$HOME/home/x", "tests/home/ada", "https://example.org/home/x", "/usr/bin/python3"])
def test_other_paths_are_not(text: str) -> None:
    assert not MACHINE_PATH.search(text)


@pytest.mark.parametrize("path", package_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_read_at_one_sitting_and_a_function_fits_on_a_screen(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_FILE, f"{lines} lines"
    functions = (node for node in ast.walk(tree_of(path)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
    long = [node.name for node in functions if node.end_lineno - node.lineno >= LONGEST_FUNCTION]
    assert not long


def test_nine_of_ten_functions_of_core_are_short() -> None:
    lengths = sorted(
        node.end_lineno - node.lineno + 1
        for path in package_files()
        if path.is_relative_to(ROOT / "core")
        for node in ast.walk(tree_of(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
    assert len(lengths) > 1000
    assert lengths[len(lengths) * 9 // 10] <= NINE_OF_TEN


def test_the_types_of_arrays_and_numbers_are_named_in_one_file() -> None:
    # Number, Nodata, Transform and Array, however they are spelt: an alias beside arrays.py drifts from it.
    spelt = re.compile(
        r"NDArray\[|Union\[(int, float|float, int)(, None)?\]|tuple\[(float, ){5}float\]|^(Number|Nodata) =", re.M
    )
    files = [path for path in package_files() if path.is_relative_to(ROOT / "core")]
    found = [str(path.relative_to(ROOT)) for path in files if spelt.search(path.read_text(encoding="utf-8"))]
    assert found == ["core/arrays.py"]


def test_python_3_9_can_read_the_package() -> None:
    for path in package_files():
        ast.parse(path.read_text(encoding="utf-8"), str(path), feature_version=(3, 9))


@pytest.mark.skipif(not VERMIN.exists(), reason="vermin is not installed")
def test_the_package_calls_nothing_newer_than_python_3_9() -> None:
    done = subprocess.run(
        [VERMIN, "-t=3.9-", "--no-tips", "--violations", *package_files()],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout


def test_nothing_evaluates_or_unpickles_foreign_data_in_the_qgis_process() -> None:
    forbidden = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}
    found = []
    for path in package_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.func.id}")
            if path.relative_to(ROOT).parts[0] in {"algorithms", "provider"} and isinstance(node, ast.Import):
                names = {alias.name for alias in node.names} & forbidden
                found += [f"{path.relative_to(ROOT)}:{node.lineno}: {name}" for name in names]
    assert not found, "\n".join(found)


def test_records_of_filters_and_statistics_are_made_with_keyword_arguments() -> None:
    """Which of seven strings is the label, nobody should have to count."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in package_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("FilterSpec", "StatisticSpec") and node.args
    ]
    assert not found, "\n".join(found)


def test_a_module_says_first_what_it_does() -> None:
    """With a verb or the field's word: what begins with "What" is a title that has still to be answered."""
    titles = ("What", "Whether", "How", "Where", "Which", "When", "Who")
    first_words = {path: (ast.get_docstring(tree_of(path)) or "").split(" ", 1)[0] for path in package_files()}
    found = [str(path.relative_to(ROOT)) for path, word in first_words.items() if word in titles]
    assert not found, "\n".join(found)
