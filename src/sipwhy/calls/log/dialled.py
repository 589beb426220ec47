"""What a Dial of Asterisk was told to call, and which answers are proved to be one to it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sipwhy.calls.log.kinds import FAILED
from sipwhy.model import Confidence
from sipwhy.model.digits import is_emergency
from sipwhy.model.log_event import LogEvent

_STEP = re.compile(r'\] Dial\("[^"]*", ?"(?P<targets>[^",|]*)')
_TELLING = re.compile(r'Executing \[[^\]]*\] \w+\("(?P<channel>[^"]*)"')
_BY_WAY = re.compile(
    r"^(?:PJSIP|SIP)/(?:(?P<first>\+?\d+)@(?P<host>[^@/&]+)|(?P<name>[^@/&]+)/(?:(?P<number>\+?\d+)$|sips?:(?P<user>\+?\d{3,})@))",
    re.IGNORECASE,
)
"""PJSIP/79161234567@carrier, SIP/carrier/79161234567, PJSIP/carrier/sip:79161234567@198.51.100.50: a number by way of a name."""
_SHORT = re.compile(r"^\d{1,6}$")
"""What may be an extension of this server; a carrier's login may be as short, and a service or an emergency number is."""
_OF_ONE_PLAN = 5
"""Digits up to which a number as long as the name that it is dialled by is an extension like it; city numbers may have six."""
_EXTENSION = 4
"""Digits up to which a user or a name is an extension; a carrier's login or a city number may have five or six."""
_DIGITS = re.compile(r"\d+")
_PARTS = re.compile(r"[/@]")
_TELEPHONE = re.compile(r"^(?:PJSIP|SIP)/\d{1,6}(?:[@/]|$)", re.IGNORECASE)
_BUSY_OF_CHAN_SIP = frozenset({486, 600, 603})
"""What chan_sip makes AST_CONTROL_BUSY of; of the rest it makes congestion or hangs up (channels/chan_sip.c, handle_response)."""
_AT_ONCE = 1_500_000
"""µs between an answer and the end of the Dial that it ends; the times of many logs are whole seconds."""
_LINES = 3
"""Events behind an answer among which the end of its Dial is sought."""


def targets_of(event: LogEvent) -> tuple[str, ...]:
    """What the step of a dial plan dials: "SIP/102", "PJSIP/79161234567@carrier"; nothing if it is no Dial."""
    return dialled_in(event.line.text) if event.kind in ("dialplan", "dialplan-elsewhere") else ()


def dialled_in(step: str) -> tuple[str, ...]:
    """The targets of a step of a dial plan, whatever channel it is of; nothing if it is no Dial."""
    found = _STEP.search(step)
    return tuple(target for target in found["targets"].split("&") if target) if found else ()


def device_of(target: str) -> str:
    """The device of a target, as the name of its channel begins: of PJSIP/79161234567@carrier it is PJSIP/carrier."""
    technology, _, rest = target.partition("/")
    if technology.lower() not in ("sip", "pjsip"):
        return target
    first = rest.partition("/")[0]
    return f"{technology}/{first.rpartition('@')[2]}"


def is_queue(event: LogEvent) -> bool:
    """Whether it is the step of a dial plan that puts a call into a queue."""
    return event.kind == "queueing" or (event.kind in ("dialplan", "dialplan-elsewhere") and '] Queue("' in event.line.text)


def channel_of(step: str) -> str:
    """The channel of a step of a dial plan that tells of something by its argument; "" if it is none."""
    found = _TELLING.search(step)
    return found["channel"] if found else ""


def by_trunk(targets: Sequence[str]) -> Confidence | None:
    """
    How sure it is that all of them are numbers that somebody else is asked for: what cannot be reached then is the trunk.

    None if one of them is no such number. A short number by a name that is as short and differs from it may be a service number by a
    carrier's login (SIP/410111/112), or a telephone that has another name here: "possible".
    """
    sureness = [_by_trunk(target) for target in targets]
    if not sureness or None in sureness:
        return None
    return "possible" if "possible" in sureness else "likely"


