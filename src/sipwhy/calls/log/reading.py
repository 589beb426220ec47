"""A line of a log, made an event by the table of known messages; digests and secrets are taken out first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from sipwhy.calls.log.causes import GIVEN, MEANT, TOLD
from sipwhy.calls.log.channels import with_channels
from sipwhy.calls.log.continued import with_continuations
from sipwhy.calls.log.own_address import without_own_address
from sipwhy.calls.log.retries import without_retries
from sipwhy.calls.log.security import security_event
from sipwhy.model.digits import number_in
from sipwhy.model.log_event import LogEvent
from sipwhy.model.log_line import LogLine
from sipwhy.reference.line_secrets import HIDDEN, without_named_secrets, without_passwords
from sipwhy.reference.log_message import MOST, LogMessage, found_in

_DIGESTS = re.compile(r'\b(Challenge|Response|ExpectedResponse|ReceivedChallenge|ReceivedHash)="[^"]*(?:"|$)')
"""What the security log of Asterisk has of a digest (main/security_events.c)."""
_HASHES = re.compile(r"\b[0-9a-f]{32}\b(?=\s*(?:!=|\)))|(?<=!= )[0-9a-f]{32}\b", re.IGNORECASE)
"""Two hashes that differ (chan_iax2)."""
_HASH = re.compile(r"[0-9A-Fa-f]{32}")
"""What has none of these has no such hash; it is found much faster."""
_RESULTS = re.compile(r"(HA1 string calculated: |Our result = ')[0-9a-f]+", re.IGNORECASE)
"""What Kamailio's module auth writes at debug level."""
_OTHER_PROXY = "opensips"
_OF_OPENSIPS = re.compile(r"[A-Z]+:\w+:\w+: ")
"""How OpenSIPS begins a line (dprint.h), which has much of its words in common with Kamailio."""
_CHAN_SIP = "asterisk-chan-sip"
"""It names who called an unknown extension by the section of sip.conf (a trunk's name) or the user of Contact, not by the number."""
_BY_ENDPOINT = (_CHAN_SIP, "asterisk-pjsip")
"""Who tells of an unknown number by the endpoint's or peer's name: a trunk that is known by its address is no user of From."""
_URI_USER = re.compile(r"sips?:(?P<user>[^@<>;:\s]*)(?:[;:][^@<>\s]*)?@|^\"?(?P<plain>[^\"<@\s:]+)@", re.IGNORECASE)
_SOCKET = re.compile(r"^(?:\[(?P<v6>[^\]]+)\]|(?P<v4>[^:\s]+))(?::(?P<port>\d{1,5}))?$")
_URI_HOST = re.compile(r"sips?:(?:[^@]*@)?(?P<host>\[[^\]]+\]|[^:;>\s]+)", re.IGNORECASE)
_IP = re.compile(r"^[0-9]{1,3}(?:\.[0-9]{1,3}){3}$|^[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*$")
_OWN = frozenset({"method", "call_id", "account", "extension", "peer", "channel", "code", "reason", "who", "address", "server"})
_DEVICE = re.compile(r"^(?:PJSIP|SIP)/(?P<device>.+)-[0-9a-f]{8}$|^sofia/[^/]+/(?P<user>[^@/]+)@")
_SIP_CHANNEL = re.compile(r"(?:PJSIP|SIP)/")
_ABSENT = {"3", "20"}
"""Q.850 causes with which Dial makes no channel to a device that has no address: no route, subscriber absent."""
_ABSENT_NAMES = {"USER_NOT_REGISTERED", "SUBSCRIBER_ABSENT"}
_NO_GATEWAY = {"INVALID_GATEWAY", "GATEWAY_DOWN", "NO_ROUTE_DESTINATION"}
_OF_CAUSE = {
    "1": 404, "17": 486, "21": 403, "22": 410, "27": 502, "28": 484, "34": 503, "38": 503, "41": 503, "42": 503, "47": 503,
}  # fmt: skip
"""The SIP status that a Q.850 cause stands for (RFC 3398 section 7.2.4.1), but of 3 and 20: those are Asterisk's own."""
STATUS_OF_NAME = {
    "USER_BUSY": 486, "CALL_REJECTED": 603, "ORIGINATOR_CANCEL": 487, "UNALLOCATED_NUMBER": 404, "NO_ROUTE_DESTINATION": 404,
    "NORMAL_TEMPORARY_FAILURE": 503, "NORMAL_CIRCUIT_CONGESTION": 503, "SWITCH_CONGESTION": 503, "NETWORK_OUT_OF_ORDER": 503,
}  # fmt: skip
"""The same of FreeSWITCH's names of causes (src/include/switch_types.h)."""
_UNANSWERED_NAMES = {"NO_ANSWER", "NO_USER_RESPONSE", "ALLOTTED_TIMEOUT"}
_HANGUP_EXTENSION = "h"
"""It runs when all is over: the cause that is left there is the one that the dial plan hung up with."""
_CAUSED = ("dial-cause", "hangup")
"""Kinds whose status is no answer that was seen but what their cause stands for."""


