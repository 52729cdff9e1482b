"""Tell a run's progress in a terminal, or as lines of a log."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, Optional

from .processes.streams import say
from .progress import Progress, TimeLeft, place_in_passes


class TerminalProgress(Progress):
    """Writes to the standard error stream: plan and warnings as lines, progress as one line that is rewritten."""

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._time: Optional[TimeLeft] = None
        self._shown = -1
        self._tiles = 0
        self._rewrites = sys.stderr is not None and sys.stderr.isatty()

    def plan(self, plan: dict[str, Any]) -> None:
        """Write the plan, a line each, and start the clock."""
        self._time = TimeLeft()
        self._tiles = int(plan["tiles"])
        if not self._quiet:
            for line in plan["text"]:
                self._say(line)

    def update(self, done: int, total: int) -> None:
        """Rewrite the line of progress; every tenth percent as a line of its own where there is no terminal."""
        percent = max(100 * done // max(total, 1), self._shown)  # never backwards, when passes are added
        if self._quiet or percent == self._shown or (not self._rewrites and percent % 10):
            return
        self._shown = percent
        spoken = self._time.spoken(self._time.seconds(done, total)) if self._time else ""
        left = f", {spoken} left" if spoken else ""
        tile, tiles, number, passes = place_in_passes(done, total, self._tiles)
        part = f", pass {number} of {passes}" if passes > 1 else ""
        line = f"{percent:3d} % (tile {tile} of {tiles}{part}{left})"
        ending = "\r" if self._rewrites and done < total else "\n"
        say(f"{line:60}{ending}")

    def log(self, message: str) -> None:
        """Write a line."""
        if not self._quiet:
            self._say(message)

    def warn(self, message: str) -> None:
        """Write a line that says so."""
        self._say(f"warning: {message}")

    def _say(self, line: str) -> None:
        say(line + "\n")


def shown_words(words: Sequence[str], record_arguments: bool) -> list[str]:
    """Return the words of the command line as a report may show them: a function's arguments may be secrets."""
    if record_arguments:
        return list(words)
    shown, hides = [], False
    for word in words:
        option, equals, _ = word.partition("=")
        # As argparse takes it: any beginning that stands for no other option.
        is_option = option.startswith("--function-a") and "--function-arguments".startswith(option)
        shown.append("…" if hides else f"{option}=…" if is_option and equals else word)
        hides = is_option and not equals and not hides
    return shown
