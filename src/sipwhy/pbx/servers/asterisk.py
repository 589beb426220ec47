"""Asterisk, asked over AMI or its remote console."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from sipwhy.pbx.consoles import Console, answer_to
from sipwhy.pbx.servers import chan_sip_tables, pjsip_tables
from sipwhy.pbx.servers.peer import Peer, Registration
from sipwhy.pbx.servers.state import State

_DRIVER = re.compile(r"^chan_(\w+)\.so\s.*\bRunning\b", re.MULTILINE)
_VERSION = re.compile(r"^Asterisk (\S+)", re.MULTILINE)
_CALLS = re.compile(r"^(\d+) active calls?", re.MULTILINE)
_DEBUG_LEVEL = re.compile(r"^\s*Debug level:\s+(\d+)", re.MULTILINE | re.IGNORECASE)
_LOGS = re.compile(r"^\s*Log directory:\s+(/\S*)", re.MULTILINE)
_DEBUG_SET = re.compile(r"^\s*debug\s*:\s*(\S+)", re.MULTILINE)
_CHANNEL = re.compile(r"^(/\S+|\S+)\s+File\s+(?:\S+\s+)?Enabled\s+-?\s*(.*)$", re.MULTILINE)
_NO = frozenset({"no", "off", "0", "false", ""})
Row = TypeVar("Row", Peer, Registration)


def state(console: Console) -> State:
    """What Asterisk says of itself; ConsoleError if it cannot be asked at all."""
    version = _VERSION.search(console.ask("core show version"))
    drivers = tuple(sorted(set(_DRIVER.findall(_asked(console, "module show like chan_")))))
    peers: list[Peer] = []
    registrations: list[Registration] = []
    if "pjsip" in drivers or not drivers:
        peers += pjsip_tables.endpoints(_asked(console, "pjsip show endpoints"))
        registrations += pjsip_tables.registrations(_asked(console, "pjsip show registrations"))
    if "sip" in drivers or not drivers:
        peers += chan_sip_tables.peers(_asked(console, "sip show peers"))
        registrations += chan_sip_tables.registrations(_asked(console, "sip show registry"))
    calls = _CALLS.search(_asked(console, "core show channels"))
    return State(
        version=version[1] if version else "",
        way=console.way,
        drivers=drivers,
        peers=tuple(peers),
        registrations=tuple(registrations),
        calls=int(calls[1]) if calls else None,
        debug=_debug(console, drivers),
    )


def explained(registrations: Sequence[Registration], lines: Iterable[str]) -> tuple[Registration, ...]:
    """The registrations that are not well, each with the newest line of the log that names its server."""
    said = [line for line in lines if "registration" in line.lower() and "VERBOSE" not in line]
    return tuple(one if one.outcome == "registered" else replace(one, why=_newest(said, one)) for one in registrations)


def addresses(console: Console, driver: str, name: str) -> tuple[str, ...]:
    """Where a peer is; none if it is not registered and has no address in the configuration."""
    if driver == "pjsip":
        return pjsip_tables.addresses(console.ask("pjsip show endpoints"), name)
    found = (peer for peer in chan_sip_tables.peers(console.ask("sip show peers")) if peer.name == name)
    return tuple(peer.address for peer in found if peer.address)


def verbose_logs(console: Console) -> tuple[str, ...]:
    """The files that take what is verbose, and so would a SIP trace."""
    return tuple(name for name, levels in _CHANNEL.findall(_asked(console, "logger show channels")) if "VERBOSE" in levels.upper())


def log_folder(console: Console) -> str | None:
    """Where Asterisk itself says that it writes its logs."""
    found = _LOGS.search(_asked(console, "core show settings"))
    return found[1] if found else None


def _debug(console: Console, drivers: tuple[str, ...]) -> tuple[str, ...]:
    """What of debug is on and can be asked for: the core's level, PJSIP's setting. Whether SIP is traced only the log tells."""
    found = []
    level = _DEBUG_LEVEL.search(_asked(console, "core show settings"))
    if level is not None and int(level[1]):
        found.append("core-debug")
    if "pjsip" in drivers:
        setting = _DEBUG_SET.search(_asked(console, "pjsip show settings"))
        if setting is not None and setting[1].lower() not in _NO:
            found.append("pjsip-setting")
    return tuple(found)


def _newest(lines: Sequence[str], one: Registration) -> str:
    host = pjsip_tables.host_of(one.server) or one.server.rpartition(":")[0] or one.server
    named = re.compile(rf"(?<![\w.]){re.escape(host)}(?![\w.])")
    return next((line.strip() for line in reversed(lines) if named.search(line)), "")


def _asked(console: Console, words: str) -> str:
    """An answer, or nothing: an old server does not know every command."""
    return answer_to(console, words, "No such command")


def is_chan_sip(console: Console) -> bool:
    """Whether calls go over chan_sip, the old driver, and not over PJSIP."""
    drivers = _DRIVER.findall(_asked(console, "module show like chan_"))
    return "sip" in drivers and "pjsip" not in drivers
