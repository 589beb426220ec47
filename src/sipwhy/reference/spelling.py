"""How phrases are compared: whatever their case, blanks and punctuation."""

from __future__ import annotations

import re

_FOLD = re.compile(r"[^0-9a-zа-я]+")


def normalised(text: str) -> str:
    """`text` in lower case, ё as е, with blanks and punctuation folded to single blanks."""
    return _FOLD.sub(" ", text.lower().replace("ё", "е")).strip()
