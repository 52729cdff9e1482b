"""Measure one band, pass by pass.

The caller runs each pass over all tiles, in any order and place, and hands the findings back in row-major order:

    while (task := measurement.next_pass()) is not None:
        for values, valid in tiles:
            measurement.absorb(task(values, valid))
        measurement.end_pass()
    measurement.results()
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any, Optional, Union

import numpy as np

from ..arrays import Array, Number
from .accumulator import Accumulator, Kinds, Piece, least_kinds, serving
from .classes import ClassCounts, class_counts, seek_classes
from .counts import Counts, Extremes
from .distinct import Collected, Summary, Tally, added_up
from .distribution import Distribution, Wanted
from .histogram import Histogram, histogram, seek_histogram
from .keys import TOP_BITS, Line, line_of, raw_top
from .lookup import checked_percentiles, find_statistic
from .quantiles import percentile_spec
from .refine import (
    Counted,
    CutTask,
    TileFindings,
    planned_cuts,
    refined,
    valid_pieces,
    with_collected,
)
from .spec import StatisticSpec


@dataclass(frozen=True)
class FirstFindings:
    """The findings of one tile in the first pass."""

    states: tuple[Any, ...]
    """What each accumulator of the task gathered."""
    top: Optional[Counted]
    """Pixels per pattern of the top 16 bits."""


@dataclass(frozen=True)
class FirstTask:
    """The first pass: accumulators gather, and where quantiles are wanted the top 16 bits are counted."""

    line: Line
    kinds: Kinds
    top: bool
    weight = 1

    def __call__(self, values: Array, valid: Array) -> FirstFindings:
        """Return the findings of a tile: `values` of the band's type, `valid` boolean, of the same shape."""
        gatherers = [kind.gatherer(values.size) for kind in self.kinds]
        top = np.zeros(1 << min(self.line.bits, TOP_BITS), np.int64) if self.top else None
        for piece in map(Piece, valid_pieces(values, valid, self.line)):
            if top is not None:
                top += np.bincount(raw_top(piece.values), minlength=top.size)
            for gatherer in gatherers:
                gatherer.add(piece)
        return FirstFindings(tuple(gatherer.state() for gatherer in gatherers), _sparse(top))


def _sparse(top: Optional[Any]) -> Optional[Counted]:
    if top is None:
        return None
    index = np.flatnonzero(top)
    return Counted(index.astype(np.uint32), top[index].astype(np.uint32))


PassTask = Union[FirstTask, CutTask]
Findings = Union[FirstFindings, TileFindings]