def events_of(lines: Iterable[LogLine]) -> Iterator[LogEvent]:
    """The events among `lines`, in their order; the same line in two files (messages and full) is one event."""
    return without_own_address(without_retries(with_channels(with_continuations(_read(lines)))))


def _read(lines: Iterable[LogLine]) -> Iterator[LogEvent]:
    seen: dict[tuple[int | None, str, str], int] = {}
    for line in lines:
        key = (line.ts, line.tag, line.text)
        if seen.setdefault(key, line.file) == line.file and (event := event_of(line)):
            yield event


def event_of(line: LogLine) -> LogEvent | None:
    """What a line tells; None if it is no message that is known."""
    text = without_passwords(line.text)
    found = found_in(text, line.source.partition(":")[0].rpartition("/")[2])
    if found is None:
        return None
    message, fields = found
    kept = replace(line, text=_unnamed(text))
    if message.kind == "security-event":
        return security_event(kept, fields)
    return _known(message, fields, kept)


def masked(text: str) -> str:
    """A line without digests and secrets, as it may be kept and shown."""
    return _unnamed(without_passwords(text[:MOST]))


def _unnamed(text: str) -> str:
    """The same of a line whose passwords before a host are out already."""
    text = text[:MOST]
    if '="' in text:
        text = _DIGESTS.sub(rf'\1="{HIDDEN}"', text)
    text = without_named_secrets(text)
    lower = text.lower()
    if "our result" in lower or "calculated" in lower:
        text = _RESULTS.sub(rf"\1{HIDDEN}", text)
    return _HASHES.sub(HIDDEN, text) if _HASH.search(text) else text


def _known(message: LogMessage, fields: Mapping[str, str], line: LogLine) -> LogEvent:
    address, port = socket_of(fields.get("address", ""))
    server = _host(fields.get("server", ""))
    channel = fields.get("channel", "")
    return LogEvent(
        kind=_kind(message, fields),
        line=line,
        vendor=_OTHER_PROXY if message.vendor == "kamailio" and _OF_OPENSIPS.match(line.text) else message.vendor,
        method=fields.get("method", message.method).upper(),
        call_id=fields.get("call_id", ""),
        account=_device(fields.get("account", "")) or fields.get("account") or _user(fields.get("who", "")) or _device(channel),
        extension=fields.get("extension", ""),
        peer=fields.get("peer", server),
        address=address or (server if server and _IP.match(server) else ""),
        port=port,
        channel=channel,
        code=number_in(fields.get("code")) or _code_of(message, fields),
        reason=fields.get("reason", ""),
        is_account_sure=not (message.kind == "unknown-number" and message.vendor in _BY_ENDPOINT),
        is_checked=message.checked,
        facts=_facts(fields, address),
    )


def _facts(fields: Mapping[str, str], address: str) -> dict[str, str]:
    """What else a line names; `at_home` if who asked has the address that the request came from for its domain."""
    facts = {name: value for name, value in fields.items() if name not in _OWN}
    is_at_home = address and _host(fields.get("who", "")).rstrip(">") == address
    return facts | {"at_home": "yes"} if is_at_home else facts


