"""Keep the workers of a pool: assign tasks, receive answers, reap the dead, and end those that hang.

Used by the pool's own thread only (see `dispatcher.py`), save where a method says otherwise.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Callable, Optional

from ...errors import EngineError, WorkerDied
from .task import Task, with_report
from .transport import QUEUED
from .worker_process import WorkerProcess

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

START_LIMIT_S = 60.0
"""How long a worker may take until it is ready."""
START_ATTEMPTS = 3
"""Workers in a row that may end before they are ready."""
MOST_DEATHS = 2
"""Workers that one task may end."""
MOST_LOST = 5
"""Workers that may end with a task of which nobody knows whether they had begun it."""
LONGEST_WAIT_S = 3600.0

Launch = Callable[[], WorkerProcess]


class Crew:
    """Up to `nb_workers` workers, each started by `launch()` when a task needs it."""

    def __init__(self, nb_workers: int, task_timeout_s: float, launch: Launch) -> None:
        self._nb_workers = nb_workers
        self._task_timeout_s = task_timeout_s
        self._launch = launch
        self._workers: list[WorkerProcess] = []
        self._failed_starts = 0
        self._killed = False

    def pids(self) -> list[int]:
        """Return the process ids of the workers. For any thread."""
        return [worker.pid for worker in list(self._workers)]

    def kill(self) -> None:
        """End all workers, also one that is just being started. For any thread."""
        self._killed = True
        for worker in list(self._workers):
            worker.kill()

    def tasks(self) -> list[Task]:
        """Return the tasks that are out."""
        return [task for worker in self._workers for task in worker.tasks]

    def connections(self) -> dict[Connection, WorkerProcess]:
        """Return the workers that may still say something, by their connection."""
        return {worker.channel.connection: worker for worker in self._workers if not worker.is_given_up}

    def assign(self, task: Task) -> bool:
        """Send the task to an idle worker, a new one, or one that has room; return False when there is none.

        A task that has ended a worker gets its next one to itself, so that no other suffers with it.
        """
        worker = self._room_for(task)
        while worker is not None:
            if self._send(worker, task):
                return True
            worker = self._room_for(task)
        return False

    def _room_for(self, task: Task) -> Optional[WorkerProcess]:
        usable = [worker for worker in self._workers if not worker.is_given_up]
        idle = next((worker for worker in usable if not worker.tasks), None)
        if idle is not None:
            return idle
        if len(self._workers) < self._nb_workers:
            return self._start()
        if task.deaths:
            return None
        with_room = [worker for worker in usable if len(worker.tasks) < QUEUED and not worker.tasks[0].deaths]
        return min(with_room, key=lambda worker: worker.since, default=None)

    def _start(self) -> Optional[WorkerProcess]:
        try:
            worker = self._launch()
        except (OSError, EngineError) as error:  # no more processes, threads, files: go on with the workers there are
            if not self._workers:
                raise EngineError(f"no worker process could be started: {error}") from error
            self._nb_workers = len(self._workers)
            return None
        self._workers.append(worker)
        if self._killed:  # between the call and the line above, `kill` has not seen it
            worker.kill()
        return worker

    def _send(self, worker: WorkerProcess, task: Task) -> bool:
        """Return False when the worker was gone: the task has not begun and can be given to another."""
        brings_function = task.token not in worker.known
        slot = worker.sent % QUEUED
        pieces = [task.function, *task.arguments] if brings_function else task.arguments
        try:
            message = worker.channel.stow(("task", slot, task.token, brings_function, task.deaths > 0), pieces, slot)
        except (OSError, MemoryError) as error:
            size = sum(map(len, pieces)) / 1e6
            task.fail(EngineError(f"no memory to send {size:.0f} MB of arguments to a worker: {error}"), error)
            return True
        try:
            worker.channel.post(message)
        except OSError:
            worker.give_up()
            return False
        if brings_function:
            worker.known.keep(task.token)
        if not worker.tasks and worker.ready:
            worker.since = time.monotonic()
        worker.tasks.append(task)
        worker.sent += 1
        return True

    def receive(self, worker: WorkerProcess) -> None:
        """Take in one message of a worker."""
        try:
            head, pieces = worker.channel.receive()
        except (EOFError, OSError):  # it is ending; or a user's function closed its files, and then it must end
            worker.silent = True
            worker.give_up()
            return
        worker.since = time.monotonic()
        if head[0] == "ready":
            worker.ready = True
            self._failed_starts = 0
        elif head[0] == "begun":
            worker.begun = True
        else:
            worker.begun = False
            worker.tasks[0].answer(head[0], pieces)
            worker.tasks.popleft()  # only now: a fault in the line above must not lose it

    def reap(self, worker: WorkerProcess) -> list[Task]:
        """Remove a worker that has ended; return its tasks that are to be run again.

        Raises EngineError when workers end before they are ready, again and again, and there is no other.
        """
        while worker.has_said_more():  # answers sent before it ended
            self.receive(worker)
        if worker.ready and worker.tasks:
            self._count_death(worker)
        if not worker.ready:
            self._count_failed_start(worker)
        self._workers.remove(worker)
        worker.release()
        return list(worker.tasks)

    def _count_failed_start(self, worker: WorkerProcess) -> None:
        self._failed_starts += 1
        if self._failed_starts < START_ATTEMPTS:
            return
        if any(other.ready for other in self._workers):
            self._nb_workers = len(self._workers) - 1
            return
        last_words = worker.last_words()
        told = f"no worker process could be started: the last one {worker.how_it_ended()}"
        told += f"; it said at last: {last_words.splitlines()[-1]}" if last_words else ""
        raise with_report(EngineError(told), last_words)

    def _count_death(self, worker: WorkerProcess) -> None:
        task = worker.tasks[0]
        task.deaths += 1
        # When all workers are killed at once, a task may go from one to another that is just dying: not its fault.
        if task.deaths >= (MOST_DEATHS if worker.begun else MOST_LOST):
            worker.tasks.popleft()
            why = f"did not finish it within {self._task_timeout_s:g} s" if worker.timed_out else worker.how_it_ended()
            died = WorkerDied(f"this work ended its worker process twice; the last one {why}")
            task.fail(with_report(died, worker.last_words()))

    def _seconds_left(self, worker: WorkerProcess) -> float:
        """Return the seconds after which the worker is taken for hung."""
        if worker.timed_out or (worker.ready and not worker.tasks):
            return LONGEST_WAIT_S
        limit = self._task_timeout_s if worker.ready else START_LIMIT_S
        return min(worker.since + limit - time.monotonic(), LONGEST_WAIT_S)

    def end_the_hung(self) -> float:
        """End workers that are over their time; return the seconds until the next one may be."""
        left = LONGEST_WAIT_S
        for worker in self._workers:
            seconds = self._seconds_left(worker)
            if seconds > 0:
                left = min(left, seconds)
            elif not worker.is_given_up and worker.has_said_more():
                left = 0.0  # the pool is late, not the worker: the answer is taken first
            else:
                worker.timed_out = True
                worker.kill()
        return left

    def dismiss(self, wait_s: float) -> None:
        """End all workers: by asking them, and after `wait_s` by force; at once when the crew was killed."""
        deadline = time.monotonic() + wait_s
        for worker in self._workers:
            worker.ask_to_stop()
        for worker in self._workers:
            if self._killed or not worker.join(max(0.0, deadline - time.monotonic())):
                worker.kill()
        for worker in self._workers:
            worker.join(wait_s)
            worker.release()
