"""The plugin in the real desktop, from its installation to the end of QGIS."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from sessions import Desktop

Session = tuple[Desktop, int]
SETTINGS = {
    "Python to use",
    "Workers by default",
    "Memory limit by default",
    "Folder for temporary files",
    "Write the values of function arguments into outputs",
}


@pytest.fixture
def played(everyday: Session) -> Any:
    """Return what a scenario returned; fails with its own words when it did not get to its end."""
    results = everyday[0].results()

    def result_of(name: str) -> dict[str, Any]:
        assert name in results, f"QGIS ended before {name}:\n{everyday[0].log()[-3000:]}"
        assert results[name]["ok"], results[name].get("details")
        found: dict[str, Any] = results[name]
        return found

    return result_of


def test_the_plugin_is_installed_from_its_zip(played: Any, everyday: Session) -> None:
    installed = played("install_from_zip")
    assert installed["active"]
    assert installed["enabled"]
    assert installed["folder"].startswith(str(everyday[0].home))
    assert installed["started"] == []


def test_the_toolbox_shows_the_algorithms(played: Any) -> None:
    rows = [tuple(row) for row in played("toolbox_shows_the_algorithms")["rows"]]
    for row in ((0, "Tiled raster"), (1, "All in one"), (2, "Tiled filter (save)"), (2, "Tiled statistics (collect)")):
        assert row in rows


def test_the_progress_bar_moves_while_the_map_is_panned(played: Any) -> None:
    run = played("progress_while_panning")["run"]
    values = run["progress"][:-1] if run["progress"][-1] == 0 else run["progress"]  # QGIS takes the bar back at the end
    assert all(before <= after for before, after in itertools.pairwise(values)), values
    assert len(set(values)) >= 36
    assert max(values) >= 97  # the last one may be gone before anybody looks
    assert run["maps_drawn"] >= 5


def test_the_longest_pause_of_the_window_is_measured(played: Any) -> None:
    result = played("filter_from_the_dialog")
    run, idle = result["run"], result["idle"]
    print(f"longest pause of the event loop: {run['longest_pause_ms']} ms, idle {idle['longest_pause_ms']} ms")
    assert run["beats"] > 0
    assert "Plan: 36 tiles" in result["log"]


def test_results_are_loaded_with_a_style(played: Any) -> None:
    result = played("filter_from_the_dialog")
    assert result["name"] == "median"
    style = result["style"]
    assert style["renderer"] == "singlebandgray"
    assert style["lowest"] < style["highest"]
    assert played("styled_result")["style"]["renderer"] == "singlebandpseudocolor"


def test_every_form_opens_with_few_fields_and_nothing_cut_off(played: Any) -> None:
    forms = played("every_form")["forms"]
    assert len(forms) >= 36
    assert {name: form["scrolls"] for name, form in forms.items() if form["scrolls"]} == {}
    assert {name: form["fields"] for name, form in forms.items() if len(form["fields"]) > 7} == {}
    assert {name: form["cut"] for name, form in forms.items() if form["cut"]} == {}


def test_a_filter_is_previewed_on_what_the_map_shows(played: Any) -> None:
    result = played("preview_of_the_map")
    assert " at full resolution, in " in result["words"]
    assert result["share"] == 0.5


def test_cancelling_leaves_no_process_and_the_old_file(played: Any) -> None:
    result = played("cancel_in_the_dialog")
    print(f"from Cancel to no process: {result['gone_s']} s")
    assert result["processes"] >= 1
    assert result["untouched"]
    assert "Cancelled: nothing was written." in result["log"]
    assert result["replaced"]
    assert "Done in" in result["again"]


def test_a_dialog_may_be_closed_during_its_run(played: Any) -> None:
    assert played("close_the_dialog_during_a_run")["written"]


def test_two_runs_at_once_do_not_touch_each_other(played: Any) -> None:
    result = played("two_runs_at_once")
    assert result["together"]
    assert result["same"]


def test_statistics_end_with_numbers_and_a_report(played: Any) -> None:
    result = played("statistics_with_a_report")
    log, results = result["log"].split("Results:")
    for word in ("valid_count = ", "p5 = ", "Done in"):
        assert word in log
    assert "MEAN" in results
    assert result["reports"]


def test_the_check_of_the_engine_can_be_read(played: Any) -> None:
    result = played("the_engine_is_checked")
    assert "A run would start:" in result["log"]
    assert len(result["reports"]) >= 2


def test_the_settings_are_among_processings_options(played: Any) -> None:
    shown = played("settings_page")["settings"]
    assert {text.split(" (")[0].split(",")[0] for text in shown} == SETTINGS


def test_the_plugin_can_be_reloaded(played: Any) -> None:
    result = played("reload_twice")
    assert result["algorithms"] == sorted(set(result["algorithms"]))
    assert result["written"]


def test_a_model_runs_both_algorithms(played: Any) -> None:
    result = played("model")
    log = result["log"]
    assert log.count("Plan: ") >= 4
    assert "valid_count = " in log
    assert "Denoised raster" in result["layers"]  # as the model's author called it


def test_a_batch_runs_row_after_row(played: Any) -> None:
    result = played("batch")
    assert result["written"] == [True, True, True]
    assert "failed" not in result["log"]


def test_a_batch_can_be_cancelled_in_the_middle_of_a_tile(played: Any) -> None:
    result = played("cancel_a_batch")
    print(f"longest pause of the event loop in a batch: {result['run']['longest_pause_ms']} ms")
    assert "Cancelled: nothing was written." in result["log"]
    assert not re.search(r"Tile 1 of 1(?!: at work)", result["log"])
    assert result["processes"] == []
    assert not result["written"]


def test_nothing_is_left_and_nothing_of_qgis_was_changed(played: Any, everyday: Session) -> None:
    result = played("nothing_is_left")
    assert len(result["windows"]) == 1
    assert result["processes"] == []
    assert result["changed"] == []
    assert result["modules"] == []
    assert everyday[0].leftovers() == []


def test_there_was_only_one_qgis_and_it_ended_well(everyday: Session) -> None:
    desktop, code = everyday
    assert code == 0, desktop.log()[-3000:]
    assert desktop.most_programs == 1
    assert desktop.results()["finished"]


def test_no_error_was_shown_or_printed(everyday: Session) -> None:
    desktop, _ = everyday
    messages = desktop.results()["messages"]
    assert not [text for text in messages if text.startswith(("Python error", "Messages", "Tiled", "Plugins"))]
    assert not [text for text in messages if "tiled_raster" in text]  # no warning of Python's about us
    assert "Traceback" not in desktop.log()
