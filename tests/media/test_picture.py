"""Loss and jitter by the second."""

from sipwhy.media.hearing import hear
from sipwhy.media.picture import MOST
from tests.media.packets import steady, stream_of


def test_each_second_has_its_packets_and_what_it_lost() -> None:
    packets = steady(n for n in range(150) if not 60 <= n < 70)
    found = hear(packets, stream_of(packets), None, 8000)[0].seconds
    assert [(one.at, one.packets, one.lost) for one in found] == [(0, 50, 0), (1, 40, 10), (2, 50, 0)]


def test_a_long_stream_has_no_more_points_than_a_picture() -> None:
    packets = steady(range(0, 50 * 3600, 25))
    found = hear(packets, stream_of(packets), None, 8000)[0].seconds
    assert len(found) <= MOST
    assert sum(one.packets for one in found) == len(packets)
