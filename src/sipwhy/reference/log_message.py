"""
Messages that servers write to their logs: literal marker, pattern with named fields, kind of event, source.

People write them as TOML in `logs/`; the program loads them packed (`python -m sipwhy.reference.pack`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path

from msgspec import Struct

_PACKED = Path(__file__).resolve().parent / "packed" / "logs.json"
_TELLING = frozenset({"asterisk", "freeswitch"})
"""Servers whose log names the file that wrote a line: their messages are sought in no other server's lines."""
_FREESWITCH = re.compile(r"(?:switch_|mod_|sofia)\w*\.(?:c|cpp)$")
"""The names of FreeSWITCH's source files; Asterisk, which names the file as well, has none such."""
_KAMAILIO = re.compile(r"(?:\{[^{}]*\} *)?(?:(?:<\w+>|\w+) \[[\w/.-]+:\d+\]: |<script>: )")
"""How Kamailio begins a line: the request, and the module with the file, or the script, that wrote it."""
MOST = 4096
"""Characters of a line that are looked at: no server's message is longer, and a stranger's header may be."""


class LogMessage(Struct, frozen=True, dict=True):
    """One message; the fields that its pattern names are those of `model.LogEvent`, `who` (a URI or header) or facts."""

    key: str
    kind: str
    vendor: str
    marker: str
    """A text that every such line has: it is sought first."""
    pattern: str
    source: str
    """The file of the server's source that writes it."""
    checked: bool
    """Whether a recording or the source was seen; else it is from memory."""
    answers: tuple[str, ...] = ()
    """Ids of the entries of the reference that it is about, the likeliest first."""
    method: str = ""
    """The SIP method that is always meant."""
    example: str = ""
    writer: str = ""
    """The source file that must have written the line, where others write the same of something else and the log names them."""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled when a line has the marker."""
        return re.compile(self.pattern)


@cache
def log_messages() -> tuple[LogMessage, ...]:
    """Every message, in the order in which they are tried."""
    rows = json.loads(_PACKED.read_text(encoding="utf-8"))
    return tuple(LogMessage(**{**row, "answers": tuple(row.get("answers", ()))}) for row in rows)


@cache
def markers() -> tuple[str, ...]:
    """The literal markers, each once: a line without any of them tells nothing that is known here."""
    return tuple(dict.fromkeys(message.marker for message in log_messages()))


class _Marked(Struct, frozen=True):
    """Messages with their place in the order and their marker: a line is searched for a few of them, and not for all."""

    by_word: Mapping[str, Sequence[tuple[int, str, LogMessage]]]
    """Under a word that their marker has between blanks: a line with the marker has it between blanks, too."""
    others: Sequence[tuple[int, str, LogMessage]]

    def in_line(self, text: str) -> list[LogMessage]:
        """The messages whose marker stands in a line, in the order in which they are tried."""
        found = [one for one in self.others if one[1] in text]
        for word in self.by_word.keys() & text.split():
            found += [one for one in self.by_word[word] if one[1] in text]
        return [message for _, _, message in sorted(found)]


@cache
def _marked(server: str) -> _Marked:
    """The messages that a line of `server` may be."""
    foreign = _TELLING - {server} if server else frozenset[str]()
    by_word, others = dict[str, list[tuple[int, str, LogMessage]]](), list[tuple[int, str, LogMessage]]()
    for place, message in enumerate(log_messages()):
        if message.vendor.partition("-")[0] not in foreign:
            words = _whole_words(message.marker)
            (by_word.setdefault(max(words, key=len), []) if words else others).append((place, message.marker, message))
    return _Marked(by_word, others)


def _whole_words(marker: str) -> list[str]:
    """The words of a marker that begin and end within it: of its first and last one a line may have more."""
    return f"x{marker}x".split()[1:-1]


def found_in(text: str, writer: str = "") -> tuple[LogMessage, Mapping[str, str]] | None:
    """
    The message that a line is, and its fields (those that are there); None if it is none that is known. `writer` wrote the line.

    What one server says of itself is not read as the words of another: a dial plan or a script may write anything.
    """
    text, server = text[:MOST], _server_of(text, writer)
    for message in _marked(server).in_line(text):
        if message.writer not in ("", writer or message.writer):
            continue
        if found := message.regex.search(text):
            return message, {name: value for name, value in found.groupdict().items() if value}
    return None


def _server_of(text: str, writer: str) -> str:
    """The server that wrote a line, as the vendors of messages begin; "" if nothing tells it."""
    if ("]: " in text or "<script>: " in text) and _KAMAILIO.match(text):
        return "kamailio"
    if not writer.endswith((".c", ".cpp")):
        return ""
    return "freeswitch" if _FREESWITCH.match(writer) else "asterisk"
