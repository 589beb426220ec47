"""Payloads cut into frames, and hostile ones into nothing worse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.sound.codecs import CODECS
from sipwhy.media.sound.frames import AMR_BITS, Coded, Noise, amr, g723, g729, ilbc


def sizes(frames: object) -> list[int | float]:
    return [len(frame.data) if isinstance(frame, Coded) else frame.level for frame in frames]  # type: ignore[attr-defined]  # an iterator


def test_g729_ends_with_noise_if_two_bytes_are_left() -> None:
    found = list(g729(bytes(20) + b"\x00\x3e"))
    assert [type(frame) for frame in found] == [Coded, Coded, Noise]
    assert isinstance(found[-1], Noise)
    assert found[-1].level == pytest.approx(-16.6)


def test_g723_tells_the_size_of_a_frame_in_its_first_byte() -> None:
    assert sizes(g723(b"\x00" + bytes(23) + b"\x01" + bytes(19) + b"\x02\x00\x00\x00")) == [24, 20, -60.0]


@pytest.mark.parametrize(
    ("size", "fmtp", "frames"), [(38, "", 1), (50, "", 1), (76, "mode=20", 2), (100, "mode=30", 2), (1900, "mode=20", 50)]
)
def test_ilbc_has_frames_of_two_sizes(size: int, fmtp: str, frames: int) -> None:
    assert len(list(ilbc(bytes(size), fmtp))) == frames


def test_amr_is_read_in_both_forms_of_its_payload() -> None:
    """RFC 4867 sections 4.3.5 and 4.4.5: one frame of 12.2 kbit/s, all of whose speech bits are ones."""
    efficient = (((0xF << 6 | 0 << 5 | 7 << 1 | 1) << 244 | (1 << 244) - 1) << 2).to_bytes(32, "big")
    aligned = bytes([0xF0, 0x3C]) + ((1 << 244) - 1 << 4).to_bytes(31, "big")
    expected = Coded(b"\x3c" + b"\xff" * 30 + b"\xf0")
    assert list(amr(AMR_BITS)(efficient, "")) == [expected]
    assert list(amr(AMR_BITS)(aligned, "octet-align=1")) == [expected]


def test_amr_noise_and_no_data_are_no_voice() -> None:
    noise = bytes([0xF0, 8 << 3 | 4]) + bytes(5)
    nothing = bytes([0xF0, 15 << 3 | 4])
    assert sizes(amr(AMR_BITS)(noise, "octet-align=1")) == [-60.0]
    assert sizes(amr(AMR_BITS)(nothing, "octet-align=1")) == []


def test_amr_goes_on_behind_noise() -> None:
    """Noise of 39 bits and behind it a frame of 4.75 kbit/s, all of whose 95 speech bits are ones (RFC 4867 section 4.3.5)."""
    heads = 0xF << 12 | (1 << 5 | 8 << 1 | 1) << 6 | (0 << 5 | 0 << 1 | 1)
    payload = (((heads << 39) << 95 | (1 << 95) - 1) << 2).to_bytes(19, "big")
    assert list(amr(AMR_BITS)(payload, "")) == [Noise(-60.0), Coded(b"\x04" + b"\xff" * 11 + b"\xfe")]


@given(st.sampled_from(sorted(CODECS)), st.binary(max_size=300), st.sampled_from(["", "octet-align=1", "mode=20", "mode=30"]))
def test_no_bytes_break_it(codec: str, payload: bytes, fmtp: str) -> None:
    total = sum(len(frame.data) for frame in CODECS[codec].split(payload, fmtp) if isinstance(frame, Coded))
    assert total <= 2 * len(payload) + 2
