"""What is known of a product before it is asked: its programs, services and files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Name = Literal["asterisk", "freeswitch", "kamailio"]


@dataclass(frozen=True, slots=True)
class Product:
    """A server: its name, its program, the units of systemd and processes that are it, where it is set and where it writes."""

    name: Name
    title: str
    binary: str
    units: tuple[str, ...]
    processes: tuple[str, ...]
    settings: Path
    logs: Path
    journals: tuple[str, ...]
    """The log files in which failures stand, the best first."""


ASTERISK = Product(
    "asterisk",
    "Asterisk",
    "asterisk",
    ("asterisk.service", "freepbx.service"),
    ("asterisk",),
    Path("/etc/asterisk"),
    Path("/var/log/asterisk"),
    ("messages.log", "messages", "full", "full.log"),
)
FREESWITCH = Product(
    "freeswitch",
    "FreeSWITCH",
    "freeswitch",
    ("freeswitch.service",),
    ("freeswitch",),
    Path("/etc/freeswitch"),
    Path("/var/log/freeswitch"),
    ("freeswitch.log",),
)
KAMAILIO = Product(
    "kamailio",
    "Kamailio",
    "kamailio",
    ("kamailio.service",),
    ("kamailio",),
    Path("/etc/kamailio"),
    Path("/var/log"),
    ("kamailio.log", "kamailio", "syslog", "messages"),
)
PRODUCTS = (ASTERISK, FREESWITCH, KAMAILIO)
