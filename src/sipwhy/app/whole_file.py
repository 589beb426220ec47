"""A file that is written as a whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OWN, _USUAL = 0o600, 0o666


@contextmanager
def written_whole(target: str | Path, *, is_private: bool = False) -> Iterator[Path]:
    """
    Where to write what is to be `target`: a file beside it that takes its place when the block ends well; else nothing is left of it.

    What is no file (a device, a pipe), and a file whose folder takes no other, is written itself. A link stays, and what it leads to is
    written. Who may read a file that was there may read the new one, nobody else if it `is_private`. OSError if it cannot be written.
    """
    given = Path(target)
    if given.exists() and not (given.is_file() and os.access(given.resolve().parent, os.W_OK)):
        yield given
        return
    goal = given.resolve()
    part = goal.with_name(f".sipwhy-{os.urandom(6).hex()}.part")
    mode = _OWN if is_private else stat.S_IMODE(goal.stat().st_mode) if goal.exists() else None
    # A name that nobody can foresee, and nothing that is there already: in a folder of many it could lead elsewhere.
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _USUAL if mode is None else _OWN))
    try:
        if mode is not None:
            part.chmod(mode)  # the mask of the process is for files that are new
        yield part
        part.replace(goal)
    finally:
        part.unlink(missing_ok=True)
