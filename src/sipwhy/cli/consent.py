"""Yes or no, asked on the terminal before something is done that cannot be undone."""

from __future__ import annotations

import sys

_YES = frozenset({"y", "yes", "д", "да"})


def says_yes(question: str) -> bool:
    """Asks on standard error, for standard output may be a file; the end of the input is a no."""
    sys.stdout.flush()
    sys.stderr.write(f"{question.rstrip()} ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in _YES
