"""The real QGIS as the host: killed, or its engine and workers under it, at random moments of a run."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import time

import numpy as np
import pytest


@pytest.fixture(scope="module")
def profile(tools, tmp_path_factory):
    """Return the environment of a QGIS with the plugin, in a profile of its own."""
    if tools.QGIS_PROCESS is None:
        pytest.skip("qgis_process is not installed")
    home = tmp_path_factory.mktemp("profile")
    plugins = home / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    os.symlink(tools.ROOT, plugins / "tiled_raster")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment.update(
        QGIS_CUSTOM_CONFIG_PATH=str(home),
        QT_QPA_PLATFORM="offscreen",
        PYTHONDONTWRITEBYTECODE="1",
        HOME=str(home),
        TILED_RASTER_PYTHON=sys.executable,
    )
    done = subprocess.run(
        [tools.QGIS_PROCESS, "plugins", "enable", "tiled_raster"], env=environment, capture_output=True, text=True
    )
    assert "tiled_raster" in done.stdout, done.stdout + done.stderr
    return environment


@pytest.fixture
def start_qgis(tools, profile, source, gate):
    """Start qgis_process with a job of 36 tiles that cannot end before the gate is open.

    Its temporary folder is that of the area.
    """

    def start_qgis(area, cluster):
        command = [tools.QGIS_PROCESS, "run", "tiledraster:tiledfilter", "--", f"INPUT={source}", "FILTER=custom"]
        command += [f"FUNCTION_FILE={tools.MISBEHAVIOUR}", "FUNCTION_NAME=plus_one_at_a_gate"]
        command += [f"FUNCTION_ARGUMENTS={json.dumps(gate.arguments(200))}"]
        command += ["CHUNK_SIZE=200", f"CLUSTER={cluster}", "WORKERS=2", f"OUTPUT={area.target}"]
        return QgisRun(tools, area, command, {**profile, "TMPDIR": str(area.scratch)})

    return start_qgis


class QgisRun:
    """A running qgis_process, which draws a bar of its progress."""

    def __init__(self, tools, area, command, environment):
        self._tools, self._area = tools, area
        self.output = area.folder.parent / "output.txt"
        with open(self.output, "wb") as output:
            self.process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )
        area.hosts.append(self)

    def join(self):
        return self.process.wait(60)

    @property
    def text(self):
        return self.output.read_text(errors="replace")

    def percent(self):
        """Return how far the bar is that QGIS draws as `0...10...20`, with texts in between."""
        drawn = re.sub(r"Tile .*|\s", "", self.text.rpartition("Plan: ")[2].partition("\n")[2])
        told = re.match(r"[\d.]*?(\d*)(\.*)(?![\d.])", drawn)
        return int(told[1] or 0) + 2.5 * len(told[2])

    def wait_for(self, fraction):
        """Wait until this part of the run is done; fail if QGIS ends before."""

        def reached():
            assert self.process.poll() is None, self.text
            return self.percent() >= 100 * fraction

        self._tools.eventually(self._area.engines, "the engine starts")
        self._tools.eventually(reached, "the run goes on")
        time.sleep(random.Random(fraction).random() / 50)


@pytest.mark.parametrize("tenth", range(11))
def test_a_killed_qgis_takes_all_along(area, start_qgis, tools, check_nothing_left, one_more, gate, tenth, capsys):
    """In the last of these moments the run is held no longer: its file may just be being finished, or be done."""
    old = area.put_old()
    qgis = start_qgis(area, ("threads", "multi")[tenth % 2])
    qgis.wait_for(min(tenth, 9) / 10)
    if tenth == 10:
        gate.open()
        time.sleep(random.Random().random() / 10)
    tools.kill([qgis.process.pid])
    seconds = area.nothing_runs()
    with capsys.disabled():
        print(f" [QGIS at {tenth * 10} %: all gone after {seconds * 1000:.0f} ms] ", end="")
    if tenth < 10 or area.target.read_bytes() == old:
        assert area.target.read_bytes() == old
    else:
        np.testing.assert_array_equal(tools.read_raster(area.target), one_more)
    check_nothing_left(area.left_by_us)


@pytest.mark.parametrize("fraction", [0, 0.3, 0.7])
def test_qgis_outlives_a_killed_engine(area, start_qgis, tools, fraction):
    old = area.put_old()
    qgis = start_qgis(area, "multi")
    qgis.wait_for(fraction)
    tools.kill(area.engines())
    assert qgis.join() == 1, qgis.text
    assert "SIGKILL" in qgis.text
    assert "Traceback" not in qgis.text
    area.nothing_runs()
    assert area.target.read_bytes() == old
    assert area.left_by_us() == []


@pytest.mark.parametrize("fraction", [0.2, 0.6])
def test_killed_workers_change_nothing(area, start_qgis, tools, one_more, gate, fraction):
    qgis = start_qgis(area, "multi")
    qgis.wait_for(fraction)
    tools.kill(area.workers())
    gate.open()
    assert qgis.join() == 0, qgis.text
    area.nothing_runs()
    np.testing.assert_array_equal(tools.read_raster(area.target), one_more)
