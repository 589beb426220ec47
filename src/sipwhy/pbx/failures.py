"""
What the lines of a server's log say went wrong, and with which address: those that fail2ban looks for, and more that people seek.

The phrases are those of Asterisk 11 to 22 (res_pjsip/pjsip_distributor.c, chan_sip.c, res_security_log.c, app_dial.c and others), of
FreeSWITCH (mod_sofia/sofia_reg.c) and of Kamailio's stock configuration. What one request logs twice (of an unknown name also
"Failed to authenticate") counts once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sipwhy.pbx.logtail import tail, written
from sipwhy.reference.line_secrets import without_passwords, without_secrets

_IP = r"(?P<ip>\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*[0-9a-fA-F])"
_AT = rf"'(?:\w+:)?\[?{_IP}\]?(?::\d+)?'"
_FROM = r"from '(?:.*?sips?:(?P<user>[^@>;:']*)(?:[;:][^@>']*)?@)?.*' failed for " + _AT
"""Who asks writes what stands between the quotes: it may look like the rest of a line, so the last one counts, up to the line's end."""
_EVENT = rf'.*RemoteAddress="IPV[46]/[^/"]+/{_IP}/\d+"(?:,(?!RemoteAddress=)\w+="[^"]*")*\s*$'
_TRIES = r"(?: after \d+ tries in [\d.]+ ms)?"
_DIGEST = re.compile(r'\b(\w*(?:Response|Challenge|Hash))="[^"]*"|\([0-9a-f]{32} != [0-9a-f]{32}\)')
"""What could be used to guess a password."""
_CALLID = r"\(callid: (?P<call_id>[^)]*)\)"

_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (cause, re.compile(pattern))
    for cause, pattern in (
        ("unknown-user", rf"Request '?\w*'? ?{_FROM} {_CALLID} - No matching endpoint found{_TRIES}\s*$"),
        ("acl-denied", rf"Request '?\w*'? ?{_FROM} {_CALLID} - Not match Endpoint(?: Contact)? ACL\s*$"),
        ("wrong-password", rf"Request '?\w*'? ?{_FROM} {_CALLID} - (?:Failed|Error) to authenticate{_TRIES}\s*$"),
        ("wrong-password", rf"Registration {_FROM} - Wrong password\s*$"),
        (
            "unknown-user",
            rf"Registration {_FROM} - (?:No matching peer|Username/auth name mismatch|Not a local)",
        ),
        ("not-dynamic", rf"Registration {_FROM} - Peer is not supposed to register\s*$"),
        ("acl-denied", rf"Registration {_FROM} - (?:Device does not match ACL|ACL error \(permit/deny\))\s*$"),
        ("wrong-password", rf'SecurityEvent="(?:InvalidPassword|ChallengeResponseFailed)".*?AccountID="(?P<user>[^"]*)"{_EVENT}'),
        ("unknown-user", rf'SecurityEvent="InvalidAccountID".*?AccountID="(?P<user>[^"]*)"{_EVENT}'),
        ("acl-denied", rf'SecurityEvent="FailedACL".*?AccountID="(?P<user>[^"]*)"{_EVENT}'),
        ("acl-denied", rf"Incoming SIP message from \[?{_IP}\]?:\d+ did not pass ACL test"),
        ("unknown-user", rf"hacking attempt detected '{_IP}'\s*$"),
        ("unknown-user", rf"Rejecting unknown SIP connection from \[?{_IP}\]?(?::\d+)?\"\s*$"),
        ("other-login", rf"(?:manager|chan_iax2)\.c: (?:Host )?{_IP} failed (?:to authenticate|MD5 authentication)\b"),
        ("other-login", rf"manager\.c: {_IP} tried to authenticate with nonexistent user '(?P<user>[^']*)'"),
        ("other-login", rf"chan_iax2\.c: No registration for peer '(?P<user>[^']*)' \(from {_IP}\)"),
        ("wrong-password", r"Failed to authenticate device .*?sips?:(?P<user>[^@>;:]*)(?:[;:][^@>]*)?@"),
        (
            "unknown-number",
            rf"Call from '(?P<user>[^']*)' \((?:\w+:)?\[?{_IP}\]?:\d+\) to extension '(?P<what>[^']*)' rejected because extension not",
        ),
        (
            "unknown-number",
            rf"(?P<user>\S+): Call \(\w+:\[?{_IP}\]?:\d+\) to extension '(?P<what>[^']*)' rejected because extension not found",
        ),
        ("callee-not-registered", r"Endpoint '(?P<user>[^']*)': Could not create dialog to invalid URI"),
        ("callee-not-registered", r"Unable to create channel of type '(?:PJ)?SIP' \(cause 20 "),
        ("no-route", r"Unable to create channel of type '[^']*' \(cause 3 "),
        (
            "too-many-contacts",
            rf"Registration attempt from endpoint '(?P<user>[^']*)' \(\[?{_IP}\]?:\d+\) to AOR '[^']*' will exceed max contacts",
        ),
        ("no-aor", rf"Endpoint '(?P<user>[^']*)' \(\[?{_IP}\]?:\d+\) has no configured AORs"),
        ("codec-mismatch", r"No compatible codecs, not accepting this offer"),
        ("trunk-refused", r"(?P<what>\d{3} [^']*?) fatal response received from '(?P<user>[^']*)' on registration attempt"),
        ("trunk-silent", r"No response received from '(?P<user>[^']*)' on registration attempt"),
        ("trunk-silent", r"Registration for '(?P<user>[^']*)' timed out, trying again"),
        (
            "trunk-refused",
            r"Got (?P<what>4\d\d [^ ]*) on registration|Registration for '(?P<user>[^']*)' failed"
            r"|Forbidden - wrong password on authentication",
        ),
        (
            "options-silent",
            r"Peer '(?P<user>[^']*)' is now UNREACHABLE|Contact (?P<what>\S+) (?:is now|has been) (?:Unreachable|unreachable)",
        ),
        (
            "wrong-password",
            rf"SIP auth failure \((?:REGISTER|INVITE)\) on sofia profile '[^']*' for \[(?P<user>[^\]@]*)[^\]]*\] from ip {_IP}",
        ),
        ("unknown-user", rf"Can't find user \[(?P<user>[^\]@]*)[^\]]*\] from {_IP}"),
        ("acl-denied", rf"IP {_IP} Rejected by (?:register )?acl"),
        ("flood", rf"PIKE - BLOCKing ip {_IP}|pike blocking \w+ from .*?\(IP:(?P<ip2>[0-9a-fA-F.:]*?):\d+\)"),
    )
)
CAUSES = frozenset(cause for cause, _ in _SIGNS)
"""What a line may tell of."""
_CALLID_SAYS = frozenset({"unknown-user", "acl-denied"})
_KEPT, _MOST_USERS = 5, 1000