def _code_of(message: LogMessage, fields: Mapping[str, str]) -> int:
    """The status that the cause in a line stands for; 403 of a line that says no more than Forbidden; 0 if there is none."""
    if message.kind == "dial-cause":
        return _OF_CAUSE.get(fields.get("cause", ""), 0)
    if message.kind == "hangup":
        return 0 if _is_of_asking(fields) else STATUS_OF_NAME.get(fields.get("reason", ""), 0)
    return 403 if message.kind == "dial-refused" else 0


def _kind(message: LogMessage, fields: Mapping[str, str]) -> str:
    """The table's kind; of a channel that could not be made, and of a Dial that ended, what its cause says."""
    if message.kind == "dial-ended":
        return _end_of_dial(fields)
    if message.kind in _CAUSED:
        return _kind_of_cause(message, fields)
    if message.kind in (TOLD, GIVEN) and fields["cause"] not in MEANT:
        return "dialplan" if _SIP_CHANNEL.match(fields.get("channel", "")) else "dialplan-elsewhere"
    if message.kind == TOLD and fields.get("extension") == _HANGUP_EXTENSION:
        return GIVEN
    if message.kind != "dial-failed":
        return message.kind
    if fields.get("cause") in _ABSENT or fields.get("reason") in _ABSENT_NAMES:
        return "callee-absent"
    return "no-gateway" if fields.get("reason") in _NO_GATEWAY else "dial-failed"


def _is_of_asking(fields: Mapping[str, str]) -> bool:
    """Whether a channel of FreeSWITCH was hung up before the dial plan had it (mod_sofia/sofia.c): no callee has a part in that."""
    return fields.get("state") == "NEW"


def _end_of_dial(fields: Mapping[str, str]) -> str:
    """
    What Dial makes of its channels: one that is busy counts for more than one that is congested, and one that was not answered (480)
    for more than both (apps/app_dial.c: "No one is available").
    """
    if fields["reason"].startswith("No one"):
        return "dial-unanswered"
    if fields["busy"] != "0":
        return "dial-busy"
    return "dial-congested" if fields["congested"] != "0" else "dial-unavailable"


def _kind_of_cause(message: LogMessage, fields: Mapping[str, str]) -> str:
    """dial-refused where a cause stands for a refusal, dial-timeout where nobody picked up, trunk-absent without a way, else hangup."""
    if fields.get("reason") in _UNANSWERED_NAMES:
        return "dial-timeout"
    if message.kind == "dial-cause" and fields.get("cause") in _ABSENT:
        return "trunk-absent"
    return "dial-refused" if _code_of(message, fields) else "hangup"


def socket_of(text: str) -> tuple[str, int]:
    """Address and port of "198.51.100.21:5060", "[2001:db8::1]:5060", "198.51.100.21", "2001:db8::1"; ("", 0) of anything else."""
    if not text:
        return "", 0
    text = text.strip().rstrip(".,")
    if not text:
        return "", 0
    if _IP.match(text):
        return text, 0
    found = _SOCKET.match(text)
    address = (found["v6"] or found["v4"]) if found else ""
    if not found or not _IP.match(address):
        return "", 0
    return address, int(found["port"] or 0)


def _user(header: str) -> str:
    """The user of a URI within a header, "user@host", or the name alone."""
    if not header:
        return ""
    if found := _URI_USER.search(header):
        return found["user"] or found["plain"] or ""
    return "" if re.search(r"[<>@:\s\"]", header) else header


def _host(uri: str) -> str:
    if not uri:
        return ""
    found = _URI_HOST.search(uri)
    return (found["host"] if found else uri).strip("[]")


def _device(channel: str) -> str:
    """The device of a channel: "PJSIP/1001-00000001", "sofia/internal/1001@203.0.113.10"."""
    found = _DEVICE.match(channel) if channel else None
    return (found["device"] or found["user"]) if found else ""
