"""The translations: nothing is left in English, Qt reads what is compiled, and the texts fit the forms."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import test_forms
from plugin_tools import algorithm
from qgis.PyQt.QtCore import QCoreApplication, QTranslator
from qgis.PyQt.QtWidgets import QAbstractScrollArea, QLabel
from tiled_raster.algorithms import translation
from tiled_raster.algorithms.words import tr

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import translations  # noqa: E402

pytestmark = pytest.mark.usefixtures("provider")
NAMES = (*test_forms.TOOLS, "zonalstatistics")


@pytest.fixture
def spoken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """What makes the plugin speak a language, until the test is done."""
    for language in translations.LANGUAGES:
        target = tmp_path / f"tiled_raster_{language}.qm"
        target.write_bytes(translations.compiled(translations.read(language)))
    monkeypatch.setattr(translation, "FOLDER", tmp_path)
    installed: list[Any] = []
    yield lambda locale: installed.append(translation.install(locale))
    for one in installed:
        translation.remove(one)


@pytest.fixture
def no_main_window(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in for QGIS's window in Python is none to C++, to which the panels hand parts of it."""
    for module in ("ParametersPanel", "AlgorithmDialog"):
        monkeypatch.setattr(f"processing.gui.{module}.iface", None, raising=False)


def test_everything_is_translated_and_nothing_is_that_is_said_no_more() -> None:
    assert translations.missing() == [], "run make docs, and translate what is unfinished in resources/i18n"


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_translations_have_the_places_and_marks_of_their_texts(language: str) -> None:
    for source, told in translations.read(language).items():
        for part in (r"\{\}", r"</?\w+>", r"\b[A-Z]+_?[A-Z]+=", r"&\w+;"):
            assert sorted(re.findall(part, source)) == sorted(re.findall(part, told)), source
        assert source.endswith(".") == told.endswith("."), source


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_qt_finds_every_translation(language: str, spoken: Any) -> None:
    assert tr("Window size") == "Window size"
    spoken(language)
    for source, told in translations.read(language).items():
        assert tr(source) == told
    assert tr("a text that nobody says") == "a text that nobody says"
    assert QCoreApplication.translate("SomebodyElse", "Window size") == "Window size"


def test_the_compiled_file_is_what_qts_own_tool_would_write(tmp_path: Path) -> None:
    """Two texts of one hash (Qt's is weak) are told apart, and a locale's region does not matter."""
    pair = ("a0", "`@")
    assert len({translations.elf_hash(text.encode()) for text in pair}) == 1
    target = tmp_path / "pair.qm"
    target.write_bytes(translations.compiled({pair[0]: "eins", pair[1]: "zwei", "untranslated": ""}))
    translator = QTranslator()
    assert translator.load(str(target))
    assert [translator.translate(translations.CONTEXT, text) for text in pair] == ["eins", "zwei"]
    assert not translator.translate(translations.CONTEXT, "untranslated")


def test_a_locale_without_a_translation_stays_english(spoken: Any) -> None:
    assert translation.install("ja_JP") is None
    spoken("de_AT")
    assert algorithm("tiledraster:slope").displayName() == "Neigung"


@pytest.mark.parametrize("language", translations.LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_texts_fit_the_forms(name: str, language: str, spoken: Any, no_main_window: None) -> None:
    spoken(language)
    one = test_forms.Opened(name)
    try:
        panel = one.dialog.mainWidget()
        for area in panel.findChildren(QAbstractScrollArea):
            assert not area.horizontalScrollBar().isVisible()
        labels = [label for label in panel.findChildren(QLabel) if label.isVisible() and not label.wordWrap()]
        assert [label.text() for label in labels if label.sizeHint().width() > label.width()] == []
    finally:
        one.close()
