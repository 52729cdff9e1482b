"""The examples in the docstrings of the public names run as they stand, and every public call has one."""

from __future__ import annotations

import doctest
import inspect

import pytest
from tiled_raster import core

EXAMPLES = {
    test.name: test
    for name in core.__all__
    for test in doctest.DocTestFinder(recurse=inspect.isclass(getattr(core, name))).find(getattr(core, name), name)
    if test.examples
}
CALLS = [name for name in core.__all__ if inspect.isfunction(getattr(core, name))]


def failures_of(test: doctest.DocTest) -> str:
    """Run the examples of one docstring and return what was wrong, as doctest words it."""
    said: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=said.append, clear_globs=False)
    return "".join(said)


@pytest.mark.parametrize("name", CALLS)
def test_every_public_call_shows_an_example_that_imports_it(name: str) -> None:
    assert name in EXAMPLES, f"{name} needs an example in its docstring"
    source = "".join(example.source for example in EXAMPLES[name].examples)
    assert f"{name}(" in source
    assert "from tiled_raster.core import" in source


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_run_as_they_stand(
    name: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("example"))
    test = EXAMPLES[name]
    test.globs = {"__name__": "__main__"}  # nothing but what the example imports for itself
    assert not failures_of(test)


def test_a_wrong_example_is_found() -> None:
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, None)
    assert "Expected:\n    3\nGot:\n    2" in failures_of(wrong)
