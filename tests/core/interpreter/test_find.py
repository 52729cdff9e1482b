"""Which Python is found where, what is done with those that do not serve, and what is remembered."""

from __future__ import annotations

import dataclasses
import importlib.util
import os
import signal
import sys
from pathlib import Path

import pytest
from tiled_raster.core.engine import check, client
from tiled_raster.core.errors import EngineError, RunCancelled
from tiled_raster.core.interpreter import cache, find
from tiled_raster.core.interpreter.host import Host
from tiled_raster.core.interpreter.platforms import PLATFORMS, candidates, platform_of, template_names
from tiled_raster.core.interpreter.verify import OLDEST, TIME_LIMIT_S, verdict_on

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the stand-ins are shell scripts")

spec = importlib.util.spec_from_file_location("engine_trees", Path(__file__).with_name("trees.py"))
trees = importlib.util.module_from_spec(spec)
spec.loader.exec_module(trees)

SOON_S = 0.5
"""A time limit for stand-ins that never answer. Those that do get far more than they need."""
PATIENCE_S = 120.0


@pytest.fixture(params=list(trees.TREES), ids=lambda builder: builder.__name__)
def tree(request, tmp_path):
    return trees.TREES[request.param], request.param(tmp_path), tmp_path


def failing(host, setting=None, time_limit_s=PATIENCE_S):
    with pytest.raises(EngineError) as caught:
        find.find_interpreter(setting, host, time_limit_s)
    return str(caught.value)


def debian_with(tmp_path, environ=None, **answers):
    """A Debian whose only Python answers so; without any `answers`, one that serves."""
    host = trees.debian(tmp_path)
    trees.python(Path(host.executable), **answers)
    return dataclasses.replace(host, environ={**host.environ, **(environ or {})})


def test_each_platform_finds_its_python_and_never_starts_qgis(tree):
    (platform, expected, home, _), host, root = tree
    assert platform_of(host).name == platform
    found = find.find_interpreter(None, host)
    assert found.path == str(root / expected)
    assert found.versions["rasterio"] == "1.4.3"
    assert (found.home or "").endswith(home or "")
    assert found.environment(host).get("PYTHONHOME", "") == (found.home or "")
    if not Path(host.executable).name.startswith("python"):
        assert trees.starts(Path(host.executable)) == 0


def test_each_platform_says_why_nothing_serves_and_what_mends_it(tree):
    (_, expected, home, command), host, root = tree
    unless = f'[ -n "$PYTHONHOME" ] || {{ {trees.REFUSAL}; }}' if home else ""
    trees.python(root / expected, unless=unless, missing=("rasterio",), python=f"3.{host.version[1]}.0")
    message = failing(host)
    assert f"- {root / expected}: Python 3.{host.version[1]}.0, but rasterio: ModuleNotFoundError" in message
    assert command in message
    if command == "pip install":  # as it is typed it must start that Python
        assert f'PYTHONHOME="{host.prefix}" "{root / expected}" -m pip' in message or not home
    assert "Settings > Options" in message


MISBEHAVIOUR = {
    "refuses": (trees.REFUSAL, "No module named 'encodings'"),
    "prints rubbish": ("echo QGIS 3.44; cat /dev/zero | head -c 3000; exit 2", "did not answer as a Python does"),
    "hangs": ("exec sleep 600", "gave no answer within 0.5 s"),
    "is QGIS": (None, "it is QGIS itself"),
}


@pytest.mark.parametrize("how", MISBEHAVIOUR)
def test_on_each_platform_what_misbehaves_is_refused_and_qgis_is_not_started(tree, how):
    _, host, _ = tree
    lines, reason = MISBEHAVIOUR[how]
    is_qgis = Path(host.executable)
    if lines is None and is_qgis.name.startswith("python"):
        pytest.skip("here QGIS says rightly which Python it runs in")
    found = [Path(candidate.path) for candidate in candidates(host)]
    for path in found:
        path.unlink()
        if lines is None:
            path.symlink_to(is_qgis)
        else:
            trees.write_program(path, lines)
    message = failing(host, time_limit_s=SOON_S if how == "hangs" else PATIENCE_S)
    for path in found:
        assert any(line.startswith(f"- {path}: ") and reason in line for line in message.splitlines()), message
    assert "To mend it on" in message
    if is_qgis not in found:
        assert trees.starts(is_qgis) == 0


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.name)
def test_every_platform_has_a_command_that_brings_both_libraries(tmp_path, platform):
    host = dataclasses.replace(trees.debian(tmp_path), home="/home/élise")
    filled = platform.mend.format(run="/p/python3", packages="/data/packages-3.12", **template_names(host))
    assert "rasterio" in filled
    assert "scipy" in filled
    assert not set("{}") & set(filled)


