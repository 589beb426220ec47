"""What every way of joining Call-IDs says of two of them."""

from __future__ import annotations

from sipwhy.model import Confidence

Pair = tuple[int, int, str, Confidence]
"""The numbers of the later Call-ID and of the earlier one, by what they belong together, and how sure that is."""
