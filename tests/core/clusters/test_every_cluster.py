"""What holds for every kind of cluster. A new record in CLUSTERS is tested by being there."""

from __future__ import annotations

import json
import threading
from concurrent.futures import CancelledError, Future, wait
from functools import partial
from pathlib import Path

import cluster_tasks as tasks
import numpy as np
import pytest
from cluster_helpers import PATIENCE_S, until
from tiled_raster.core.clusters import CLUSTERS, AbstractCluster, ClusterGenerator
from tiled_raster.core.errors import FunctionError, InvalidParameter, RunCancelled, TilingError

RESULTS = {
    "None": None,
    "text": "é" * 10_000,
    "bytes": bytes(range(256)) * 100_000,
    "nested": {"a": [1, 2.5, (None, True)], "b": {3: "x"}},
    "scalar": np.float32(0.1),
    "zero-dim": np.array(7),
    "empty": np.zeros((0, 5), "f4"),
    "bool": np.eye(300, dtype=bool),
    "int64": np.arange(1 << 20).reshape(1024, 1024) + (1 << 60),
    "float": np.linspace(-1, 1, 3_000_000, dtype="f4").reshape(3, 1000, 1000),
    "nan": np.full((100, 100), np.nan),
    "fortran": np.asfortranarray(np.arange(60_000.0).reshape(200, 300)),
    "strided": np.arange(1_000_000)[::7],
    "big-endian": np.arange(10_000, dtype=">f8"),
    "structured": np.zeros(500, dtype=[("a", "i2"), ("b", "f8")]),
    "many": [np.full(500, i, "u2") for i in range(300)],
    "masked": np.ma.masked_equal(np.arange(100_000) % 5, 3),
}
ERRORS = {
    "built-in": (ValueError, "bad value 7"),
    "key": (KeyError, "gone"),
    "two arguments": (OSError, 13, "no entry"),
    "ours": (InvalidParameter, "size=4: must be odd"),
    "fixed": (tasks.Fixed, "as it is"),
}


def same(a, b) -> bool:
    """Return whether two values are equal in type, shape, dtype and bits."""
    if isinstance(a, np.ndarray):
        masks = np.array_equal(np.ma.getmaskarray(a), np.ma.getmaskarray(b))
        data = np.ma.getdata(a).tobytes() == np.ma.getdata(b).tobytes()
        return type(a) is type(b) and a.dtype == b.dtype and a.shape == b.shape and masks and data
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and a == b


@pytest.mark.parametrize("name", RESULTS)
def test_values_come_through_both_ways(cluster, name):
    value = RESULTS[name]
    args, kwargs = cluster.get_res(cluster.launch_task(tasks.echo, [value], {"again": value}))
    assert same(args[0], value)
    assert same(kwargs["again"], value)


def test_a_result_can_be_written_to(cluster):
    result = cluster.get_res(cluster.launch_task(tasks.array, ("f4", 500)))
    result += 1
    assert result[0, 0] == 1


def test_order_is_that_of_the_futures(cluster):
    futures = [cluster.launch_task(tasks.slow_square, (i, (i * 7 % 5) / 500)) for i in range(30)]
    assert [cluster.get_res(future) for future in futures] == [i * i for i in range(30)]


def test_futures_are_of_the_standard_library(cluster):
    futures = [cluster.launch_task(tasks.square, (i,)) for i in range(4)]
    assert all(isinstance(future, Future) for future in futures)
    assert len(wait(futures, timeout=PATIENCE_S).done) == 4
    assert not any(future.cancel() for future in futures)


def test_partials_callables_and_methods(cluster):
    assert cluster.launch_task(partial(pow, 2), (5,)).result() == 32
    assert cluster.launch_task("-".join, (["a", "b"],)).result() == "a-b"
    assert [cluster.launch_task(tasks.Counts(50_000), (i,)).result() for i in (3, 49_999)] == [3, 49_999]


def test_many_functions_by_turns(cluster):
    adders = [partial(pow, i) for i in range(20)]
    futures = [cluster.launch_task(adders[i % 20], (2,)) for i in range(200)]
    assert [future.result() for future in futures] == [(i % 20) ** 2 for i in range(200)]


def test_many_small_tasks(cluster):
    futures = [cluster.launch_task(tasks.square, (i,)) for i in range(3000)]
    assert sum(future.result() for future in futures) == sum(i * i for i in range(3000))


def test_large_and_growing_results(cluster):
    for step in range(0, 27, 2):  # up to 64 MB
        values = cluster.launch_task(tasks.growing, (step,)).result()
        assert len(values) == 1 << step
        assert (values == step).all()
    assert cluster.launch_task(tasks.growing, (3,)).result().tolist() == [3] * 8


def test_tasks_under_way_keep_their_arrays_apart(cluster):
    futures = [cluster.launch_task(tasks.twice, (np.full(5000 + i, i),)) for i in range(200)]
    for i, future in enumerate(futures):
        assert np.array_equal(future.result(), np.full(5000 + i, 2 * i))


@pytest.mark.parametrize("name", ERRORS)
def test_the_error_of_a_function_is_raised_as_it_was(cluster, name):
    kind, *args = ERRORS[name]
    with pytest.raises(kind) as caught:
        cluster.get_res(cluster.launch_task(tasks.fail, (kind, *args)))
    assert type(caught.value) is type(kind(*args))
    assert str(caught.value) == str(kind(*args))
    assert cluster.launch_task(tasks.square, (3,)).result() == 9


