"""A folder for the files of one run; it goes when nobody holds it any more."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from pathlib import Path


class Scratch:
    """Only the user can look into it."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="sipwhy-cdr-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
