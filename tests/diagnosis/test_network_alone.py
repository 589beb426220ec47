"""Of which streams figures tell how the network carried them alone: each reason by itself, and none of them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from sipwhy.diagnosis.network_alone import network_alone
from sipwhy.model import Evidence, Finding, Stream
from sipwhy.model.lock import Lock
from sipwhy.model.sound import Level, Nature, Sound, Sounds, Spell
from tests.fakes.messages import stream

_VOICE = stream(3, "198.51.100.21:4000", "203.0.113.10:4002", 500)


def _heard(nature: Nature) -> Sounds:
    return Sounds((Sound(_VOICE.index, 0, 10.0, Level(), (Spell(nature, 0.0, 10.0),)),))


def _found(rule: str, note: str, index: int = 3) -> Finding:
    return Finding(rule, "error", "likely", "unknown", evidence=(Evidence(note, stream=index),))


@pytest.mark.parametrize(
    ("carried", "locks"),
    [
        (replace(_VOICE, flat=500), {}),
        (_VOICE, {3: Lock(locked="wrong-key")}),
        (_VOICE, {3: Lock(misused="former")}),
        (replace(_VOICE, size=160, samples=320, clock=16000), {}),
    ],
    ids=["silence", "locked", "a key of before", "timestamps"],
)
def test_a_stream_that_carries_nothing_to_be_heard(carried: Stream, locks: Mapping[int, Lock]) -> None:
    assert network_alone([carried], locks) == {3}


@pytest.mark.parametrize(
    ("rule", "note"),
    [("encryption-differs", "stream"), ("noise-for-voice", "stream"), ("silent-audio", "silent"), ("srtp-mismatch", "stream")],
)
def test_a_rule_tells_so_of_the_stream_that_it_names(rule: str, note: str) -> None:
    assert network_alone([_VOICE], {}, [_found(rule, note)]) == {3}
    assert not network_alone([_VOICE], {}, [_found(rule, "heard"), _found(rule, note, index=4), _found("packet-loss", note)])


def test_what_was_listened_to_tells_it() -> None:
    assert network_alone([_VOICE], {}, sounds=_heard("noise")) == {3}
    assert not network_alone([_VOICE], {}, sounds=_heard("speech"))


def test_voice_is_more_than_the_network() -> None:
    short = replace(_VOICE, packets=99, flat=99)
    assert not network_alone([_VOICE, replace(_VOICE, flat=400), short], {3: Lock(opened=5)})
