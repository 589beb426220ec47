"""Of the packets of a call each stream is given its own: thousands of sources may share a port."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import media, run
from sipwhy.app.media import Listened, listen
from sipwhy.model import Call, Stream
from sipwhy.wire.extractor import Packet
from sipwhy.wire.keys import KeyLogs
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

CALL = ("0.0 alice > pbx INVITE 1001 > 1002 +sdp", "0.1 pbx > alice 200 OK +sdp:4002", "0.2 alice > pbx ACK")
VOICE = (
    "0.30 alice:4000 > pbx:4002 rtp 50 ssrc=7",
    "0.31 alice:4000 > pbx:4002 rtp 60 ssrc=8",
    "0.32 pbx:4002 > alice:4000 rtp 70 ssrc=9",
)
SAID = ("5.0 alice > pbx BYE", "5.1 pbx > alice 200 OK")


def test_no_stream_is_given_the_packets_of_another_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script({})
    script.play([*CALL, *VOICE, *SAID])
    write_pcap(tmp_path / "call.pcap", script.packets)
    given: dict[int, list[int]] = {}
    listened = media._listened

    def watched(call: Call, stream: Stream, near: list[Packet], beside: media._Beside, logs: KeyLogs, *, keep_voice: bool) -> Listened:
        given[stream.ssrc] = [packet.ts for packet in near]
        return listened(call, stream, near, beside, logs, keep_voice=keep_voice)

    monkeypatch.setattr(media, "_listened", watched)
    assert [one.hearing.stream.packets for one in listen(run([str(tmp_path / "call.pcap")]), 1)] == [50, 60, 70]
    assert {ssrc: len(times) for ssrc, times in given.items()} == {7: 50, 8: 60, 9: 70}
    assert all(times == sorted(times) for times in given.values())
