"""Clusters that are surely ended after a test."""

from __future__ import annotations

import os
import sys

import pytest
from tiled_raster.core.clusters import CLUSTERS, ClusterGenerator

sys.path.insert(0, os.path.dirname(__file__))  # workers import `cluster_tasks` from here, as a user's module


@pytest.fixture(params=list(CLUSTERS))
def cluster(request):
    """Each kind of cluster in turn, with two workers."""
    made = ClusterGenerator(request.param, nb_workers=2)
    yield made
    made.kill()


@pytest.fixture(params=[name for name, spec in CLUSTERS.items() if spec.build(2).nb_workers > 1])
def side_by_side(request):
    """Each kind that has several workers, with two."""
    made = ClusterGenerator(request.param, nb_workers=2)
    yield made
    made.kill()


@pytest.fixture
def multi():
    """A cluster of two worker processes."""
    made = ClusterGenerator("multi", nb_workers=2)
    yield made
    made.kill()
