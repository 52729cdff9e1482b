"""Keep the translations: gather what the plugin says, and compile what is translated.

python scripts/translations.py             writes new texts into resources/i18n/*.ts, and the .qm files beside them
python scripts/translations.py --compile   writes the .qm files only; needs no QGIS
python scripts/translations.py --check     lists texts that lack a translation, and changes nothing

Texts are the literals in calls of `tr`, and what the algorithms say with texts of core's records when QGIS asks them.
"""

from __future__ import annotations

import ast
import os
import struct
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
I18N = ROOT / "resources" / "i18n"
CONTEXT = "TiledRaster"
LANGUAGES = ("fr", "de")
SPEAKING = ("algorithms", "provider", "scripts/manual.py")
MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
sys.path.insert(0, str(ROOT / ".build" / "import"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def literals() -> Iterator[str]:
    """Yield the texts that stand in calls of `tr`."""
    for name in SPEAKING:
        place = ROOT / name
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            calls = (
                node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
            )
            for call in calls:
                if getattr(call.func, "id", "") == "tr" and call.args and isinstance(call.args[0], ast.Constant):
                    yield call.args[0].value


class Listener:
    """Stands in for Qt's translation, and notes what it is asked for."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def translate(self, context: str, text: str) -> str:  # noqa: ARG002
        """Return the text as it is."""
        self.heard.append(text)
        return text


def said() -> list[str]:
    """Return what the algorithms say of themselves: names, groups, tags, help, fields, and the pages of the manual."""
    from qgis.core import QgsApplication

    application = QgsApplication.instance() or QgsApplication([], False)
    import manual
    from tiled_raster.algorithms import tile_layer, words

    usual, listener = words.QCoreApplication, Listener()
    words.QCoreApplication = listener
    try:
        every = manual.algorithms()
        for one in every.values():
            _ = one.tags(), one.group(), manual.page(one, every, "en")
        tile_layer.aliases([f"b1_{name}" for name in manual.STATISTICS] + list(tile_layer.PLACES))
    finally:
        words.QCoreApplication = usual
    del application
    return listener.heard


def texts() -> list[str]:
    """Return every text once, in a stable order."""
    return [text for text in dict.fromkeys([*said(), *literals()]) if text.strip()]


def read(language: str, folder: Path = I18N) -> dict[str, str]:
    """Return the translations of a language by text; "" for one that is not translated."""
    path = folder / f"tiled_raster_{language}.ts"
    if not path.is_file():
        return {}
    tree = ElementTree.parse(path)  # noqa: S314 - our own file
    return {message.findtext("source", ""): message.findtext("translation") or "" for message in tree.iter("message")}


def write(language: str, messages: Mapping[str, str]) -> None:
    """Write a language's .ts file as Qt Linguist reads it."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for source, translation in messages.items():
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = source
        entry = ElementTree.SubElement(message, "translation", {} if translation else {"type": "unfinished"})
        entry.text = translation
    indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    I18N.mkdir(parents=True, exist_ok=True)
    (I18N / f"tiled_raster_{language}.ts").write_text(f"{head}{text}\n", encoding="utf-8")


def indent(element: Any, depth: int = 0) -> None:
    """Put each element that holds others over several lines."""
    if len(element) == 0:
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        indent(child, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    element[-1].tail = "\n" + "  " * depth


def compiled(messages: Mapping[str, str]) -> bytes:
    """Return the .qm file of translations: Qt's format, written here so that no Qt tool has to be installed.

    Hashes of the texts, ascending, with the place of each message; then the messages, each its translation (tag 3),
    text (6) and context (7).
    """
    body, places = b"", []
    for source, translation in messages.items():
        if translation:
            places.append((elf_hash(source.encode()), len(body)))
            body += _part(3, translation.encode("utf-16-be")) + _part(6, source.encode()) + _part(7, CONTEXT.encode())
            body += b"\x01"
    hashes = b"".join(struct.pack(">II", *place) for place in sorted(places))
    return MAGIC + _part(0x42, hashes) + _part(0x69, body)


def _part(tag: int, data: bytes) -> bytes:
    return struct.pack(">BI", tag, len(data)) + data


def elf_hash(text: bytes) -> int:
    """Return the hash under which Qt looks a text up (that of ELF's symbols)."""
    value = 0
    for byte in text:
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high if high else value
    return value or 1


def compile_all(folder: Path = I18N) -> None:
    """Write a .qm file beside each language's .ts file."""
    for language in LANGUAGES:
        (folder / f"tiled_raster_{language}.qm").write_bytes(compiled(read(language, folder)))


def missing() -> list[str]:
    """Return a line for each text without a translation, and for each translation of a text that is gone."""
    wanted, lines = texts(), []
    for language in LANGUAGES:
        known = read(language)
        lines += [f"{language}: {text!r} is not translated" for text in wanted if not known.get(text)]
        lines += [f"{language}: {text!r} is said no more" for text in known if text not in set(wanted)]
    return lines


def main() -> int:
    """Gather and compile, or compile alone, or check."""
    if "--check" in sys.argv[1:]:
        found = missing()
        print("\n".join(found) or "everything is translated")
        return int(bool(found))
    if "--compile" not in sys.argv[1:]:
        wanted = texts()
        for language in LANGUAGES:
            known = read(language)
            write(language, {text: known.get(text, "") for text in wanted})
            print(f"{language}: {sum(1 for text in wanted if not known.get(text))} of {len(wanted)} to be translated")
    compile_all()
    return 0


if __name__ == "__main__":
    sys.exit(main())
