"""One zip for Qt 5 and Qt 6: what PyQt 6 or QGIS 4 no longer has must not be used where QGIS code is written.

Rules of QGIS's migration notes, as far as they can be seen in the source: Qt's enums are spelt with their scope, Qt is
imported through qgis.PyQt, and the calls and classes that went are not used.
"""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from typing import Optional

import pytest
from project_tree import ROOT, package_files, tree_of

QT_MODULES = {"Qt", "QtCore", "QtGui", "QtWidgets", "QtSvg", "QtXml", "QtNetwork", "QtPrintSupport", "QtTest"}
GONE_CALLS = {"exec_", "print_"}
MOVED = {"QAction": "QtGui", "QActionGroup": "QtGui", "QShortcut": "QtGui", "QUndoStack": "QtGui"}
GONE_NAMES = {"QRegExp", "QDesktopWidget", "QTextCodec", "qApp"}
FLAKE8_RULES = "QGS1,QGS4"
FLAKE8_LEFT_OUT = "QGS105"
"""QGS105 wants iface imported instead of passed: but QGIS passes it, and in qgis_process there is none to import."""


def problems(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and sentence of everything that would break under Qt 6."""
    qt_classes: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if module.partition(".")[0] in {"PyQt5", "PyQt6", "PySide2", "PySide6"}:
                yield node.lineno, f"import from qgis.PyQt, not from {module}"
            if module.startswith("qgis.PyQt"):
                for alias in node.names:
                    if alias.name in MOVED and module.endswith("QtWidgets"):
                        yield node.lineno, f"{alias.name} stands in {MOVED[alias.name]} in Qt 6"
                    if alias.name in GONE_NAMES:
                        yield node.lineno, f"{alias.name} is gone in Qt 6"
                    qt_classes.add(alias.asname or alias.name)
        elif isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] in {"PyQt5", "PyQt6", "PySide2", "PySide6", "resources_rc"}:
                    yield node.lineno, f"import from qgis.PyQt, not {alias.name}"
    yield from _attribute_problems(tree, qt_classes - QT_MODULES | ({"Qt"} & qt_classes))


def _attribute_problems(tree: ast.Module, qt_classes: set[str]) -> Iterator[tuple[int, str]]:
    scopes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr in GONE_CALLS:
            yield node.lineno, f"{node.attr} is gone in Qt 6: {node.attr.rstrip('_')}"
        owner = _class_named(node.value, qt_classes)
        if owner in qt_classes and node.attr[:1].isupper() and id(node) not in scopes:
            yield node.lineno, f"{owner}.{node.attr}: spell the enum with its scope, {owner}.<Enum>.{node.attr}"
        if owner == "QVariant" and node.attr != "Type":
            yield node.lineno, f"QVariant.{node.attr} is gone in Qt 6: QMetaType.Type, with a way out for QGIS 3.22"


def _class_named(owner: ast.expr, qt_classes: set[str]) -> Optional[str]:
    """Return the name of the class whose attribute is asked for: `Qt` in Qt.UserRole and in QtCore.Qt.UserRole."""
    if isinstance(owner, ast.Name):
        return owner.id
    if isinstance(owner, ast.Attribute) and isinstance(owner.value, ast.Name) and owner.value.id in QT_MODULES - {"Qt"}:
        qt_classes.add(owner.attr)
        return owner.attr
    return None


def test_the_plugin_uses_nothing_that_qt_6_lacks() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}" for path in package_files() for line, text in problems(tree_of(path))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "code",
    [
        "from qgis.PyQt.QtCore import Qt\nx = Qt.UserRole",
        "from qgis.PyQt.QtCore import QIODevice\nf.open(QIODevice.ReadOnly)",
        "from qgis.PyQt.QtCore import QVariant\nx = QVariant.Int",
        "from qgis.PyQt.QtWidgets import QAction",
        "from PyQt5.QtCore import Qt",
        "import PyQt5.QtCore",
        "dialog.exec_()",
        "from qgis.PyQt import QtCore\nx = QtCore.Qt.UserRole",
        "from qgis.PyQt.QtWidgets import qApp",
        "from qgis.PyQt.QtCore import QRegExp",
    ],
)
def test_what_breaks_is_found(code: str) -> None:
    assert list(problems(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "from qgis.PyQt.QtCore import Qt\nx = Qt.ItemDataRole.UserRole",
        "from qgis.PyQt.QtCore import QCoreApplication\nx = QCoreApplication.translate('a', 'b')",
        "from qgis.PyQt.QtCore import QMetaType\nx = QMetaType.Type.Int",
        "from qgis.PyQt import QtCore\nx = QtCore.QObject()",
        "from qgis.PyQt import QtCore\nx = QtCore.Qt.ItemDataRole.UserRole",
        "from qgis.core import QgsProcessing\nx = QgsProcessing.TypeRaster",
    ],
)
def test_what_holds_is_not(code: str) -> None:
    assert not list(problems(ast.parse(code)))


@pytest.mark.skipif(importlib.util.find_spec("flake8_qgis") is None, reason="flake8-qgis is not installed")
def test_flake8_qgis_agrees() -> None:
    folders = [name for name in ("algorithms", "provider") if (ROOT / name).is_dir()]
    done = subprocess.run(
        [sys.executable, "-m", "flake8", "--isolated", f"--select={FLAKE8_RULES}", f"--ignore={FLAKE8_LEFT_OUT}"]
        + ["__init__.py", *folders],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout
