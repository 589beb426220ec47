"""Advice that names the settings of several servers, narrowed to those that are there."""

from __future__ import annotations

import re
from collections.abc import Collection

_NAMES: dict[str, frozenset[str]] = {
    "Asterisk PJSIP": frozenset({"asterisk", "asterisk-pjsip"}),
    "Asterisk": frozenset({"asterisk", "asterisk-pjsip", "asterisk-chan-sip"}),
    "PJSIP": frozenset({"asterisk", "asterisk-pjsip"}),
    "chan_sip": frozenset({"asterisk", "asterisk-chan-sip"}),
    "FreeSWITCH": frozenset({"freeswitch"}),
    "Kamailio": frozenset({"kamailio"}),
    "OpenSIPS": frozenset({"opensips"}),
    "3CX": frozenset({"3cx"}),
}
"""How advice begins the part for one server, and whom it is for (model.host.Host.platform, model.log_event.LogEvent.vendor)."""
_NAME = "|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True))
_SEVERAL = re.compile(rf"(?:[вВуУ]о? |[Ii]n )?(?:{_NAME})(?:(?:, | and | и | or | или )(?:{_NAME}))*")
_FIRST = re.compile(rf"(?P<lead>.*?[:.] |)(?:[вВуУ]о? |[Ii]n )?(?:{_NAME})(?=[ :(])")
_TAIL = re.compile(r"(?<=[^.])\. (?=[A-ZА-ЯЁ])")


def narrowed(step: str, platforms: Collection[str]) -> str:
    """
    A step of advice without the parts for servers that are not there: "set it: Asterisk a=1; FreeSWITCH b=2. Then reload".

    Unchanged if no server is known to be there, or no part is for one of those.
    """
    lead, parts, tail = _parts(step)
    kept = [text for text, whom in parts if not whom or not whom.isdisjoint(platforms)]
    if len(kept) == len(parts) or not any(not whom.isdisjoint(platforms) for _, whom in parts):
        return step
    return lead + "; ".join(kept) + tail


def _parts(step: str) -> tuple[str, list[tuple[str, frozenset[str]]], str]:
    """What stands before the first part for one server, the parts with those whom they are for, and what follows them."""
    first = _FIRST.match(step)
    if first is None:
        return step, [], ""
    lead = first["lead"]
    said = _TAIL.split(step[len(lead) :], maxsplit=1)
    body = said[0] if len(said) > 1 else said[0].removesuffix(".")
    tail = f". {said[1]}" if len(said) > 1 else step[len(lead) + len(body) :]
    return lead, [(text, _whom(text)) for text in body.split("; ")], tail


def _whom(text: str) -> frozenset[str]:
    found = _SEVERAL.match(text)
    return frozenset().union(*(_NAMES[name] for name in re.findall(_NAME, found[0]))) if found else frozenset()
