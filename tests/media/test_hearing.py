"""How much of the way counts in a rating: what RTCP tells of it, be it of one end alone."""

import pytest
from msgspec.structs import replace

from sipwhy.media.hearing import Hearing, hear
from sipwhy.media.quality import Quality
from sipwhy.wire.extractor import Packet
from tests.media.packets import ALICE, BOB, SSRC, steady, stream_of, udp
from tests.media.test_rtcp import receiver_report, sender_report

VOICE = steady(range(200))
ECHOED = [udp(1_000_000, sender_report(0x1234)), udp(1_800_000, receiver_report(0x1234, 0.5), src=BOB, dst=ALICE)]
"""300 ms to Bob and back."""


def heard(packets: list[Packet], *, back: bool = False) -> Hearing:
    stream = replace(stream_of(VOICE), is_audio=True, codec="PCMA")
    other = replace(stream, src=BOB, dst=ALICE) if back else None
    return hear(sorted([*VOICE, *packets], key=lambda packet: packet.ts), stream, other, 8000)[0]


def delay(found: Hearing) -> float | None:
    quality = found.buffers[0].quality
    assert isinstance(quality, Quality)
    return quality.delay_ms


def test_of_a_way_told_to_one_end_alone_half_counts_and_the_whole_is_not_known() -> None:
    found = heard(ECHOED)
    assert (found.one_way_ms, found.least_way_ms) == (None, pytest.approx(150.0, abs=0.1))
    assert delay(found) == pytest.approx(150.0 + 20.0 + 20.0, abs=0.1)


def test_of_a_way_told_to_both_ends_half_the_sum_counts() -> None:
    back = [
        udp(2_000_000, sender_report(0x77), src=BOB, dst=ALICE),
        udp(2_600_000, receiver_report(0x77, 0.5), src=ALICE, dst=BOB),
    ]
    found = heard([*ECHOED, *back], back=True)
    assert found.one_way_ms == found.least_way_ms == pytest.approx(200.0, abs=0.1)
    assert found.stream.ssrc == SSRC


def test_without_rtcp_no_delay_counts() -> None:
    found = heard([])
    assert (found.one_way_ms, found.least_way_ms, delay(found)) == (None, None, None)