def test_the_wrapper_of_the_new_bundle_serves_where_its_program_was_renamed(tmp_path):
    host = trees.new_bundle(tmp_path)
    macos = Path(host.executable).parent
    (macos / "python3.12").rename(macos / "interpreter")
    wrapper = macos / "python"
    wrapper.write_text(wrapper.read_text().replace("python3.12", "interpreter"))
    found = find.find_interpreter(None, host)
    assert (found.path, found.home) == (str(wrapper), None)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("exec yes rubbish", "printed without an end"),
        ("exec yes rubbish >&2", "printed without an end"),
        ("echo QGIS 3.44; echo '{\"versions\": {}}'", "did not answer as a Python does (exit code 0)"),
        ('echo "$3 not json"; echo "$3 []"', "did not answer as a Python does"),
        ("echo some noise >&2; kill -SEGV $$", "exit code -11: some noise"),
        (trees.REFUSAL, "No module named 'encodings'"),
    ],
)
def test_a_program_that_is_no_python_is_refused_with_the_reason(tmp_path, lines, reason):
    host = trees.debian(tmp_path)
    trees.write_program(Path(host.executable), lines)
    assert reason in failing(host)


@pytest.mark.parametrize("lines", ["exec sleep 600", "sleep 600 & sleep 600", "exec >&- 2>&-; exec sleep 600"])
def test_a_program_that_hangs_is_refused_when_its_time_is_up(tmp_path, lines):
    host = trees.debian(tmp_path)
    trees.write_program(Path(host.executable), lines)
    assert "gave no answer within 0.5 s" in failing(host, time_limit_s=SOON_S)


def hanging(path):
    """Write a stand-in that notes its process, and the one that it starts, and never answers."""
    noted = Path(f"{path}.pids")
    trees.write_program(path, f'sleep 600 &\necho "$$ $!" > "{noted}.part"; mv "{noted}.part" "{noted}"\nwait')
    return noted


def test_a_search_is_cancelled_while_a_candidate_hangs(tmp_path, is_running, eventually):
    host = trees.debian(tmp_path)
    noted = hanging(Path(host.executable))
    with pytest.raises(RunCancelled):
        find.find_interpreter(None, host, TIME_LIMIT_S * 100, noted.exists)
    with pytest.raises(RunCancelled):
        check.check_engine(host=host, time_limit_s=TIME_LIMIT_S * 100, is_cancelled=noted.exists)
    eventually(lambda: not any(is_running(int(pid)) for pid in noted.read_text().split()), "the candidate is gone")
    assert find.known_interpreter(None, host) is None


def test_a_run_is_cancelled_while_a_candidate_hangs(tmp_path, monkeypatch, is_running, eventually):
    noted = hanging(tmp_path / "python-that-hangs")
    started = []
    monkeypatch.setattr(client, "run_folder", started.append)
    with pytest.raises(RunCancelled):
        client.run_job({}, started.append, noted.exists, str(tmp_path / "python-that-hangs"))
    eventually(lambda: not any(is_running(int(pid)) for pid in noted.read_text().split()), "the candidate is gone")
    assert started == []


def test_an_answer_counts_though_a_program_that_got_away_holds_the_pipe(tmp_path):
    noted = tmp_path / "pid"
    escape = f"setsid sh -c 'echo $$ > \"{noted}\"; exec sleep 600' &"
    host = debian_with(tmp_path, unless=f'{escape} until [ -s "{noted}" ]; do sleep 0.01; done')
    try:
        assert find.find_interpreter(None, host).path == host.executable
    finally:
        os.kill(int(noted.read_text()), signal.SIGKILL)


def test_a_program_that_cannot_be_started_is_refused(tmp_path):
    host = trees.debian(tmp_path)
    Path(host.executable).write_bytes(b"\x7fELF broken")
    assert "cannot be started (Exec format error)" in failing(host)


def test_the_next_candidate_counts_where_the_first_hangs(tmp_path, monkeypatch):
    host = trees.debian(tmp_path)
    trees.write_program(Path(host.executable), "sleep 600")
    second = trees.python(tmp_path / "usr" / "bin" / "python3")

    def judged(candidate, host, *_):
        return verdict_on(candidate, host, SOON_S if candidate.path == host.executable else PATIENCE_S)

    monkeypatch.setattr(find, "verdict_on", judged)
    assert find.find_interpreter(None, host).path == str(second)


