"""
Rules and sets of nftables that drop or refuse packets by their source: `nft --json list ruleset`.

What iptables keeps in nftables is shown by iptables-save, and left to it.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from ipaddress import summarize_address_range
from typing import Any

from sipwhy.pbx.bans.ban import Address, Ban, Network, address_of, covers, jail_of, network_of
from sipwhy.pbx.bans.chains import chains_reached
from sipwhy.pbx.bans.sought import Sought, seen, unseen
from sipwhy.pbx.programs import NOT_THERE, Programs

_ADDR_SET = "addr-set-"
"""How fail2ban's nftables action names its sets."""
Key = tuple[str, str, str]


@dataclass(slots=True)
class _Ruleset:
    hooked: set[Key] = field(default_factory=set)
    rules: list[dict[str, Any]] = field(default_factory=list)
    sets: dict[Key, dict[str, Any]] = field(default_factory=dict)


def bans(programs: Programs, kept_elsewhere: Collection[tuple[str, str]], address: Address | None = None) -> Sought:
    """Every drop by source, or those that hit one address; tables (family, name) in `kept_elsewhere` are left out."""
    listed = programs.run(("nft", "--json", "list", "ruleset"), timeout=20)
    if listed.status == NOT_THERE:
        return Sought()
    if not listed.is_well:
        return unseen("nft", listed.complaint)
    try:
        return seen("nft", parse(listed.out, kept_elsewhere, address))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        return unseen("nft", f"nft --json printed no ruleset: {error}")


def parse(text: str, kept_elsewhere: Collection[tuple[str, str]] = (), address: Address | None = None) -> list[Ban]:
    """The bans in what nft printed; ValueError and its like if it is no ruleset."""
    ruleset = _Ruleset()
    for item in json.loads(text)["nftables"]:
        if chain := item.get("chain"):
            if "hook" in chain:
                ruleset.hooked.add((chain["family"], chain["table"], chain["name"]))
        elif rule := item.get("rule"):
            if (rule["family"], rule["table"]) not in kept_elsewhere:
                ruleset.rules.append(rule)
        elif kept := item.get("set") or item.get("map"):
            ruleset.sets[kept["family"], kept["table"], kept["name"]] = kept
    reached, dropping = _reached(ruleset), _dropping(ruleset)
    found = (ban for rule in ruleset.rules for ban in _of_rule(rule, ruleset, reached, dropping))
    return [ban for ban in found if address is None or covers(ban.network, address)]


def _of_rule(rule: dict[str, Any], ruleset: _Ruleset, reached: set[Key], dropping: set[Key]) -> Iterator[Ban]:
    expressions = rule.get("expr", [])
    yield from _of_verdicts(rule, ruleset, reached)
    key = _place(rule)
    action = _action(rule, dropping)
    if not action or key not in reached:
        return
    packets = next((one["counter"].get("packets") for one in expressions if isinstance(one.get("counter"), dict)), None)
    for right in (match["right"] for one in expressions if (match := one.get("match")) and _is_source(match)):
        where = " ".join(key)
        if isinstance(right, str) and right.startswith("@"):
            yield from _of_set(ruleset.sets.get((key[0], key[1], right[1:])), action)
            continue
        members = _members(right)
        single = len(members) == 1 and members[0][0].num_addresses == 1
        lift = ("nft", "delete", "rule", *key, "handle", str(rule["handle"])) if single else None
        for network, _, _ in members:
            if network.prefixlen:
                yield Ban("nft", where, network, action, lift, packets=packets, rule=f"handle {rule['handle']}", owner=_owner(key[2]))


def _of_verdicts(rule: dict[str, Any], ruleset: _Ruleset, reached: set[Key]) -> Iterator[Ban]:
    """A map from source to verdict, `ip saddr vmap { 192.0.2.7 : drop }` or one with a name: those that it drops."""
    key = _place(rule)
    for vmap in (one["vmap"] for one in rule.get("expr", []) if isinstance(one.get("vmap"), dict)):
        data = vmap.get("data")
        if key not in reached or not _is_source({"left": vmap.get("key"), "op": "=="}):
            continue
        name = data[1:] if isinstance(data, str) else ""
        kept = ruleset.sets.get((key[0], key[1], name)) if name else None
        pairs = kept.get("elem", []) if kept else data.get("set", []) if isinstance(data, dict) else []
        for value, verdict in pairs:
            for network, written, _ in _members(value) if isinstance(verdict, dict) and "drop" in verdict else ():
                lift = ("nft", "delete", "element", *key[:2], name, "{", written, "}") if name and network.num_addresses == 1 else None
                where = " ".join((*key[:2], f"@{name}")) if name else " ".join(key)
                yield Ban("nft", where, network, "drop", lift, rule=f"vmap {written}")