def is_way(targets: Sequence[str], name: str) -> bool | None:
    """Whether a number was dialled by way of the peer of that name, and not the peer by its own; None if no target has the name."""
    at_it = [target for target in targets if name in _PARTS.split(target)]
    return any(_by_trunk(target) == "likely" for target in at_it) if at_it else None


def number_of(targets: Sequence[str]) -> str:
    """The number that a Dial asks somebody else for; "" if it calls several, or a telephone by its name."""
    found = _BY_WAY.match(targets[0]) if len(targets) == 1 and by_trunk(targets) else None
    return (found["first"] or found["number"] or found["user"]) if found else ""


def are_telephones(targets: Sequence[str]) -> bool:
    """Whether all of them are telephones of this server by the names of their accounts: SIP/1002, PJSIP/1002@1002."""
    return bool(targets) and all(_TELEPHONE.match(target) and not _by_trunk(target) for target in targets)


def _by_trunk(target: str) -> Confidence | None:
    """
    How sure it is that a target is a number by way of a trunk, and not a telephone by its own name.

    A telephone is dialled as SIP/1002/1002 or PJSIP/1002@1002, too, and by its contact, whose user is mostly within its name
    (PJSIP/phone1002/sip:1002@198.51.100.22: what PJSIP_DIAL_CONTACTS gives) or short, or anything, where the name is an extension.
    An address or a domain has digits by chance.
    """
    found = _BY_WAY.match(target)
    if found is None:
        return None
    way = found["host"] or found["name"]
    number = found["first"] or found["number"] or found["user"]
    if found["user"]:
        return _by_contact(number, way)
    if number == way:
        return None
    if not _SHORT.match(way):
        return "possible" if "." not in way and _names(way, number) else "likely"
    if not _SHORT.match(number) or is_emergency(number):
        return "likely"
    longest = _OF_ONE_PLAN if len(number) == len(way) else _EXTENSION
    return None if len(number) <= len(way) <= longest else "possible"


def _by_contact(user: str, name: str) -> Confidence | None:
    """How sure it is that a URI by way of a name, PJSIP/name/sip:user@host, is a number by way of a trunk and no telephone's contact."""
    if _SHORT.match(name) or user == name:
        return None
    if not _SHORT.match(user):
        return "likely"
    return None if _names(name, user) or (len(user) <= _EXTENSION and not is_emergency(user)) else "possible"


def _names(name: str, number: str) -> bool:
    """Whether a name has a number as a whole run of its digits: kab205, 205-home; office2000 does not name 200."""
    return number in _DIGITS.findall(name)


def proved(events: Sequence[LogEvent]) -> Sequence[LogEvent]:
    """
    The events of an attempt without answers that may be those of others.

    Chan_sip writes "Got SIP response" of NOTIFY and OPTIONS too. Where the log has no names of calls (a console's), such a line is
    about the call only if its Dial ended with it and counts its devices in accord with it.
    """
    if not any(_is_loose(event) for event in events):
        return events
    return [event for at, event in enumerate(events) if not _is_loose(event) or _ends(event, events[at + 1 : at + 1 + _LINES])]


def _is_loose(event: LogEvent) -> bool:
    return event.kind == "dial-refused" and event.vendor == "asterisk-chan-sip" and not event.line.tag and bool(event.address)


def _ends(answer: LogEvent, behind: Sequence[LogEvent]) -> bool:
    end = next((event for event in behind if event.kind in FAILED), None)
    if end is None or (end.line.ts or 0) - (answer.line.ts or 0) > _AT_ONCE:
        return False
    is_busy = end.facts.get("busy", "0") != "0"
    is_other = end.facts.get("congested", "0") != "0" or end.facts.get("unavailable", "0") != "0"
    return is_busy if answer.code in _BUSY_OF_CHAN_SIP else is_other
