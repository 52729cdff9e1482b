"""Choose the cluster that "choose for me" means, as `make bench` shows what pays.

Two workers, maximum of 5 x 5 pixels of 8,000 x 8,000: threads take 1.1 times what GDAL takes to copy the file, and
processes 1.5 times: they unpack the blocks under the margins more than once, and send their results around. Kernels by
themselves, without reading and writing, become 1.3 times as fast with two threads and 1.8 times with two processes,
because each call into NumPy has to wait for Python's lock. So two threads, and more workers as processes.
"""

from __future__ import annotations

from typing import Optional

from ..errors import InvalidParameter, listed
from . import CLUSTERS, AbstractCluster, ClusterGenerator
from .base import checked_workers

AUTO = "auto"
MOST_THREADS = 2
"""Workers up to which built-in kernels run in threads. A user's function may hold Python's lock, crash or hang: it
gets processes, whatever their number."""


def chosen_cluster(choice: str, nb_workers: Optional[int] = None, runs_user_code: bool = False) -> AbstractCluster:
    """Return the cluster for a choice in the panel. Raises InvalidParameter for an unknown one."""
    choices = [AUTO, *CLUSTERS]
    if choice not in choices:
        raise InvalidParameter(f"cluster={choice}: must be one of {listed(choices)}")
    if choice == AUTO:
        workers = checked_workers(nb_workers)
        choice = "multi" if runs_user_code or workers > MOST_THREADS else "threads"
    return ClusterGenerator(choice, nb_workers)
