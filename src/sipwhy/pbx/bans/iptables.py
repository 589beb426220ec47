"""
Rules of iptables and ip6tables that drop, refuse or divert packets by their source: all tables, nat among them.

`iptables-save -c` prints what is needed to delete a rule again word by word. A chain of one's own that ends in a drop (LOGDROP) counts
as one. A chain to which no built-in chain leads is not in use.
"""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import summarize_address_range
from pathlib import Path

from sipwhy.pbx.bans.ban import Address, Ban, Network, address_of, covers, jail_of, network_of
from sipwhy.pbx.bans.chains import chains_reached
from sipwhy.pbx.bans.sought import Sought, seen, unseen
from sipwhy.pbx.programs import NOT_THERE, Programs

_DROPPING = frozenset({"DROP", "REJECT", "TARPIT", "DELUDE", "STEAL"})
_DIVERTING = frozenset({"DNAT", "REDIRECT", "NETMAP"})
_COUNTED = re.compile(r"^\[(\d+):\d+\] (-A .*)$")
_CHAIN = re.compile(r"^:(\S+) (\S+)")
_OLD = {4: Path("/proc/net/ip_tables_names"), 6: Path("/proc/net/ip6_tables_names")}
_SETS = ("--match-set",)


@dataclass(slots=True)
class Rule:
    """One rule as `iptables-save` prints it."""

    table: str
    chain: str
    words: list[str]
    packets: int = 0

    @property
    def target(self) -> str:
        """Where it leads."""
        return _behind(self.words, "-j", "--jump") or _behind(self.words, "-g", "--goto")


@dataclass(slots=True)
class Ruleset:
    """What one program keeps: rules, and the chains that are built in."""

    program: str
    rules: list[Rule] = field(default_factory=list)
    built_in: set[tuple[str, str]] = field(default_factory=set)

    def tables(self) -> set[str]:
        """The tables that have a rule or a chain."""
        return {table for table, _ in self.built_in} | {rule.table for rule in self.rules}


def rulesets(programs: Programs) -> tuple[list[Ruleset], Sought]:
    """What iptables and ip6tables keep, those of the old kernel interface included; and what could not be read."""
    found, blind = [], Sought()
    for version, prefix in ((4, "iptables"), (6, "ip6tables")):
        for program in (prefix, f"{prefix}-legacy"):
            if program.endswith("legacy") and not _has_tables(_OLD[version]):
                continue  # asking would only load the old modules
            saved = programs.run((f"{program}-save", "-c"))
            if saved.is_well:
                found.append(parse(saved.out, program))
            elif saved.status != NOT_THERE:
                blind.add(unseen("iptables", f"{program}-save: {saved.complaint}"))
    return found, blind


def bans(kept: list[Ruleset], address: Address | None = None) -> Sought:
    """Every rule that drops by source, or those that hit one address."""
    return seen("iptables", [ban for ruleset in kept for ban in _of(ruleset, address)]) if kept else Sought()


def parse(text: str, program: str = "iptables") -> Ruleset:
    """What `iptables-save` or `iptables-save -c` printed."""
    ruleset, table = Ruleset(program), ""
    for line in text.splitlines():
        counted = _COUNTED.match(line)
        if line.startswith("*"):
            table = line[1:].strip()
        elif (chain := _CHAIN.match(line)) is not None:
            if chain[2] != "-":
                ruleset.built_in.add((table, chain[1]))
        elif counted is not None or line.startswith("-A "):
            rule = _rule(table, counted[2] if counted else line, int(counted[1]) if counted else 0)
            ruleset.rules.extend([rule] if rule else [])
    return ruleset


def set_names(kept: list[Ruleset]) -> dict[str, str]:
    """The ipsets by whose source match something is dropped, and in which chain."""
    named = {}
    for ruleset in kept:
        dropping, reached = _dropping(ruleset), _reached(ruleset)
        for rule in ruleset.rules:
            name = _behind(rule.words, *_SETS)
            if name and _is_of_source(rule) and (rule.table, rule.chain) in reached and _acts(rule, dropping):
                named[name] = f"{rule.table} {rule.chain}"
    return named


def _is_of_source(rule: Rule) -> bool:
    at = rule.words.index("--match-set")
    return at + 2 < len(rule.words) and rule.words[at + 2].startswith("src") and (at == 0 or rule.words[at - 1] != "!")


def _rule(table: str, text: str, packets: int) -> Rule | None:
    try:
        words = shlex.split(text)
    except ValueError:
        return None
    return Rule(table, words[1], words[2:], packets) if len(words) > 2 else None


def _of(ruleset: Ruleset, address: Address | None) -> Iterator[Ban]:
    dropping, reached = _dropping(ruleset), _reached(ruleset)
    for rule in ruleset.rules:
        action = _acts(rule, dropping)
        if not action:
            continue
        for network in _sources(rule):
            if network.prefixlen == 0 or (address is not None and not covers(network, address)):
                continue
            wide = network.num_addresses > 1 or _behind(rule.words, "--src-range")
            yield Ban(
                "iptables",
                f"{ruleset.program} {rule.table} {rule.chain}",
                network,
                action,
                None if wide else (ruleset.program, "-w", "-t", rule.table, "-D", rule.chain, *rule.words),
                packets=rule.packets,
                rule=f"-A {rule.chain} {shlex.join(rule.words)}",
                owner=jail_of(rule.chain),
                in_use=(rule.table, rule.chain) in reached,
            )


def _acts(rule: Rule, dropping: set[tuple[str, str]]) -> str:
    """What becomes of a packet: DROP, REJECT, DNAT ...; "" if it passes."""
    target = rule.target
    if target in _DROPPING or (target in _DIVERTING and rule.table == "nat"):
        return target
    return "DROP" if (rule.table, target) in dropping else ""


def _sources(rule: Rule) -> list[Network]:
    """The sources that a rule names; one that is negated names everybody else, and is not told as a ban of somebody."""
    words = rule.words
    for at, word in enumerate(words[:-1]):
        negated = at > 0 and words[at - 1] == "!"
        if negated:
            continue
        if word in ("-s", "--source"):
            network = network_of(words[at + 1])
            return [network] if network is not None else []
        if word == "--src-range":
            return _range(words[at + 1])
    return []


def _range(text: str) -> list[Network]:
    first, _, last = text.partition("-")
    low, high = address_of(first), address_of(last or first)
    if low is None or high is None or low.version != high.version or int(low) > int(high):
        return []
    return list(summarize_address_range(low, high))


def _dropping(ruleset: Ruleset) -> set[tuple[str, str]]:
    """Chains of one's own all of whose packets are dropped in the end: their last rule drops whatever comes."""
    last: dict[tuple[str, str], Rule] = {}
    passing: set[tuple[str, str]] = set()
    for rule in ruleset.rules:
        last[rule.table, rule.chain] = rule
        if rule.target in ("RETURN", "ACCEPT"):
            passing.add((rule.table, rule.chain))
    return {
        key
        for key, rule in last.items()
        if key not in ruleset.built_in and key not in passing and rule.target in _DROPPING and rule.words[0] in ("-j", "--jump")
    }


def _reached(ruleset: Ruleset) -> set[tuple[str, str]]:
    """The chains that packets come to."""
    leads: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for rule in ruleset.rules:
        leads[rule.table, rule.chain].add((rule.table, rule.target))
    return chains_reached(ruleset.built_in, leads)


def _behind(words: list[str], *names: str) -> str:
    return next((words[at + 1] for at, word in enumerate(words[:-1]) if word in names), "")


def _has_tables(path: Path) -> bool:
    try:
        return bool(path.read_text().strip())
    except OSError:
        return False
