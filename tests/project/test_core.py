"""Numbers that Rust and Python both name are the same, and only one package opens the door to the core."""

from __future__ import annotations

import ast
import re
from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy import __version__, _core
from sipwhy.model.flag import Flag
from sipwhy.model.quirk import Quirk
from sipwhy.reference.networks import NETWORKS, network_kind
from sipwhy.reference.ports import is_sip_port
from sipwhy.wire.methods import Mark, Method
from tests.project.tree import name, python_files, text

_BIT = re.compile(r"pub const (\w+): u(?:16|64) = 1(?: << (\d+))?;")
_METHOD = re.compile(r"^    (\w+) = (\d+),$", re.MULTILINE)


def _bits(source: str) -> dict[str, int]:
    return {found[1]: 1 << int(found[2] or 0) for found in _BIT.finditer(source)}


def _flag_sources() -> tuple[str, str]:
    """The sources of the marks of a message and of the flags of a leg."""
    source = text("crates/siptrack/src/flag.rs")
    marks, flags = source.split("\n}\n", 1)
    return marks, flags


def test_flags_of_a_leg_are_those_of_the_core() -> None:
    assert {flag.name: flag.value for flag in Flag} == _bits(_flag_sources()[1])


def test_quirks_of_a_leg_are_those_of_the_core() -> None:
    assert {quirk.name: quirk.value for quirk in Quirk} == _bits(text("crates/siptrack/src/quirk/mod.rs"))


def test_marks_of_a_message_are_those_of_the_core() -> None:
    known = _bits(_flag_sources()[0])
    assert {mark.name: mark.value for mark in Mark} == {name: known.get(name) for name in (mark.name or "" for mark in Mark)}


def test_methods_are_those_of_the_core() -> None:
    source = text("crates/sipwire/src/sip/method.rs")
    known = {found[1].upper(): int(found[2]) for found in _METHOD.finditer(source)}
    assert {method.name: method.value for method in Method} == known


def test_the_version_is_the_same_everywhere() -> None:
    stated = re.search(r'^version = "([^"]+)"', text("Cargo.toml"), re.MULTILINE)
    assert stated is not None
    assert stated[1] == __version__ == _core.__version__


def test_only_wire_opens_the_door_to_the_core() -> None:
    opened = [name(path) for path in python_files() if name(path).startswith("src/") and _imports_core(path.read_text(encoding="utf-8"))]
    assert opened
    assert [path for path in opened if not path.startswith("src/sipwhy/wire/")] == ["src/sipwhy/cli/heap.py"]  # which comes before numpy


def _imports_core(source: str) -> bool:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (
            (node.module or "").endswith("_core") or (node.module == "sipwhy" and any(alias.name == "_core" for alias in node.names))
        ):
            return True
        if isinstance(node, ast.Import) and any(alias.name.endswith("._core") for alias in node.names):
            return True
    return False


def _edges() -> list[str]:
    """The first and last address of every network of the table, and their neighbours outside."""
    found = set()
    for written, _, _ in NETWORKS:
        network = ip_network(written)
        first, last = network.network_address, network.broadcast_address
        top = 2**network.max_prefixlen - 1
        found |= {first, last, *([first - 1] if int(first) else []), *([last + 1] if int(last) < top else [])}
    return sorted(str(address) for address in found)


@pytest.mark.parametrize("address", [*_edges(), "::ffff:10.0.0.1", "::ffff:198.51.100.1"])
def test_the_core_and_the_table_agree_at_the_edges_on_what_cannot_be_reached(address: str) -> None:
    assert _core.is_unreachable(address) is (network_kind(address) is not None)


@given(st.ip_addresses())
def test_the_core_and_the_table_agree_on_what_cannot_be_reached(address: IPv4Address | IPv6Address) -> None:
    assert _core.is_unreachable(str(address)) is (network_kind(str(address)) is not None)


def test_a_name_is_no_address() -> None:
    assert _core.is_unreachable("pbx.example.com") is None


def test_the_core_and_the_table_agree_on_the_ports_of_sip() -> None:
    assert [port for port in range(1 << 16) if _core.is_sip_port(port)] == [port for port in range(1 << 16) if is_sip_port(port)]
