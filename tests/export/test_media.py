"""RTP and RTCP keep their headers and lose what was said."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.export.media import silenced

HEAD = struct.pack("!BBHII", 0x80, 8, 7, 160, 0x1234)


def test_sound_is_silent_and_the_header_stays() -> None:
    assert silenced(HEAD + b"\x55" * 160) == HEAD + bytes(160)


def test_a_dialled_digit_is_gone_and_its_duration_stays() -> None:
    assert silenced(HEAD + b"\x09\x8a\x03\x20") == HEAD + b"\x00\x8a\x03\x20"


def test_an_extension_is_emptied() -> None:
    extended = bytes([0x90]) + HEAD[1:] + b"\xbe\xde\x00\x01secr"
    assert silenced(extended + b"\x55" * 20) == extended[:-4] + bytes(4) + bytes(20)


def test_reports_stay_and_names_go() -> None:
    report = struct.pack("!BBHI", 0x81, 201, 7, 1) + b"report-block-of-24-bytes"
    names = struct.pack("!BBHI", 0x81, 202, 4, 1) + b"\x01\x08anna@hom\x00\x00"
    assert silenced(report + names) == report + names.replace(b"anna@hom", b"xxxxxxxx")


def test_what_is_neither_is_left_out() -> None:
    assert silenced(b"\x00\x01\x00\x08\x21\x12\xa4\x42" + b"stun" * 5) is None
    assert silenced(b"\x16\xfe\xfd" + b"dtls" * 5) is None
    assert silenced(b"") is None


@given(st.binary(max_size=200))
def test_any_bytes_are_taken_and_nothing_grows(payload: bytes) -> None:
    for head in (b"", b"\x80\x08", b"\x81\xca\x00\x04", b"\x90\x60"):
        quiet = silenced(head + payload)
        assert quiet is None or len(quiet) == len(head + payload)
