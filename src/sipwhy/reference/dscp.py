"""Names of DSCP values (IANA registry "Differentiated Services Field Codepoints": RFC 2474, 2597, 3246, 5865, 8622)."""

from __future__ import annotations

_NAMES = {
    0: "CS0", 1: "LE", 44: "VOICE-ADMIT", 46: "EF",
    **{8 * n: f"CS{n}" for n in range(1, 8)},
    **{8 * n + 2 * m: f"AF{n}{m}" for n in range(1, 5) for m in range(1, 4)},
}  # fmt: skip


def dscp_name(value: int) -> str:
    """The name, or the number where it has none."""
    return _NAMES.get(value, str(value))
