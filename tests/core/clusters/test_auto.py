"""What "choose for me" chooses."""

from __future__ import annotations

from typing import Optional

import pytest
from tiled_raster.core.clusters import CLUSTERS
from tiled_raster.core.clusters.auto import AUTO, chosen_cluster
from tiled_raster.core.errors import InvalidParameter


@pytest.mark.parametrize(
    ("choice", "workers", "user_code", "kind"),
    [
        (AUTO, 1, False, "threads"),
        (AUTO, 2, False, "threads"),
        (AUTO, 3, False, "multi"),
        (AUTO, 1, True, "multi"),
        ("basic", 5, True, "basic"),
        ("threads", 9, False, "threads"),
    ],
)
def test_choice(choice: str, workers: Optional[int], user_code: bool, kind: str) -> None:
    cluster = chosen_cluster(choice, workers, runs_user_code=user_code)
    assert cluster.kind == kind
    assert cluster.nb_workers == (1 if kind == "basic" else workers)


def test_unknown() -> None:
    names = ", ".join([AUTO, *CLUSTERS][:-1])
    with pytest.raises(InvalidParameter, match=f"cluster=bascic: must be one of {names} or multi"):
        chosen_cluster("bascic")