def test_qgis_is_not_started_under_the_name_of_a_python_either(tmp_path):
    host = trees.old_bundle(tmp_path)
    alias = Path(host.prefix) / "bin" / "python3.9"
    alias.symlink_to(host.executable)
    assert find.find_interpreter(None, host).path.endswith("/python3")
    assert "it is QGIS itself" in failing(host, str(alias))
    assert trees.starts(Path(host.executable)) == 0


@pytest.mark.parametrize("name", sorted(OLDEST))
def test_what_is_too_old_is_refused_with_the_number(tmp_path, name):
    old = {"python": "3.8.18", "numpy": "1.19.5", "rasterio": "1.2.10", "gdal": "3.2.1"}[name]
    oldest = ".".join(map(str, OLDEST[name]))
    expected = f"Python {old}, but it" if name == "python" else f"{name} {old}"
    assert f"{expected} is too old, {oldest} is needed" in failing(debian_with(tmp_path, **{name: old}))


def test_a_setting_is_the_only_candidate(tmp_path):
    host = trees.debian(tmp_path)
    environment = tmp_path / "my environment"
    named = trees.python(environment / "bin" / "python3")
    assert find.find_interpreter(str(environment), host).path == str(named)
    assert find.find_interpreter(f'"{named}"', host).path == str(named)
    by_variable = dataclasses.replace(host, environ={**host.environ, "TILED_RASTER_PYTHON": str(named)})
    assert find.find_interpreter(None, by_variable).path == str(named)
    for setting, reason in {
        str(tmp_path / "nothing"): "there is no such file",
        "/bin/sh": "its name should begin with python",
        str(trees.write_program(tmp_path / "python-odd", "exit 4")): "exit code 4",
    }.items():
        message = failing(host, setting)
        assert "The Python named for Tiled raster cannot be used" in message
        assert reason in message
        assert host.executable not in message.split("To mend it")[0]
    assert trees.starts(Path(host.executable)) == 0


def test_the_inherited_environment_is_the_last_resort(tmp_path):
    unless = f'[ "$PYTHONPATH" = /somewhere ] || {{ {trees.REFUSAL}; }}'
    plugins = str(Path(find.__file__).parents[3])
    environ = {"PYTHONPATH": f"/somewhere:{plugins}", "PYTHONEXECUTABLE": "/x", "QT_PLUGIN_PATH": "/q"}
    host = debian_with(tmp_path, environ, unless=unless)
    found = find.find_interpreter(None, host)
    assert found.kind == "inherited"
    environment = found.environment(host)
    assert environment["PYTHONPATH"] == "/somewhere"
    assert environment["OMP_NUM_THREADS"] == "1"
    assert not {"PYTHONEXECUTABLE", "QT_PLUGIN_PATH"} & set(environment)


@pytest.mark.parametrize(("wheel", "kind"), [(False, "bundle"), (True, "clean")])
def test_the_data_of_gdal_and_proj_go_to_a_linked_rasterio_and_not_to_a_wheel(tmp_path, wheel, kind):
    data = {"PROJ_LIB": "/share/proj", "GDAL_DRIVER_PATH": "/plugins", "PYTHONHOME": "/wrong"}
    host = debian_with(tmp_path, data, wheel=wheel)
    found = find.find_interpreter(None, host)
    assert found.kind == kind
    kept = {name: found.environment(host).get(name) for name in data}
    expected = {**data, "PYTHONHOME": None} if kind == "bundle" else dict.fromkeys(data)
    assert kept == expected


def test_packages_for_this_plugin_alone_are_used_where_the_python_lacks_them(tmp_path):
    host = trees.new_bundle(tmp_path)
    program = Path(host.executable).parent / "python3.12"
    unless = f'[ -n "$PYTHONHOME" ] || {{ {trees.REFUSAL}; }}'
    bare = trees.python(tmp_path / "bare", missing=("scipy", "rasterio"))
    trees.python(program, unless=f'{unless}\n[ -n "$PYTHONPATH" ] || exec "{bare}" "$@"')
    assert "rasterio" in failing(host)
    packages = Path(host.folder_of_data()) / "packages-3.12"
    packages.mkdir(parents=True)
    found = find.find_interpreter(None, host)  # the folder was watched: no old refusal is repeated
    assert (found.path, found.packages) == (str(program), str(packages))
    assert found.environment(host)["PYTHONPATH"] == str(packages)


