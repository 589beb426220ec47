"""Advice that names the settings of several servers, narrowed to those that are there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import takewhile
from typing import TypeAlias

_Part: TypeAlias = tuple[str, frozenset[str], str]
"""The text of a part, whom it is for (empty: for everybody), and what parts it from the one before."""
_ASTERISK = frozenset({"asterisk", "asterisk-pjsip", "asterisk-chan-sip"})
_PJSIP = frozenset({"asterisk", "asterisk-pjsip"})
_CHAN_SIP = frozenset({"asterisk", "asterisk-chan-sip"})
_NAMES: dict[str, frozenset[str]] = {
    "Asterisk PJSIP": _PJSIP,
    "Asterisk chan_sip": _CHAN_SIP,
    "Asterisk": _ASTERISK,
    "FreePBX": _ASTERISK,
    "PJSIP": _PJSIP,
    "chan_sip": _CHAN_SIP,
    "FreeSWITCH": frozenset({"freeswitch"}),
    "Kamailio": frozenset({"kamailio"}),
    "OpenSIPS": frozenset({"opensips"}),
    "3CX": frozenset({"3cx"}),
}
"""How advice begins the part for one server, and whom it is for (model.host.Host.platform, model.log_event.LogEvent.vendor)."""
_TELLING: dict[str, frozenset[str]] = {
    **_NAMES,
    "asterisk": _ASTERISK,
    "core show": _ASTERISK,
    "pjsip": _PJSIP,
    "sip show": _CHAN_SIP,
    "sip.conf": _CHAN_SIP,
    "sip reload": _CHAN_SIP,
    "voicemail.conf": _ASTERISK,
    "freeswitch": frozenset({"freeswitch"}),
    "sofia": frozenset({"freeswitch"}),
    "kamcmd": frozenset({"kamailio"}),
    "kamctl": frozenset({"kamailio"}),
    "opensips-cli": frozenset({"opensips"}),
}
"""What tells for whom a part is that does not begin with a name: names, commands, files."""


def _any_of(words: Collection[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


class _Forms:
    """How the parts of advice begin and end; compiled where advice is narrowed: a capture need not tell which servers are there."""

    def __init__(self) -> None:
        name, telling = _any_of(_NAMES), _any_of(_TELLING)
        following = rf"(?:[вВуУ]о? |[Ii]n )?(?:{name})(?=[ :(])"
        self.first = re.compile(rf"(?P<lead>|.*?[:.?] ){following}")
        self.later = re.compile(r"(?P<lead>[^:;]*: )")
        """What is for everybody comes first, or what only its words tell whom it is for."""
        self.tail = re.compile(rf"(?<=[^.])\. (?!{following})(?=[A-ZА-ЯЁ])")
        self.word = re.compile(rf"(?<![\w.])(?:{telling})(?!\w)")
        self.between = re.compile(rf"(; |, (?=(?:[ву]о? |in )?(?:{telling})(?![\w-]))|(?<=[^.])\. (?={following})|(?<=\?) (?={following}))")
        """What parts the parts: a semicolon, or a comma or a sentence's end behind which the next begins with what tells for whom it is."""
        self.aside = re.compile(r" \((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)")
        self.drivers = re.compile(r"(?:[вВуУ]о? |[Ii]n )?Asterisk:? (?=pjsip )")
        """How parts for both drivers begin: "Asterisk: pjsip show contacts, sip show peers"."""
        self.clause = re.compile(r"(?:If|Если) [^,]*: $")
        """No sentence without what follows."""


_forms = cache(_Forms)


def narrowed(step: str, platforms: Collection[str]) -> str:
    """
    A step of advice without the parts for servers that are not there: "set it: Asterisk a=1; FreeSWITCH b=2. Then reload".

    Empty if the whole step is for others; unchanged if no server is known to be there.
    """
    if not platforms or not _forms().word.search(step):
        return step
    lead, parts, tail = _parts(_forms().aside.sub(lambda aside: _aside(aside[0], aside["inside"], platforms), step))
    kept = _kept(_by_driver(parts, platforms), platforms)
    if kept or not parts:
        whole = f"{lead}{kept}{tail[1:] if kept.endswith('?') and tail.startswith('.') else tail}"
        return whole if _is_for(_told(whole), platforms) else ""
    if not lead or _forms().clause.match(_forms().aside.sub("", lead)) or not _is_for(_told(lead), platforms):
        return ""
    return f"{lead[:-2]}{'.' if lead.endswith(': ') else lead[-2]}"


def _aside(whole: str, inside: str, platforms: Collection[str]) -> str:
    """What stands in brackets without what is for others there."""
    parts = [(text, _told(text), before) for text, before in _parted(inside)]
    if all(_is_for(whom, platforms) for _, whom, _ in parts):
        return whole
    kept = _kept(parts, platforms)
    return f" ({kept})" if kept else ""


def _parted(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a text, each with what stood before it."""
    first, *rest = _forms().between.split(text)
    yield first, ""
    yield from zip(rest[1::2], rest[::2], strict=True)


def _kept(parts: Iterable[_Part], platforms: Collection[str]) -> str:
    """The parts for servers that are there; a semicolon before what is left out stands before the next one."""
    kept: list[str] = []
    before = ""
    for text, whom, between in parts:
        before = "; " if "; " in (before, between) else between
        if _is_for(whom, platforms):
            kept += [before if kept else "", text]
            before = ""
    return "".join(kept)


def _by_driver(parts: list[_Part], platforms: Collection[str]) -> list[_Part]:
    """The parts, of which those of both drivers of Asterisk, where PJSIP is not there, are chan_sip's with the name before its first."""
    told = list(parts)
    for at, (text, _, before) in enumerate(parts):
        name = _forms().drivers.match(text)
        behind = takewhile(lambda n: parts[n][2] == ", ", range(at + 1, len(parts)))
        other = next((n for n in behind if parts[n][1] == _CHAN_SIP), None)
        if name and other is not None and not _is_for(_PJSIP, platforms):
            told[at] = (text, _PJSIP, before)
            told[other] = (name[0] + parts[other][0], _CHAN_SIP, parts[other][2])
    return told


def _is_for(whom: frozenset[str], platforms: Collection[str]) -> bool:
    return not whom or not whom.isdisjoint(platforms)


def _parts(step: str) -> tuple[str, list[_Part], str]:
    """
    What stands before the first part for one server, the parts with those whom they are for and what parts them from the one before,
    and what follows them.

    Where nothing stands before, what names no server goes on with the part before it.
    """
    first = _forms().first.match(step) or _forms().later.match(step)
    if first is None:
        return step, [], ""
    lead = first["lead"]
    said = _forms().tail.split(step[len(lead) :], maxsplit=1)
    body = said[0] if len(said) > 1 else said[0].removesuffix(".")
    tail = f". {said[1]}" if len(said) > 1 else step[len(lead) + len(body) :]
    parts: list[_Part] = []
    for text, before in _parted(body):
        whom = _told(text)
        parts.append((text, whom if whom or lead or not parts else parts[-1][1], before))
    return lead, parts, tail


def _told(text: str) -> frozenset[str]:
    """Whom a text is for by the names, commands and files in it; empty: for everybody."""
    return frozenset().union(*(_TELLING[word] for word in _forms().word.findall(text)))
