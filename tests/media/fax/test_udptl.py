"""T.38 is read as Wireshark reads it, losses heal by what is sent again, and no bytes break the reading."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.fax.ifp import Ifp, Part, ifp_of
from sipwhy.media.fax.t30 import SIGNALS, signal_of
from sipwhy.media.fax.udptl import datagram_of, fax_of
from sipwhy.model import Endpoint
from sipwhy.wire.extractor import Packet
from tests.rules.faxes import ifp, udptl
from tests.rules.packets import udp, write_pcap

ALICE, TRUNK = Endpoint("198.51.100.21", 4008), Endpoint("203.0.113.50", 4006)
SAID = ("CED", "CSI", "DIS", "CFR", "MCF")


def packet(payload: bytes, at: int = 0, src: Endpoint = ALICE, dst: Endpoint = TRUNK) -> Packet:
    return Packet(at, 0, at + 1, 1, len(payload), b"", "udp", src, dst, payload, 0, 0, 0)


def sent(names: tuple[str, ...], lose: tuple[int, ...] = ()) -> list[Packet]:
    made = [udptl(at, name, names[at - 1] if at else None) for at, name in enumerate(names)]
    return [packet(payload, at) for at, payload in enumerate(made) if at not in lose]


def test_signals_come_in_order_from_who_sent_them() -> None:
    fax = fax_of(sent(SAID))
    assert fax is not None
    assert [(signal.name, signal.src) for signal in fax.signals] == [(name, ALICE) for name in SAID]
    assert (fax.ways[0].packets, fax.ways[0].lost) == (5, 0)


def test_a_lost_packet_is_read_from_the_next_one_and_two_are_lost() -> None:
    healed, broken = fax_of(sent(SAID, lose=(2,))), fax_of(sent((*SAID, "DCN"), lose=(2, 3)))
    assert healed is not None
    assert broken is not None
    assert [signal.name for signal in healed.signals] == list(SAID)
    assert healed.ways[0].lost == 0
    assert [signal.name for signal in broken.signals] == ["CED", "CSI", "CFR", "MCF", "DCN"]
    assert broken.ways[0].lost == 1
    assert [fax.ways[0].healed for fax in (healed, broken)] == [1, 1]


def test_a_long_packet_is_found_in_the_next_one() -> None:
    """Packets longer than 127 bytes have a length of two bytes, in a repeat too."""
    page = bytes([0xC0 | 8 << 1, 1, 0x80 | 6 << 4, 0, 199]) + bytes(200)
    long = (0x8000 | len(page)).to_bytes(2, "big")
    again = [number.to_bytes(2, "big") + long + page + b"\x00\x01" + long + page for number in (1, 2, 4)]
    fax = fax_of([packet(payload, at) for at, payload in enumerate(again)])
    assert fax is not None
    assert (fax.ways[0].lost, fax.ways[0].healed) == (0, 1)


def test_parity_is_seen() -> None:
    plain = fax_of(sent(SAID))
    parity = fax_of([packet(at.to_bytes(2, "big") + bytes([1, 2]) + b"\x80\x01\x01\x00", at) for at in range(4)])
    assert plain is not None
    assert parity is not None
    assert (plain.ways[0].has_parity, parity.ways[0].has_parity) == (False, True)


def test_voice_on_the_same_socket_is_no_fax() -> None:
    voice = [packet(b"\x80\x08" + at.to_bytes(2, "big") + bytes(168), at) for at in range(50)]
    assert fax_of(voice) is None
    assert fax_of([]) is None


def test_a_number_is_read_backwards() -> None:
    digits = bytes(int(f"{ord(char):08b}"[::-1], 2) for char in "+7 916 1234567".rjust(20)[::-1])
    assert signal_of(b"\xff\xc0\x02" + digits) == ("CSI", "+7 916 1234567")


def test_an_indicator_and_data_of_a_page() -> None:
    assert ifp_of(ifp("CNG")) == Ifp(indicator=1)
    found = ifp_of(ifp("page"))
    assert found is not None
    assert (found.rate, found.parts) == (8, (Part("page", bytes(20)),))


def test_wireshark_reads_the_same(tmp_path: Path) -> None:
    """Each signal is named so by a dissector that is not ours; those that it takes for others or does not know are left out."""
    if not shutil.which("tshark"):
        pytest.skip("tshark is not installed")
    names = [name for name in SIGNALS.values() if name not in ("DTC", "CIG", "NSF", "NSC", "NSS")]
    path = tmp_path / "fax.pcap"
    frames = [udp((ALICE.ip, ALICE.port + at), (TRUNK.ip, TRUNK.port), udptl(at, name)) for at, name in enumerate(names)]
    write_pcap(path, [(at * 1000, frame, len(frame)) for at, frame in enumerate(frames)])
    words = ["tshark", "-r", str(path), "-d", "udp.port==4006,t38"]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line.split("Reassembled: ")[-1].split(" - ")[0] for line in told] == names


@given(st.lists(st.binary(max_size=80), max_size=20))
def test_any_datagrams_are_read_without_fault(payloads: list[bytes]) -> None:
    fax = fax_of([packet(payload, at) for at, payload in enumerate(payloads)])
    assert fax is None or all(way.packets <= len(payloads) for way in fax.ways)


@given(st.sampled_from(sorted(SIGNALS.values())), st.integers(0, 40), st.integers(0, 255))
def test_a_damaged_packet_is_read_or_left_out(name: str, at: int, value: int) -> None:
    payload = bytearray(udptl(7, name, "DIS"))
    payload[at % len(payload)] = value
    found = datagram_of(bytes(payload))
    if found:
        ifp_of(found.primary)
    fax_of([packet(bytes(payload), number) for number in range(5)])


@given(st.binary(max_size=60))
def test_any_bytes_are_a_packet_or_none(data: bytes) -> None:
    found = ifp_of(data)
    assert found is None or all(len(part.data) <= len(data) for part in found.parts)
    signal_of(data)
