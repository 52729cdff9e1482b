"""Holds a run until a scenario lets it go on, tile by tile, however fast the machine is or how long it stands still.

The function is what the dialog gets as the user's own; `Turnstile` is the scenario's side.
"""

from __future__ import annotations

import itertools
import time
from pathlib import Path
from typing import Any

import numpy as np


def pass_through(block: np.ndarray, folder: str = "") -> np.ndarray:
    """Take the next number and return the block when the scenario has let that number pass."""
    number = next(number for number in itertools.count() if is_taken(Path(folder, f"taken-{number}")))
    while not (Path(folder, f"let-{number}").exists() or Path(folder, "open").exists()):
        time.sleep(0.01)
    return block


def is_taken(ticket: Path) -> bool:
    """Return whether the ticket was still there to be taken."""
    try:
        ticket.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


class Turnstile:
    """Lets the calls of `pass_through` pass one after the other, or all."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.values: dict[str, Any] = {
            "FILTER": ["custom"],
            "FUNCTION_FILE": __file__,
            "FUNCTION_NAME": "pass_through",
            "FUNCTION_ARGUMENTS": f'{{"folder": "{folder}"}}',
            "CHUNK_SIZE": 256,
            "WORKERS": 1,  # so that the calls come in the order of the tiles
        }
        """What the dialog of the filter is to be filled with."""

    def let(self, number: int) -> None:
        """Let one call pass."""
        (self._folder / f"let-{number}").touch()

    def open(self) -> None:
        """Let all pass, those to come as well."""
        (self._folder / "open").touch()
