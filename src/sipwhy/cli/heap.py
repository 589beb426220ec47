"""
The memory of a process that reads, says what it found, and ends.

It comes before all else, and so not by way of `wire`, which loads numpy: what is loaded afterwards lies in large pages.
"""

from __future__ import annotations

from sipwhy import _core


def keep_one_heap() -> None:
    """
    Lets what is freed be used again, and tables and Python's objects grow in large pages: a fifteenth of a long capture's time, and
    a tenth of a short one's. The first call counts.

    For a process that ends soon: until then it gives no memory back to the system.
    """
    _core.keep_one_heap()
