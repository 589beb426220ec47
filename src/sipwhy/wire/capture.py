"""The kernel's rings of packets, where there are any: on Linux."""

from __future__ import annotations

from sipwhy import _core

Capture: type[_core.Capture] | None = getattr(_core, "Capture", None)
"""Takes packets of interfaces; None on other systems."""