def test_a_foreign_python_does_not_see_the_hosts_libraries(tmp_path):
    host = trees.osgeo4w(tmp_path)
    own = str(tmp_path / "OSGeo4W" / "bin")
    host = dataclasses.replace(host, environ={"Path": f"{own}:/windows/system32"})
    foreign = trees.python(tmp_path / "elsewhere" / "python.exe")
    (foreign.parent / "Library" / "bin").mkdir(parents=True)
    found = find.find_interpreter(str(foreign), host)
    assert found.environment(host)["Path"].split(":") == [
        str(foreign.parent),
        str(foreign.parent / "Library" / "bin"),
        "/windows/system32",
    ]
    inner = find.find_interpreter(None, host)
    assert own in inner.environment(host)["Path"].split(":")


def test_a_second_look_starts_nothing(tmp_path):
    host = trees.debian(tmp_path)
    assert find.known_interpreter(None, host) is None
    first = find.find_interpreter(None, host)
    assert find.find_interpreter(None, host) == first == find.known_interpreter(None, host)
    assert trees.starts(Path(host.executable)) == 1


def test_a_look_is_repeated_when_something_has_changed(tmp_path):
    packages = tmp_path / "dist-packages"
    packages.mkdir()
    host = debian_with(tmp_path, folder=packages)
    program = Path(host.executable)
    find.find_interpreter(None, host)
    os.utime(program, ns=(1, 1))
    find.find_interpreter(None, host)
    assert trees.starts(program) == 2
    os.utime(packages, ns=(1, 1))
    find.find_interpreter(None, host)
    assert trees.starts(program) == 3
    find.find_interpreter(None, dataclasses.replace(host, build="3.12.5 (another)"))
    assert trees.starts(program) == 4
    find.find_interpreter(None, host)
    assert trees.starts(program) == 4
    cache.forget(host)
    find.find_interpreter(None, host)
    assert trees.starts(program) == 5


def test_a_refusal_is_remembered_until_something_is_installed(tmp_path):
    packages = tmp_path / "dist-packages"
    packages.mkdir()
    host = debian_with(tmp_path, missing=("rasterio",), folder=packages)
    program = Path(host.executable)
    message = failing(host)
    count = trees.starts(program)
    assert failing(host) == message
    with pytest.raises(EngineError, match="rasterio"):
        find.known_interpreter(None, host)
    assert trees.starts(program) == count
    times = program.stat()
    trees.python(program, folder=packages)
    os.utime(program, ns=(times.st_atime_ns, times.st_mtime_ns))
    (packages / "rasterio").mkdir()
    os.utime(packages, ns=(2, 2))
    assert find.find_interpreter(None, host).path == str(program)


def test_a_python_that_was_too_slow_is_asked_again(tmp_path):
    host = trees.debian(tmp_path)
    trees.write_program(Path(host.executable), "sleep 600")
    failing(host, time_limit_s=SOON_S)
    assert find.known_interpreter(None, host) is None
    trees.python(Path(host.executable))
    assert find.find_interpreter(None, host).path == host.executable


@pytest.mark.parametrize("content", ["", "[]", '{"x": 1}', "\x00", None])
def test_a_broken_cache_costs_a_look_and_nothing_else(tmp_path, content):
    host = trees.debian(tmp_path)
    first = find.find_interpreter(None, host)
    file = Path(cache.cache_file(host))
    if content is None:  # no file can be kept there at all
        file.unlink()
        file.parent.rmdir()
        file.parent.write_text("a file in the way")
    else:
        file.write_text(content)
    assert find.find_interpreter(None, host) == first
    assert trees.starts(Path(host.executable)) == 2


def test_this_very_python_is_found_and_really_verified():
    found = find.find_interpreter(sys.executable)
    assert found.path == sys.executable
    assert found.versions["python"] == sys.version.split()[0].rstrip("+")
    assert set(found.versions) == {"python", "numpy", "scipy", "rasterio", "gdal", "proj"}
    assert found.env["OPENBLAS_NUM_THREADS"] == "1"


def test_a_wrong_pythonhome_of_the_host_does_not_matter(monkeypatch):
    monkeypatch.setenv("PYTHONHOME", "/nowhere")
    monkeypatch.setenv("PROJ_DATA", "/nowhere")
    before = dict(os.environ)
    found = find.find_interpreter(sys.executable)
    assert not {"PYTHONHOME", "PROJ_DATA"} & set(found.environment())
    assert dict(os.environ) == before


def test_candidates_exist_and_are_named_once(tree):
    _, host, _ = tree
    found = candidates(host)
    assert found
    assert all(Path(candidate.path).is_file() for candidate in found)
    assert len(set(found)) == len(found)


