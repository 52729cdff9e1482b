"""The pages behind the Help buttons: there is one for each algorithm and language, of the plugin itself, and whole."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsApplication, QgsProcessingParameterEnum
from qgis.PyQt.QtCore import QUrl
from tiled_raster.algorithms import manual

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "resources" / "help"


def every(provider: Any) -> list[Any]:
    return list(provider.algorithms())


@pytest.mark.parametrize(("locale", "language"), [("en_US", "en"), ("de_AT", "de"), ("fr", "fr"), ("ja", "en")])
def test_help_opens_a_page_of_the_plugin(
    provider: Any, monkeypatch: pytest.MonkeyPatch, locale: str, language: str
) -> None:
    monkeypatch.setattr(QgsApplication, "locale", staticmethod(lambda: locale))
    for algorithm in every(provider):
        page = Path(QUrl(algorithm.helpUrl()).toLocalFile())
        assert page.resolve() == PAGES / language / f"{algorithm.name()}.html", algorithm.name()
        assert page.is_file(), "run make docs"


@pytest.mark.parametrize("language", manual.LANGUAGES)
def test_a_page_tells_every_field_and_choice_and_how_to_call_the_tool(provider: Any, language: str) -> None:
    for algorithm in every(provider):
        page = unescape((PAGES / language / f"{algorithm.name()}.html").read_text(encoding="utf-8"))
        for definition in algorithm.parameterDefinitions():
            assert f"<code>{definition.name()}</code>" in page, f"{algorithm.name()}: run make docs"
            if definition.type() == QgsProcessingParameterEnum.typeName():
                assert all(choice in page for choice in definition.options()), definition.name()
        assert f"qgis_process run {algorithm.id()} -- " in page
        assert f"processing.run('{algorithm.id()}'" in page


@pytest.mark.parametrize("language", manual.LANGUAGES)
def test_pages_need_no_network_and_their_links_lead_somewhere(language: str) -> None:
    pages = sorted((PAGES / language).glob("*.html"))
    assert pages
    for page in pages:
        for target in re.findall(r'(?:src|href)="([^"]+)"', page.read_text(encoding="utf-8")):
            assert (page.parent / target).is_file(), f"{page.name}: {target}"


def test_every_tool_has_a_picture_and_they_are_small(provider: Any) -> None:
    pictures = {path.stem for path in (PAGES / "pictures").glob("*.jpg")}
    assert pictures == {algorithm.name() for algorithm in every(provider)} - {"checkengine"}
    assert sum(path.stat().st_size for path in PAGES.rglob("*") if path.is_file()) < 1_500_000
