"""What a file is that is no capture, where its first bytes tell: then the user learns what to do with it."""

from __future__ import annotations

from sipwhy.sources.capture_file import ProblemKind

HEAD = 262
"""So many first bytes tell."""
_TAR_AT, _TAR = 257, b"ustar"
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c")
"""zip, rar and 7-Zip."""
_PACKED = (b"BZh", b"\xfd7zXZ")
"""bzip2 and xz; gzip and Zstandard are read as they are."""


def kind_of(head: bytes) -> ProblemKind:
    """The problem with a file that begins with `head` and is neither capture nor log; what is inside gzip or Zstandard counts."""
    if head.startswith(_ARCHIVES) or head[_TAR_AT:].startswith(_TAR):
        return "archive"
    return "packed" if head.startswith(_PACKED) else "unrecognised"