def test_the_host_that_runs_now_is_described_as_it_is():
    host = Host.here()
    assert (host.platform, host.executable, host.build) == (sys.platform, sys.executable, sys.version)
    assert host.owns(os.path.join(sys.prefix, "lib"))
    assert not host.owns(sys.prefix + "-other")


def test_the_check_says_what_a_run_would_use(tmp_path):
    host = trees.flatpak(tmp_path)
    report = check.check_engine(workers=3, memory_limit_mb=700, temporary_folder=str(tmp_path), host=host)
    assert report["engine"]["versions"]["scipy"] == "1.14.0"
    assert [bool(candidate["problem"]) for candidate in report["candidates"]] == [True, False]
    assert report["run"]["workers"] == 3
    text = check.as_text(report)
    for expected in (
        "rasterio 1.4.3",
        "gdal 3.10",
        "3 workers",
        "700 MB",
        "python3: serves",
        "No module named 'rasterio'",
        "written by: rasterio",
    ):
        assert expected in text
    assert trees.starts(Path(host.executable)) == 0


def test_the_check_gives_the_advice_where_nothing_serves(tmp_path):
    host = debian_with(tmp_path, missing=("numpy", "rasterio"))
    report = check.check_engine(host=host)
    assert report["engine"] is None
    assert "sudo apt install" in check.as_text(report)
    assert "none can be started" in check.as_text(report)


def test_the_check_runs_as_a_program(capsys):
    assert check.main([sys.executable]) == 0
    assert f'"{sys.executable}" -B' in capsys.readouterr().out
    assert check.main(["/bin/sh"]) == 1


STOCK = {
    # what every installer of QGIS brings: NumPy and osgeo.gdal, at times SciPy; and what its osgeo cannot do without
    trees.osgeo4w: ("GDAL_DATA", "PROJ_LIB"),
    trees.installer: ("GDAL_DATA", "PROJ_LIB"),
    trees.standalone: ("PYTHONHOME",),
    trees.old_bundle: (),
    trees.new_bundle: ("PYTHONHOME", "GDAL_DATA"),
    trees.flatpak: (),
    trees.conda_on_windows: (),
    trees.conda_on_linux: (),
    trees.debian: (),
    trees.fedora: (),
}


@pytest.mark.parametrize("build", STOCK, ids=lambda build: build.__name__)
def test_a_stock_qgis_serves_without_rasterio_and_scipy(tmp_path, build):
    host = build(tmp_path)
    _, expected, home, _ = trees.TREES[build]
    program = tmp_path / ("usr/bin/python3" if build is trees.flatpak else expected)
    program.unlink()
    if build is trees.flatpak:
        (tmp_path / expected).unlink()
    refusals = "\n".join(f'[ -n "${name}" ] || {{ {trees.REFUSAL}; }}' for name in STOCK[build])
    trees.python(program, unless=refusals, missing=("scipy", "rasterio"), osgeo=True, python=f"3.{host.version[1]}.1")
    data = {name: f"/{name.lower()}" for name in STOCK[build] if name != "PYTHONHOME"}
    host = dataclasses.replace(host, environ={**host.environ, **data})
    found = find.find_interpreter(None, host)
    assert (found.path, found.backend) == (str(program), "gdal")
    environment = found.environment(host)
    assert environment["TILED_RASTER_BACKEND"] == "gdal"
    assert {name: environment.get(name) for name in data} == data
    assert bool(environment.get("PYTHONHOME")) == bool(home)
    assert set(found.versions) == {"python", "numpy", "gdal", "proj"}


def test_rasterio_is_the_first_choice_and_the_variable_forces_another(tmp_path):
    assert find.find_interpreter(None, trees.debian(tmp_path)).backend == "rasterio"


def test_the_probe_of_this_python_passes_an_array_through_each_library(monkeypatch):
    from tiled_raster.core.interpreter.verify import probe

    for asked in ("rasterio", "gdal", ""):
        host = Host.here()
        host = dataclasses.replace(host, environ={**host.environ, "TILED_RASTER_BACKEND": asked})
        verdict = probe(find.Candidate(sys.executable), host, "clean")
        assert verdict.serves, verdict.reason
        assert verdict.backend == (asked or "rasterio")
        assert verdict.versions["proj"][0].isdigit()
    host = dataclasses.replace(host, environ={**host.environ, "TILED_RASTER_BACKEND": "grass"})
    assert "must be one of rasterio, gdal" in probe(find.Candidate(sys.executable), host, "clean").reason
