"""What a file is that is no capture, where its first bytes tell: then the user learns what to do with it."""

from __future__ import annotations

import re
from typing import Literal

from sipwhy.sources.capture_file import ProblemKind

Lookalike = Literal["keys", "har", "mail", "settings", "records", "headlines"]
"""Keys of TLS sessions · a browser's record · a letter · a server's settings · a table of calls (CDR) · a list of first lines of SIP."""

HEAD = 4096
"""So many first bytes tell."""
_TAR_AT, _TAR = 257, b"ustar"
_ARCHIVES = (b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf\x27\x1c")
"""zip, rar and 7-Zip."""
_PACKED = (b"BZh", b"\xfd7zXZ")
"""bzip2 and xz; gzip and Zstandard are read as they are."""
_SOUND = re.compile(rb"RIFF....WAVE|OggS|fLaC|\.snd|ID3[\x02-\x04]|\xff[\xf2\xf3\xfa\xfb]|#!AMR", re.DOTALL)
"""WAV, Ogg (Opus), FLAC, AU, MP3 and AMR (RFC 4867 section 5)."""
_TEXTS: tuple[tuple[Lookalike, re.Pattern[bytes]], ...] = (
    # SSLKEYLOGFILE, as NSS writes it (RFC 9850)
    ("keys", re.compile(rb"\A(?:#[^\n]*+\n|\s)*+(?:CLIENT_|SERVER_|EXPORTER_|EARLY_|RSA )[A-Z_0-9]* ?[0-9a-fA-F]{16,} [0-9a-fA-F]{16,}")),
    # HTTP Archive 1.2
    ("har", re.compile(rb'\A(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{')),
    # RFC 5322, with what RFC 2045 adds
    (
        "mail",
        re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*){0,60}?(?:MIME-Version|Subject|Received|Message-ID):", re.I),
    ),
    # Asterisk's `pjsip show history` (res/res_pjsip_history.c, display_entry_list)
    ("headlines", re.compile(rb"(?:[^\n]{0,200}\n){0,3}?[ \t]*No\.[ \t]+Timestamp[ \t]+\(Dir\) Address[ \t]+SIP Message")),
    # kamailio.cfg and opensips.cfg; FreeSWITCH's XML
    ("settings", re.compile(rb'\A(?:#!\w|(?:#[^\n]*+\n|\s)*+(?:loadmodule\s+"|(?:debug|log_level|listen|socket)\s*=))')),
    (
        "settings",
        re.compile(
            rb"\A\s*+(?:<\?xml[^>]*+>\s*+)?+(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:include|configuration|profile|document type=.freeswitch)\b",
            re.DOTALL,
        ),
    ),
    # Asterisk's: sections and pairs
    (
        "settings",
        re.compile(rb"\A(?:;[^\n]*+\n|#[^\n]*+\n|\s)*+\[[\w.+-]+\](?:\([^)\n]*\))?\s*(?:;[^\n]*)?\r?\n(?:\s|;[^\n]*+\n)*+[\w.-]++\s*=>?"),
    ),
)
_DELIMITERS = b",;\t|"
_FIELDS, _FIELDS_OF_ONE, _LINES = 6, 12, 5
"""The fewest columns of a table of calls, and of one that has a single line; so many first lines are looked at."""
_LOGGED = re.compile(
    rb"\[[^\]\n]*\] [A-Z]+\[\d+\]"
    rb"|(?:<\d{1,3}>)?(?:\d )?(?:[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[^\s,;|]+) [^\s,;|]+ [^\s,;|]+: "
)
"""How lines of Asterisk's log and of syslog (RFC 3164) begin: their events may be lists of fields, and are no table of calls."""
_MOMENT = re.compile(rb"(?:19|20)\d\d[-/.]\d\d[-/.]\d\d[ T]\d\d:\d\d|\b\d\d[-/.]\d\d[-/.](?:19|20)\d\d \d\d:\d\d|\b1[0-9]{9}\b")
_MOMENT_ALONE = re.compile(rb"(?:\A|[,;\t|])\s*[\"']?(?:%b)[\d:.]*(?: ?[AP]M|Z| ?[+-]\d\d:?\d\d)?[\"']?\s*(?:[,;\t|]|\Z)" % _MOMENT.pattern)
"""A field that is a point in time, and no sentence with one in it."""


def kind_of(head: bytes) -> ProblemKind:
    """The problem with a file that begins with `head` and is neither capture nor log; what is inside gzip or Zstandard counts."""
    if head.startswith(_ARCHIVES) or head[_TAR_AT:].startswith(_TAR):
        return "archive"
    if _SOUND.match(head):
        return "sound"
    return "packed" if head.startswith(_PACKED) else "unrecognised"


def problem_of(head: bytes) -> ProblemKind:
    """The problem with a file that turned out to be neither capture nor log, by what its text looks like if nothing else tells."""
    kind = kind_of(head)
    return lookalike(head) or kind if kind == "unrecognised" else kind


def lookalike(head: bytes) -> Lookalike | None:
    """What a text that begins with `head` looks like; a log may look so, too, and is one if it holds SIP."""
    found = next((kind for kind, shape in _TEXTS if shape.match(head[:HEAD])), None)
    return found or ("records" if _is_table(head[:HEAD]) else None)


def _is_table(head: bytes) -> bool:
    """Whether its lines have the same many fields, and all but a heading a point in time; a single line one as a whole field."""
    whole = head.splitlines() if len(head) < HEAD else head.splitlines()[:-1]
    lines = [line for line in whole if line.strip()][:_LINES]
    if not lines or _LOGGED.match(lines[0]) or not all(_MOMENT.search(line) for line in lines[1:] or lines):
        return False
    if len(lines) == 1 and not _MOMENT_ALONE.search(lines[0]):
        return False
    least = _FIELDS if len(lines) > 1 else _FIELDS_OF_ONE
    return any(_fields(lines, delimiter) >= least for delimiter in _DELIMITERS)


def _fields(lines: list[bytes], delimiter: int) -> int:
    """How many fields each of the lines has; 0 where they differ."""
    counts = {re.sub(rb'"[^"]*"', b"", line).count(delimiter) for line in lines}
    return counts.pop() + 1 if len(counts) == 1 else 0
