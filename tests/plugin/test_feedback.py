"""What a run's events become in the dialog: a bar that never goes back, and a log that stays short."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from plugin_tools import Feedback
from qgis.core import QgsApplication, QgsProcessingContext
from qgis.gui import QgsProcessingAlgorithmDialogBase
from qgis.PyQt.QtCore import QTimer


def texts_of_a_run(tiles: int, seconds: float) -> list[str]:
    """Return the texts of a run whose tiles come at even intervals."""
    from tiled_raster.algorithms.feedback import Reporter

    now = [0.0]
    feedback = Feedback()
    report = Reporter(feedback, clock=lambda: now[0])
    for done in range(1, tiles + 1):
        now[0] = seconds * done / tiles
        report({"event": "progress", "done": done, "total": tiles})
    return feedback.texts


def test_an_hour_of_tiles_fills_no_log(provider: Any) -> None:
    texts = texts_of_a_run(tiles=36_000, seconds=3600)
    assert texts[0].startswith("Tile 1 of 36,000")
    assert texts[-1] == "Tile 36,000 of 36,000"
    assert 50 < len(texts) < 150


def test_a_text_comes_every_second_of_a_short_run(provider: Any) -> None:
    texts = texts_of_a_run(tiles=80, seconds=8)
    assert 8 <= len(texts) <= 10
    assert texts[-1] == "Tile 80 of 80"


@pytest.mark.parametrize(("tiles", "seconds"), [(3, 0.9), (1, 0.1), (40, 1.9), (3, 4.2)])
def test_a_run_that_is_soon_over_tells_no_time_left(provider: Any, tiles: int, seconds: float) -> None:
    texts = texts_of_a_run(tiles, seconds)
    assert [text for text in texts if "0 s left" in text] == []
    assert any(text.endswith("left") for text in texts) == (seconds > 2)


def test_the_tiles_of_each_pass_are_counted_as_the_plan_counts_them(provider: Any) -> None:
    from tiled_raster.algorithms.feedback import Reporter

    now = [0.0]
    feedback = Feedback()
    report = Reporter(feedback, clock=lambda: now[0])
    report({"event": "plan", "plan": {"tiles": 9, "text": ["9 tiles"]}})
    for done, total in ((1, 18), (9, 18), (10, 18), (19, 27), (27, 27)):
        now[0] += 100
        report({"event": "progress", "done": done, "total": total})
    places = [text.rpartition(", ")[0] if text.endswith("left") else text for text in feedback.texts]
    assert places == [
        "Tile 1 of 9, pass 1 of 2",
        "Tile 9 of 9, pass 1 of 2",
        "Tile 1 of 9, pass 2 of 2",
        "Tile 1 of 9, pass 3 of 3",
        "Tile 9 of 9, pass 3 of 3",
    ]


def test_no_run_is_silent_for_long_though_a_tile_takes_minutes(provider: Any) -> None:
    """The bar moves inside a tile, never back and never past it, and the log stays short."""
    from tiled_raster.algorithms.feedback import Reporter

    now = [0.0]
    feedback = Feedback()
    shown: list[tuple[float, float]] = []
    feedback.progressChanged.connect(lambda percent: shown.append((now[0], percent)))
    report = Reporter(feedback, clock=lambda: now[0])

    def wait(seconds: float) -> None:
        for _ in range(int(seconds * 20)):
            now[0] += 0.05
            assert report.is_cancelled() is False

    wait(3)
    assert feedback.texts == ["Starting the engine"] * len(feedback.texts)
    assert feedback.texts
    report({"event": "plan", "plan": {"tiles": 4, "text": ["4 tiles"], "seconds": 240.0}})
    wait(60)
    assert 10 < shown[-1][1] < 25
    for done in (1, 2, 3):
        report({"event": "progress", "done": done, "total": 4})
        assert shown[-1][1] >= 25 * done
        wait(60)
        assert 25 * done < shown[-1][1] < 25 * (done + 1)
    report({"event": "progress", "done": 4, "total": 4})
    wait(30)
    assert feedback.texts[-1] == "Finishing the output"
    assert [percent for _, percent in shown] == sorted(percent for _, percent in shown)
    assert max(late - soon for (soon, _), (late, _) in zip(shown, shown[1:])) <= 2
    working = [number for number, text in enumerate(feedback.texts) if "Tile 1 of 4: at work for" in text]
    left = [number for number, text in enumerate(feedback.texts) if text.endswith(" left")]
    assert working
    assert max(working) < min(left)  # the log tells one thing, then another, and does not go to and fro
    seconds = [_seconds(text) for text in feedback.texts if text.endswith(" left")]
    assert seconds == sorted(seconds, reverse=True)
    assert len(feedback.texts) < 80


def _seconds(text: str) -> int:
    """Return the seconds that are left, by a line of the log."""
    parts = text.rpartition(", ")[2].split()
    return sum(int(number) * {"s": 1, "min": 60, "h": 3600}[unit] for number, unit in zip(parts[::2], parts[1::2]))


class Dialog(QgsProcessingAlgorithmDialogBase):
    """A dialog of Processing, as the batch's is."""

    def runAlgorithm(self) -> None:
        """QGIS calls this for the Run button."""


def test_windows_are_attended_to_only_where_a_dialog_waits(provider: Any) -> None:
    from tiled_raster.algorithms.feedback import Reporter

    happened: list[str] = []
    feedback = Feedback()
    report = Reporter(feedback)
    QTimer.singleShot(0, lambda: happened.append("an event"))
    assert report.is_cancelled() is False
    assert happened == []  # a script's processing.run is not interrupted
    dialog = Dialog()
    dialog.show()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(report.is_cancelled).result() is False
    assert happened == []  # QGIS's own event loop runs
    QTimer.singleShot(0, feedback.cancel)
    cancelled = report.is_cancelled()
    dialog.close()
    assert happened == ["an event"]
    assert cancelled


def test_the_check_writes_a_page_that_can_be_kept(provider: Any, tmp_path: Path) -> None:
    check = QgsApplication.processingRegistry().createAlgorithmById("tiledraster:checkengine")
    page = tmp_path / "engine.html"
    results, fine = check.run({"OUTPUT_HTML": str(page)}, QgsProcessingContext(), Feedback(), {}, False)
    assert fine
    assert results["OUTPUT_HTML"] == str(page)
    assert "Engine: " in page.read_text(encoding="utf-8")
    assert any(output.type() == "outputHtml" for output in check.outputDefinitions())
