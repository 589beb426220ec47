"""Which codec stands beside a stream that changed it."""

from __future__ import annotations

import pytest

from sipwhy.model import Endpoint, Stream
from sipwhy.render.media.score import codecs_of


def _stream(codec: str, kind: int, kinds: tuple[tuple[int, int], ...], changes: int) -> Stream:
    ends = Endpoint("192.0.2.1", 4000), Endpoint("192.0.2.2", 4000)
    return Stream(1, 7, *ends, codec, kind, 600, 0, 0.0, 0, 12_000_000, payload_types=kinds, voice_changes=changes)


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (_stream("PCMA", 8, ((0, 300), (8, 300)), 1), "PCMU→PCMA"),
        (_stream("PCMU", 0, ((0, 300), (8, 300)), 2), "PCMA/PCMU"),
        (_stream("PCMA", 8, ((8, 600), (101, 40)), 0), "PCMA"),
        (_stream("PCMA", 8, ((0, 3), (8, 597)), 1), "PCMA"),
        (_stream("PCMA", 8, ((13, 100), (8, 500)), 1), "PCMA"),
        (_stream("opus", 111, ((111, 600),), 0), "opus"),
    ],
)
def test_a_codec_that_changed_stands_with_the_one_before(stream: Stream, said: str) -> None:
    assert codecs_of(stream) == said
