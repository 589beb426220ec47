"""The hellos of DTLS are read however they are fragmented, and no bytes do harm."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.srtp.handshake import agreements

CLIENT, SERVER = bytes(range(32)), bytes(range(32, 64))
SRTP = struct.pack("!HHHHHB", 14, 7, 4, 7, 1, 0)
CHOSEN = struct.pack("!HHHHB", 14, 5, 2, 7, 0)


def hello(kind: int, body: bytes, extensions: bytes, *, cut: int = 0) -> list[bytes]:
    """Datagrams with one hello, in fragments of `cut` bytes (0: whole)."""
    body += struct.pack("!H", len(extensions)) + extensions
    found = []
    for at in range(0, len(body), cut or len(body)):
        part = body[at : at + (cut or len(body))]
        head = bytes([kind]) + len(body).to_bytes(3, "big") + b"\0\0" + at.to_bytes(3, "big") + len(part).to_bytes(3, "big")
        record = head + part
        found.append(b"\x16\xfe\xfd\0\0" + bytes(6) + struct.pack("!H", len(record)) + record)
    return found


def client(cut: int = 0) -> list[bytes]:
    return hello(1, b"\xfe\xfd" + CLIENT + b"\0\0" + b"\0\2\xc0\x2b" + b"\1\0", SRTP, cut=cut)


def server(cut: int = 0) -> list[bytes]:
    return hello(2, b"\xfe\xfd" + SERVER + b"\0" + b"\xc0\x30" + b"\0", CHOSEN, cut=cut)


@given(st.integers(min_value=5, max_value=200))
def test_what_the_two_hellos_say_is_put_together(cut: int) -> None:
    (one,) = agreements([*(("a", part) for part in client(cut)), *(("b", part) for part in server(cut))])
    assert (one.client, one.client_random, one.server_random) == ("a", CLIENT, SERVER)
    assert (one.version, one.cipher, one.profiles, one.mki) == (0xFEFD, 0xC030, (7,), 0)


def test_a_server_that_does_not_show_its_choice_leaves_what_the_client_offers() -> None:
    quiet = hello(2, b"\xfe\xfd" + SERVER + b"\0" + b"\x13\x01" + b"\0", b"\0\x2b\0\2\xfe\xfc")
    (one,) = agreements([("a", client()[0]), ("b", quiet[0])])
    assert (one.version, one.profiles) == (0xFEFC, (7, 1))


def test_a_hello_alone_agrees_on_nothing() -> None:
    assert not list(agreements([("a", client()[0])]))
    assert not list(agreements([("b", server()[0])]))
    assert not list(agreements([("a", client()[0]), ("a", server()[0])]))


@given(st.lists(st.tuples(st.sampled_from("ab"), st.binary(max_size=300))))
def test_no_bytes_do_harm(datagrams: list[tuple[str, bytes]]) -> None:
    list(agreements(datagrams))


@given(st.data())
def test_damaged_hellos_do_no_harm(data: st.DataObject) -> None:
    datagrams = [("a", bytearray(client()[0])), ("b", bytearray(server()[0]))]
    for _ in range(data.draw(st.integers(min_value=1, max_value=5))):
        _, datagram = data.draw(st.sampled_from(datagrams))
        datagram[data.draw(st.integers(min_value=0, max_value=len(datagram) - 1))] = data.draw(st.integers(min_value=0, max_value=255))
    list(agreements((end, bytes(datagram)) for end, datagram in datagrams))
