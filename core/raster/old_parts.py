"""Find the parts of an older output, which go when a new one takes its place."""

from __future__ import annotations

import os
import re
from typing import Optional

from .check import files_behind

_PART = re.compile(r"^r\d{7,}_c\d{7,}\.tif(\.aux\.xml)?$")


def parts_of(target: str) -> Optional[str]:
    """Return the folder of the parts that an older VRT at `target` joins; None where there is no such folder.

    It is one that this program made and nobody put anything else into: named after the VRT, which reads from nowhere
    else.
    """
    if not os.path.isfile(target) or not target.lower().endswith(".vrt"):
        return None
    files = {os.path.abspath(file) for file in files_behind(target)} - {os.path.abspath(target)}
    folders = {os.path.dirname(file) for file in files}
    if len(folders) != 1:
        return None
    folder = folders.pop()
    stem = re.escape(os.path.splitext(os.path.abspath(target))[0])
    is_ours = re.fullmatch(rf"{stem}_parts(-\d+)?", folder) and os.path.isdir(folder) and not os.path.islink(folder)
    return folder if is_ours and all(_PART.match(name) for name in os.listdir(folder)) else None