def test_sys_exit_is_an_error_and_ends_nothing(cluster):
    with pytest.raises(FunctionError, match=r"sys\.exit\(3\)"):
        cluster.launch_task(tasks.fail, (SystemExit, 3)).result()
    assert cluster.launch_task(tasks.square, (3,)).result() == 9


def test_nothing_starts_before_the_first_task(cluster):
    assert cluster._executor is None
    cluster.close()
    cluster.kill()
    assert cluster._executor is None


def test_closing_twice_and_using_it_again(cluster):
    assert cluster.launch_task(tasks.square, (3,)).result() == 9
    cluster.close()
    cluster.close()
    assert cluster.launch_task(tasks.square, (4,)).result() == 16
    cluster.kill()
    cluster.kill()
    assert cluster.launch_task(tasks.square, (5,)).result() == 25


def test_close_lets_submitted_tasks_finish(cluster):
    futures = [cluster.launch_task(tasks.slow_square, (i, 0.02)) for i in range(6)]
    cluster.close()
    assert all(future.done() for future in futures)
    assert [future.result() for future in futures] == [i * i for i in range(6)]


def test_with_closes_and_leaves_no_thread(cluster):
    before = set(threading.enumerate())
    with cluster as entered:
        assert entered is cluster
        future = cluster.launch_task(tasks.square, (3,))
    assert future.done()
    assert until(lambda: set(threading.enumerate()) <= before)


def test_an_error_in_the_block_is_passed_on(cluster):
    def use() -> None:
        with cluster:
            cluster.launch_task(tasks.square, (3,))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        use()
    assert cluster._executor is None


def test_kill_drops_what_waits(side_by_side, tmp_path: Path):
    release = tmp_path / "release"
    futures = [side_by_side.launch_task(tasks.note_and_wait, (tmp_path / f"{i}", release)) for i in range(8)]
    assert until(lambda: (tmp_path / "0").exists())
    side_by_side.kill()
    release.touch()
    assert until(lambda: all(future.done() for future in futures))
    failures = (CancelledError, RunCancelled)
    dropped = [future for future in futures if future.cancelled() or isinstance(future.exception(), failures)]
    assert futures[-1] in dropped


def test_a_waiting_task_can_be_cancelled(side_by_side, tmp_path: Path):
    release = tmp_path / "release"
    futures = [side_by_side.launch_task(tasks.note_and_wait, (tmp_path / f"{i}", release)) for i in range(8)]
    assert futures[-1].cancel()
    release.touch()
    assert all(future.result() for future in futures[:-1])
    assert not (tmp_path / "7").exists()
    side_by_side.close()


def test_two_tasks_run_at_the_same_time(side_by_side, tmp_path: Path):
    futures = [side_by_side.launch_task(tasks.meet, (tmp_path, i, 1 - i)) for i in range(2)]
    assert all(future.result() for future in futures)


def test_tasks_from_several_threads(cluster):
    sums = []

    def use() -> None:
        sums.append(sum(cluster.launch_task(tasks.square, (i,)).result() for i in range(100)))

    cluster.launch_task(tasks.square, (0,)).result()
    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sums == [sum(i * i for i in range(100))] * 4


def test_json_makes_an_equal_one(cluster):
    data = json.loads(json.dumps(cluster.to_json()))
    again = ClusterGenerator(data["kind"], nb_workers=data["nb_workers"])
    assert type(again) is type(cluster)
    assert again.nb_workers == cluster.nb_workers
    assert repr(again) == repr(cluster)


@pytest.mark.parametrize("name", CLUSTERS)
def test_record_and_class_agree(name):
    spec = CLUSTERS[name]
    made = spec.build(2)
    assert isinstance(made, AbstractCluster)
    assert (made.kind, made.own_process) == (spec.name, spec.own_process)
    assert 1 <= made.nb_workers <= 2
    assert made.nb_workers <= made.in_flight <= 2 * made.nb_workers
    assert spec.summary.endswith(".")


@pytest.mark.parametrize("name", CLUSTERS)
@pytest.mark.parametrize("workers", [-1, 1025, "two", 1.5, True])
def test_wrong_numbers_of_workers(name, workers):
    with pytest.raises(InvalidParameter, match="workers="):
        ClusterGenerator(name, nb_workers=workers)


@pytest.mark.parametrize("name", CLUSTERS)
@pytest.mark.parametrize("workers", [None, 0, "3"])
def test_numbers_of_workers_that_are_fine(name, workers):
    assert ClusterGenerator(name, nb_workers=workers).nb_workers >= 1


@pytest.mark.parametrize("name", CLUSTERS)
def test_wrong_values_name_the_right_ones(name):
    with pytest.raises(InvalidParameter, match=f"{name} has no parameter speed"):
        ClusterGenerator(name, speed=3)


@pytest.mark.parametrize("name", ["mutli", "", "Basic", None, 3])
def test_an_unknown_kind_names_the_choices(name):
    with pytest.raises(InvalidParameter) as caught:
        ClusterGenerator(name)
    assert isinstance(caught.value, TilingError)
    assert all(choice in str(caught.value) for choice in CLUSTERS)