@dataclass(frozen=True, slots=True)
class Failure:
    """One line that tells of a failure."""

    cause: str
    line: str
    ip: str | None = None
    user: str | None = None
    what: str | None = None
    call_id: str | None = None


@dataclass(slots=True)
class Group:
    """Failures of one cause: how many, from whom, when the last was, and one line of the log."""

    cause: str
    count: int = 0
    ips: dict[str, int] | None = None
    users: dict[str, int] | None = None
    came_from: dict[str, str] = field(default_factory=dict)
    """The address of each user's last failure."""
    last: float | None = None
    example: str = ""

    def most(self, which: dict[str, int] | None) -> tuple[str, ...]:
        """The names that occur most."""
        return tuple(sorted(which or {}, key=lambda name: -(which or {})[name])[:_KEPT])


def failure(line: str) -> Failure | None:
    """What `line` tells; None if it tells of no failure that is known."""
    line = without_passwords(line[:4000])
    for cause, sign in _SIGNS:
        if found := sign.search(line):
            named = found.groupdict()
            ip = next((value for name, value in named.items() if name.startswith("ip") and value), None)
            return Failure(cause, masked(line), ip, named.get("user") or None, named.get("what"), named.get("call_id"))
    return None


def masked(line: str) -> str:
    """A line of a log fit to be shown: without digests, passwords and keys."""
    return without_secrets(_DIGEST.sub(lambda found: f'{found[1]}="…"' if found[1] else "(…)", line.strip()))


def grouped(lines: Iterable[str], now: float, within: float) -> list[Group]:
    """The failures of the last `within` seconds by cause, the most frequent first. A line without a time is as old as the one before it."""
    groups: dict[str, Group] = {}
    explained: set[str] = set()
    moment: float | None = None
    for line in lines:
        moment = written(line, now) or moment
        if moment is not None and moment < now - within:
            continue
        found = failure(line)
        if found is None or _is_said_already(found, explained):
            continue
        group = groups.setdefault(found.cause, Group(found.cause, ips={}, users={}))
        group.count, group.last, group.example = group.count + 1, moment, found.line
        _count(group.ips, found.ip)
        _count(group.users, found.user)
        if found.user and found.ip and len(group.came_from) < _MOST_USERS:
            group.came_from[found.user] = found.ip
    return sorted(groups.values(), key=lambda group: (-group.count, group.cause))


def recent(paths: Iterable[Path], now: float, within: float, size: int = 8_000_000) -> tuple[list[Group], Path | None]:
    """The failures in the first of the files that can be read, and which one it is."""
    for path in paths:
        if path.is_file():
            return grouped(tail(path, size), now, within), path
    return [], None


def _is_said_already(found: Failure, explained: set[str]) -> bool:
    if found.call_id is None:
        return False
    if found.cause in _CALLID_SAYS:
        is_new = found.call_id not in explained
        explained.add(found.call_id)
        return not is_new
    return found.call_id in explained


def _count(counts: dict[str, int] | None, name: str | None) -> None:
    if counts is not None and name and (name in counts or len(counts) < _MOST_USERS):
        counts[name] = counts.get(name, 0) + 1
