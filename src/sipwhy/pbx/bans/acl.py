"""
Access lists in Asterisk's configuration that refuse an address.

Of `permit` and `deny` lines in one section the last one that fits decides; without any, all are let in (acl.conf, res_pjsip_acl).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sipwhy.pbx.bans.ban import Address, Ban, Network, covers, network_of
from sipwhy.pbx.bans.sought import Sought, seen
from sipwhy.pbx.ini import Section, sections

FILES = ("acl.conf", "pjsip.conf", "sip.conf")
_RULES = frozenset({"permit", "deny", "contactpermit", "contactdeny", "contact_permit", "contact_deny"})
_NAMED = {"acl", "contact_acl", "contactacl"}


def bans(folder: Path, address: Address | None) -> Sought:
    """The sections whose list refuses `address`. Without one there is nothing to tell: a list refuses nearly everybody."""
    if address is None or not folder.is_dir():
        return Sought()
    read = {name: sections(folder / name) for name in FILES}
    named = {section.name: section for section in read["acl.conf"]}
    return seen("acl", [ban for name in FILES[1:] for section in read[name] for ban in _of(section, named, address)])


def _of(section: Section, named: dict[str, Section], address: Address) -> Iterator[Ban]:
    for kind in ("", "contact"):
        deciding = _deciding(_own(section, kind), address)
        where = section
        for name in _lists(section, kind):
            other = named.get(name)
            verdict = _deciding(_own(other, ""), address) if other is not None else None
            if verdict is not None and verdict[0] == "deny":
                deciding, where = verdict, other or section
        if deciding is not None and deciding[0] == "deny":
            _, network, written = deciding
            yield Ban("acl", _place(section, where), network, f"{kind}deny" if kind else "deny", rule=f"{kind}deny={written}")


def _own(section: Section, kind: str) -> list[tuple[str, str]]:
    return [(key.replace("_", ""), value) for key, value in section.settings if key in _RULES and key.startswith("contact") == bool(kind)]


def _lists(section: Section, kind: str) -> Iterator[str]:
    for key, value in section.settings:
        if key in _NAMED and key.startswith("contact") == bool(kind):
            yield from (name.strip() for name in value.split(","))


def _deciding(rules: list[tuple[str, str]], address: Address) -> tuple[str, Network, str] | None:
    """The last rule that fits: ("deny", its network, as written)."""
    found = None
    for key, value in rules:
        for written in (part.strip() for part in value.split(",")):
            sense = "deny" if key.endswith("deny") != written.startswith("!") else "permit"
            network = network_of(written.lstrip("!"))
            if network is not None and covers(network, address):
                found = (sense, network, written)
    return found


def _place(section: Section, decided: Section) -> str:
    via = "" if decided is section else f" acl={decided.name}"
    kind = section.get("type")
    return f"{Path(section.path).name} [{section.name}]{f' type={kind}' if kind else ''}{via}"