class Measurement:
    """The statistics of one band. Memory does not grow with the number of pixels.

    Where mode, variety, or the entropy of integers meet more distinct values than memory is allowed for, a temporary
    file holds them; `close` removes it after a run that did not end.
    """

    def __init__(
        self, dtype: Any, names: Iterable[str], percentiles: Sequence[float] = (), histogram_bins: int = 0
    ) -> None:
        """Measure pixels of `dtype`; `histogram_bins` is 0 for no histogram, `histogram.AUTOMATIC` for one to be drawn.

        Raises InvalidParameter for an unknown name, a percentile outside 0 to 100, or a type without order.
        """
        self.line = line_of(dtype)
        named = [find_statistic(name) for name in names]
        ranked = [percentile_spec(percent) for percent in checked_percentiles(percentiles)]
        self.specs: dict[str, StatisticSpec] = {spec.name: spec for spec in (*named, *ranked)}
        self.histogram_bins = histogram_bins
        self.passes = 0
        self._seeking = histogram_bins != 0 or any(spec.seek for spec in self.specs.values())
        always: tuple[Any, ...] = (Counts, Extremes, Distribution)
        further: list[Any] = [spec.accumulator for spec in self.specs.values() if spec.accumulator not in always]
        kinds: Kinds = (Counts, Extremes, *least_kinds(further))
        self._states: dict[type[Accumulator], Accumulator] = {kind: kind.nothing() for kind in kinds}
        self._small = self.line.bits <= TOP_BITS
        nothing = np.zeros(0, np.uint64)
        self._nothing = Distribution.exact(self.line, nothing, nothing.astype(np.int64), histogram_bins)
        self._distribution = self._nothing
        self._found: dict[str, Number] = {}
        self._histogram: Optional[Histogram] = None
        self._classes: Optional[ClassCounts] = None
        self._task: Optional[PassTask] = None
        self._ended = False
        self._totals: Any = None
        self._collected: list[Collected] = []
        self._tally: Optional[Tally] = None

    @property
    def passes_planned(self) -> int:
        """How many passes there will probably be: an estimate before the first one, then what is certain so far."""
        if self.passes == 0:
            further = 0 if self._small or not self._seeking else 1 if self.line.bits == 32 else 2
            return 1 + further
        return self.passes + (self.next_pass() is not None)

    def next_pass(self) -> Optional[PassTask]:
        """Return what each tile has to do next, or None when everything is known. The same until `end_pass`."""
        if self._task is None and not self._ended:
            self._task = self._first_task() if self.passes == 0 else self._further_task()
            if self._task is None:
                self._conclude()
            else:
                self._distribution = replace(self._distribution)  # without what was derived of it
        return self._task

    def _conclude(self) -> None:
        """Keep what is asked of the distribution, and let it go: other bands may need the memory."""
        self._ended = True
        known = self._distribution
        self._found = {
            name: spec.finish(known) for name, spec in self.specs.items() if spec.accumulator is Distribution
        }
        self._histogram = histogram(known, self.histogram_bins) if self.histogram_bins else None
        self._classes = class_counts(known)
        self._distribution = self._nothing

    @property
    def _first_kinds(self) -> Kinds:
        """What tiles gather in the first pass: where the top bits are all bits, the counts of values tell the rest."""
        return (Counts,) if self._small else tuple(self._states)

    def _first_task(self) -> FirstTask:
        top = self._small or self._seeking
        task = FirstTask(self.line, self._first_kinds, top)
        if top:
            self._totals = np.zeros(1 << min(self.line.bits, TOP_BITS), np.int64)
        return task

    def _further_task(self) -> Optional[CutTask]:
        wanted = self._wanted() if self._seeking else Wanted()
        if not wanted:
            return None
        counted, collected = planned_cuts(self._distribution, wanted)
        self._totals = np.zeros(sum(counted.sizes), np.int64)
        self._collected = []
        self._tally = Tally(self._known(Counts).valid) if wanted.distinct else None
        return CutTask(self.line, counted, collected, wanted.distinct)

    def _wanted(self) -> Wanted:
        seeks = [spec.seek(self._distribution) for spec in self.specs.values() if spec.seek]
        if self.histogram_bins:
            seeks.append(seek_histogram(self._distribution, self.histogram_bins))
            seeks.append(seek_classes(self._distribution))
        return reduce(or_, seeks, Wanted())

    def absorb(self, findings: Findings) -> None:
        """Take the findings of the next tile, in row-major order of tiles."""
        if isinstance(findings, FirstFindings):
            for kind, state in zip(self._first_kinds, findings.states):
                self._states[kind] = self._states[kind].merged(state)
            self._count(findings.top)
            return
        self._count(findings.counted)
        if findings.collected is not None:
            self._collected.append(findings.collected)
        if self._tally is not None and findings.distinct is not None:
            self._tally.add(findings.distinct)

    def _count(self, counted: Optional[Counted]) -> None:
        if counted is None:
            return
        if counted.index is None:
            self._totals += counted.count
        else:
            self._totals[counted.index] += counted.count

    def end_pass(self) -> None:
        """Draw the conclusions of a pass whose tiles were all absorbed."""
        task, self._task = self._task, None
        self.passes += 1
        if isinstance(task, FirstTask):
            self._end_first(task)
        elif isinstance(task, CutTask):
            self._end_further(task)
        self._totals = None

    def _end_first(self, task: FirstTask) -> None:
        if not task.top or self._known(Counts).valid == 0:
            return
        last, extremes = (1 << self.line.bits) - 1, self._known(Extremes)
        low = 0 if self._small else self.line.key_of(extremes.low)
        high = last if self._small else self.line.last_key_of(extremes.high)
        self._distribution = Distribution.of_top(self.line, self._totals, low, high, self.histogram_bins)
        if self._small:
            values, counts = self._distribution.first.tolist(), self._distribution.count.tolist()
            pixels = self._known(Counts).total
            self._states = {kind: kind.of_counts(values, counts, pixels) for kind in self._states}

    def _end_further(self, task: CutTask) -> None:
        known = self._distribution
        if len(task.collected):
            found = added_up(self._collected)
            known = with_collected(known, task.collected, found.keys, found.count)
        if len(task.counted):
            known = refined(known, task.counted, self._totals)
        if self._tally is not None:
            outcome = self._tally.outcome()
            if isinstance(outcome, Summary):
                known = replace(known, summary=outcome)
            else:
                known = Distribution.exact(
                    self.line, outcome.keys.astype(np.uint64), outcome.count, self.histogram_bins
                )
        self._distribution = known
        self.close()

    def close(self) -> None:
        """Give up what a pass has collected so far. Nothing is left to give up after `end_pass`."""
        self._collected = []
        if self._tally is not None:
            self._tally.close()
            self._tally = None

    def count_invalid(self, pixels: int) -> None:
        """Count further pixels that have no value and were in no tile."""
        self._states[Counts] = self._states[Counts].merged(Counts(pixels, 0))

    def results(self) -> dict[str, Number]:
        """Return each statistic by name, then the percentiles; NaN where there is none.

        Only when `next_pass` has given None.
        """
        return {
            name: self._found[name] if name in self._found else spec.finish(self._known(spec.accumulator))
            for name, spec in self.specs.items()
        }

    def _known(self, kind: type[Any]) -> Any:
        return serving(tuple(self._states.values()), kind)

    def histogram(self) -> Optional[Histogram]:
        """Return the histogram, or None where none was asked for."""
        return self._histogram

    def classes(self) -> Optional[ClassCounts]:
        """Return each value and its pixels where these are few whole numbers, else None.

        Known of pixels of up to 16 bits, of others where a histogram is asked for.
        """
        return self._classes


def measured(values: Array, valid: Array, measurement: Measurement) -> Measurement:
    """Run all passes of a measurement over one array in memory, and return it."""
    task = measurement.next_pass()
    while task is not None:
        measurement.absorb(task(values, valid))
        measurement.end_pass()
        task = measurement.next_pass()
    return measurement