def _of_set(kept: dict[str, Any] | None, action: str) -> Iterator[Ban]:
    if kept is None:
        return
    key = (kept["family"], kept["table"], kept["name"])
    now = time.time()
    for network, written, expires in _members({"set": kept.get("elem", [])}):
        lift = None if network.num_addresses > 1 else ("nft", "delete", "element", *key, "{", written, "}")
        until = now + expires if expires else None
        yield Ban(
            "nft", " ".join((*key[:2], f"@{key[2]}")), network, action, lift, until=until, rule=f"@{key[2]} {written}", owner=_owner(key[2])
        )


def _members(right: object) -> list[tuple[Network, str, int | None]]:
    """The networks of a value: an address, a prefix, a range, a set of them, or an element with a time."""
    if isinstance(right, str):
        network = network_of(right)
        return [(network, right, None)] if network is not None else []
    if isinstance(right, list):
        return [member for one in right for member in _members(one)]
    if not isinstance(right, dict):
        return []
    if "set" in right:
        return _members(right["set"])
    if "elem" in right:
        elem = right["elem"]
        return [(network, written, elem.get("expires") or None) for network, written, _ in _members(elem["val"])]
    if "prefix" in right:
        return _members(f"{right['prefix']['addr']}/{right['prefix']['len']}")
    if "range" in right:
        low, high = (address_of(str(one)) for one in right["range"])
        if low is not None and high is not None and low.version == high.version and int(low) <= int(high):
            written = f"{right['range'][0]}-{right['range'][1]}"
            return [(network, written, None) for network in summarize_address_range(low, high)]
    if "concat" in right:  # address and port: the whole is written with dots between
        written = " . ".join(map(str, right["concat"]))
        return [(network, written, None) for network, _, _ in _members(right["concat"][0])]
    return []


def _action(rule: dict[str, Any], dropping: set[Key]) -> str:
    """What becomes of a packet; "" if it passes."""
    expressions = rule.get("expr", [])
    for word in ("drop", "reject", "dnat", "redirect"):
        if any(word in one for one in expressions):
            return word
    return "drop" if any((*_place(rule)[:2], target) in dropping for target in _targets(rule)) else ""


def _dropping(ruleset: _Ruleset) -> set[Key]:
    """Chains of one's own that drop whatever comes: their last rule does so without a condition, and none lets pass."""
    last: dict[Key, dict[str, Any]] = {_place(rule): rule for rule in ruleset.rules}
    passing = {_place(rule) for rule in ruleset.rules if any("accept" in one or "return" in one for one in rule.get("expr", []))}
    unconditional = ("drop", "reject", "counter", "log", "limit")
    return {
        key
        for key, rule in last.items()
        if key not in ruleset.hooked | passing
        and _action(rule, set())
        and all(any(w in one for w in unconditional) for one in rule["expr"])
    }


def _place(rule: dict[str, Any]) -> Key:
    return rule["family"], rule["table"], rule["chain"]


def _targets(rule: dict[str, Any]) -> list[str]:
    """The chains to which a rule leads."""
    return [one[word]["target"] for one in rule.get("expr", []) for word in ("jump", "goto") if isinstance(one.get(word), dict)]


def _is_source(match: dict[str, Any]) -> bool:
    left = match.get("left")
    if isinstance(left, dict) and isinstance(left.get("concat"), list) and left["concat"]:
        left = left["concat"][0]
    payload = left.get("payload") if isinstance(left, dict) else None
    return isinstance(payload, dict) and payload.get("field") == "saddr" and match.get("op") in ("==", "in")


def _reached(ruleset: _Ruleset) -> set[Key]:
    leads: dict[Key, set[Key]] = defaultdict(set)
    for rule in ruleset.rules:
        family, table, _ = _place(rule)
        leads[_place(rule)].update((family, table, target) for target in _targets(rule))
    return chains_reached(ruleset.hooked, leads)


def _owner(name: str) -> str | None:
    for prefix in (_ADDR_SET, "addr6-set-"):
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return jail_of(name)
