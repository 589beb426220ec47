"""Streams that are opened packet by packet."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.srtp.opening import ControlOpener, Opener
from sipwhy.media.srtp.sdes import Key
from sipwhy.media.srtp.suites import SUITES
from tests.media.srtp.protecting import protected, protected_control
from tests.media.srtp.test_session import RTCP, rtp

SUITE = SUITES["AES_CM_128_HMAC_SHA1_32"]
ONE, OTHER = (Key(SUITE, bytes([n]) * 16, bytes(14)) for n in (1, 2))


def sent(indices: list[int], key: Key = ONE) -> list[bytes]:
    return [protected(rtp(index & 0xFFFF, b"voice"), key, index >> 16) for index in indices]


def opened(opener: Opener, packets: list[bytes]) -> int:
    return sum(opener.open(packet) is not None for packet in packets)


def test_numbers_that_wrap_are_counted() -> None:
    opener = Opener([OTHER, ONE])
    assert opened(opener, sent([*range(65530, 65540), 65535 + 65536, 65537 + 65536, 65534 + 65536])) == 13


def test_a_capture_that_lacks_the_beginning() -> None:
    opener = Opener([ONE])
    assert opened(opener, sent([(40 << 16) + n for n in range(5)])) == 5


def test_a_new_key_counts_from_zero_or_goes_on() -> None:
    for later in (0, 3 << 16):
        opener = Opener([ONE, OTHER])
        assert opened(opener, [*sent([(3 << 16) + 10, (3 << 16) + 11]), *sent([later + 12, later + 13], OTHER)]) == 4


def test_what_no_key_authenticates_is_counted() -> None:
    opener = Opener([OTHER])
    assert opened(opener, sent(list(range(30)))) == 0
    assert opener.refused == 30


@given(st.lists(st.binary(max_size=40), max_size=10), st.booleans())
def test_no_bytes_break_it(packets: list[bytes], is_amid: bool) -> None:
    opener = Opener([ONE])
    assert not is_amid or opened(opener, sent([5])) == 1
    assert opened(opener, packets) == 0
    assert opener.refused == len(packets)
    assert opened(opener, sent([6])) == 1


def test_reports_of_both_ends_are_opened_by_one() -> None:
    opener = ControlOpener([ONE, OTHER])
    assert [opener.open(protected_control(RTCP, key, index)) for key, index in ((OTHER, 0), (ONE, 9), (OTHER, 1))] == [RTCP] * 3
    assert opener.open(protected_control(RTCP, Key(SUITE, bytes(16), bytes(14)), 2)) is None


def test_made_up_keys_are_not_all_tried_and_reports_that_none_opens_end_it() -> None:
    made_up = [Key(SUITE, n.to_bytes(16, "big"), bytes(14)) for n in range(1000)]
    assert ControlOpener([*made_up, ONE]).open(protected_control(RTCP, ONE, 1)) is None
    opener = ControlOpener([ONE])
    assert [opener.open(protected_control(RTCP, key, 1)) for key in (ONE, *[OTHER] * 999, ONE)].count(RTCP) == 2
    assert [opener.open(protected_control(RTCP, key, 1)) for key in (*[OTHER] * 1000, ONE)].count(RTCP) == 0
