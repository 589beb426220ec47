"""In which ways an entry of ours may differ from one that Asterisk prints, and why: it writes the message again from what it parsed."""

from __future__ import annotations

import re
from collections.abc import Callable

Undo = Callable[[str], str]

RECEIVED = "the Via that it received: where it came from is filled in (RFC 3581 section 4), parameters in pjsip's order"
DOUBLE = "headers of the body are printed twice: as they came, and as pjsip counts them"
PADDED = "Content-Length is padded to three digits and more"
BRACKETS = "addresses are put in angle brackets"
COMMAS = "pairs of a challenge are joined without blanks"
CREDENTIALS = "pairs of credentials stand in pjsip's order, an empty name is left out"
PORTS = "From and To have no port (RFC 3261 section 19.1.1, table 1)"
NOBODY = 'username=""'
SECRETS = "we hide digests and keys: what is printed ends in tickets and chats"


def _of_lines(change: Callable[[str], str]) -> Undo:
    return lambda text: "\n".join(map(change, text.split("\n")))


def _via(line: str) -> str:
    if not line.startswith("Via:"):
        return line
    first, *parameters = line.split(";")
    kept = sorted(p for p in parameters if not p.startswith(("rport", "received")))
    return ";".join([first, *kept])


def _once(text: str) -> str:
    seen: set[str] = set()
    kept = []
    for line in text.split("\n"):
        name = line.partition(":")[0]
        if name in ("Content-Length", "Content-Type"):
            if name in seen:
                continue
            seen.add(name)
        kept.append(line)
    return "\n".join(kept)


def _pairs(line: str) -> str:
    if not line.startswith(("Authorization:", "Proxy-Authorization:")):
        return line
    name, _, value = line.partition(": Digest ")
    pairs = sorted(pair.strip() for pair in value.split(","))
    return f"{name}: {[pair for pair in pairs if pair not in ('', NOBODY)]}"


UNDONE: dict[str, Undo] = {
    RECEIVED: _of_lines(_via),
    DOUBLE: _once,
    PADDED: lambda text: re.sub(r"(?m)^Content-Length: +", "Content-Length: ", text),
    BRACKETS: lambda text: re.sub(r"(?m)^(From|To|Contact): (?:<([^>;]+)>|(sips?:[^;<>\n]+))", lambda m: f"{m[1]}: {m[2] or m[3]}", text),
    COMMAS: lambda text: re.sub(r"(?m)^(WWW|Proxy)-Authenticate:.*$", lambda m: m[0].replace(", ", ","), text),
    PORTS: lambda text: re.sub(r"(?m)^(From|To): (sips?:[^;:\n]+):\d+", r"\1: \2", text),
    SECRETS: lambda text: re.sub(r'response="[^"]*"|inline:\S+', "hidden", text),
    CREDENTIALS: _of_lines(_pairs),
}


def same(text: str) -> str:
    """`text` without what may differ."""
    for undo in UNDONE.values():
        text = undo(text)
    return text
