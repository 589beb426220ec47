"""What real encoders made is decoded to what went in."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from sipwhy.media.series import series_of
from sipwhy.media.sound.codecs import CODECS
from sipwhy.media.sound.track import Coding, Source, Track, track_of
from sipwhy.wire.extractor import Packet
from tests.media.packets import rtp, stream_of
from tests.media.sound import encoders
from tests.media.sound.encoders import Encoder, by_ffmpeg, sliced
from tests.media.sound.voice import likeness, signal_to_noise, speech

pytest.importorskip("av", reason="PyAV is not installed")

ROWS: dict[str, tuple[Encoder, int, int, float]] = {
    # codec: encoder, its samples a second, its timestamps a second, and the least dB above noise that its kind can give
    "PCMU": (by_ffmpeg("pcm_mulaw", 8000, 160), 8000, 8000, 30),
    "PCMA": (by_ffmpeg("pcm_alaw", 8000, 160), 8000, 8000, 30),
    "G722": (by_ffmpeg("g722", 16000, 320), 16000, 8000, 15),
    "G726-32": (sliced(by_ffmpeg("g726le", 8000, 160, {"code_size": "4"}), 80), 8000, 8000, 15),
    "G726-40": (sliced(by_ffmpeg("g726le", 8000, 160, {"code_size": "5"}), 100), 8000, 8000, 18),
    "AAL2-G726-32": (sliced(by_ffmpeg("g726", 8000, 160, {"code_size": "4"}), 80), 8000, 8000, 15),
    "L16": (by_ffmpeg("pcm_s16be", 8000, 160), 8000, 8000, 60),
}
VOCODERS: dict[str, tuple[Encoder, int, int, str]] = {
    "G729": (encoders.g729, 8000, 8000, ""),
    "GSM": (encoders.gsm, 8000, 8000, ""),
    "SPEEX": (encoders.speex, 8000, 8000, ""),
    "AMR": (encoders.amr, 8000, 8000, ""),
    "AMR-WB": (encoders.amr_wb, 16000, 16000, "octet-align=1"),
    "OPUS": (by_ffmpeg("libopus", 48000, 960, {"application": "voip"}, 32000), 48000, 48000, ""),
    "G723": (by_ffmpeg("g723_1", 8000, 240, bits=6300), 8000, 8000, ""),
}


def packets_of(payloads: list[bytes], clock: int, ms: float = 20.0, keep: set[int] | None = None) -> list[Packet]:
    step, late = round(clock * ms / 1000), (0, 3000, 9000, 1000)
    return [
        rtp(n, round(n * ms * 1000) + late[n % 4], stamp=n * step, payload=payload)
        for n, payload in enumerate(payloads)
        if payload and (keep is None or n in keep)
    ]


def decoded(codec: str, packets: list[Packet], clock: int, fmtp: str = "", *, conceal: bool = False) -> Track:
    series = series_of(packets, stream_of(packets, codec))
    return track_of(Source(series, {8: Coding(CODECS[codec], clock, fmtp)}), conceal=conceal)


@pytest.mark.parametrize("codec", ROWS)
def test_a_codec_of_samples_gives_back_the_wave(codec: str) -> None:
    encode, rate, clock, least = ROWS[codec]
    sound = speech(rate)
    track = decoded(codec, packets_of(list(encode(sound)), clock), clock)
    assert track.rate == rate
    assert abs(len(track.samples) - len(sound)) <= rate // 50
    assert signal_to_noise(sound, track.samples, rate) > least


@pytest.mark.parametrize("codec", VOCODERS)
def test_a_codec_of_speech_gives_back_what_is_heard(codec: str) -> None:
    encode, rate, clock, fmtp = VOCODERS[codec]
    sound = speech(rate)
    ms = 30.0 if codec == "G723" else 20.0
    track = decoded(codec, packets_of(list(encode(sound)), clock, ms), clock, fmtp)
    assert (track.rate, track.broken) == (rate, 0)
    assert abs(len(track.samples) - len(sound)) <= rate // 20
    assert likeness(sound, track.samples, rate) > 0.9
    assert likeness(sound[::-1], track.samples, rate) < 0.7


def test_jitter_does_not_move_the_voice_and_loss_is_heard_as_silence() -> None:
    sound = speech(8000)
    payloads = list(ROWS["PCMA"][0](sound))
    track = decoded("PCMA", packets_of(payloads, 8000, keep=set(range(len(payloads))) - {20, 21}), 8000)
    assert track.lost == 2
    assert not track.samples[20 * 160 : 22 * 160].any()
    assert signal_to_noise(sound[22 * 160 :], track.samples[22 * 160 :], 8000) > 30


def test_a_loss_can_be_covered_as_a_telephone_does() -> None:
    tone = np.asarray(8000 * np.sin(2 * np.pi * 200 * np.arange(8000) / 8000), dtype=np.int16)
    payloads = list(ROWS["PCMA"][0](tone))
    track = decoded("PCMA", packets_of(payloads, 8000, keep=set(range(len(payloads))) - {20}), 8000, conceal=True)
    gap = slice(20 * 160, 21 * 160)
    assert signal_to_noise(tone[gap], track.samples[gap], 8000) > 10


def test_noise_that_g729_describes_is_heard_until_voice_comes_again() -> None:
    quiet = np.random.default_rng(1).normal(0, 60, 8000 * 3).astype(np.int16)
    payloads = list(encoders.g729(np.concatenate((speech(8000, 2.0), quiet)), silence=True))
    assert any(len(payload) == 2 for payload in payloads)
    assert not all(payloads)
    last = max(n for n, payload in enumerate(payloads) if payload)
    track = decoded("G729", packets_of(payloads, 8000), 8000)
    assert track.broken == 0
    middle = track.samples[int(8000 * 2.5) : last * 160].astype(float)
    assert 15 < np.sqrt((middle**2).mean()) < 240


def test_comfort_noise_of_rfc_3389_has_the_level_that_it_tells() -> None:
    voice = packets_of(list(ROWS["PCMA"][0](speech(8000, 1.0))), 8000)
    noise = [rtp(50, 1_000_000, stamp=8000, kind=13, payload=b"\x28")]
    after = [rtp(51, 2_000_000, stamp=16000)]
    track = decoded("PCMA", [*voice, *noise, *after], 8000)
    level = 20 * np.log10(np.sqrt((track.samples[9000:15000].astype(float) ** 2).mean()) / 32768)
    assert level == pytest.approx(-40, abs=1)


@pytest.mark.parametrize("codec", CODECS)
def test_no_bytes_break_a_decoder(codec: str) -> None:
    rng = np.random.default_rng(7)
    packets = [rtp(n, n * 20_000, payload=rng.bytes(int(rng.integers(0, 200)))) for n in range(60)]
    assert decoded(codec, packets, 8000).rate > 0


def test_a_codec_that_changes_amid_the_call_is_heard_on_both_sides_of_the_change() -> None:
    sound, wide = speech(8000, 2.0), speech(16000, 2.0)
    first = [rtp(n, n * 20_000, stamp=n * 160, payload=one) for n, one in enumerate(ROWS["PCMA"][0](sound))]
    second = [
        rtp(100 + n, 2_000_000 + n * 20_000, stamp=16000 + n * 160, kind=9, payload=one) for n, one in enumerate(ROWS["G722"][0](wide))
    ]
    packets = [*first, *second]
    codings = {9: Coding(CODECS["G722"], 8000), 8: Coding(CODECS["PCMA"], 8000)}
    track = track_of(Source(series_of(packets, stream_of(packets)), codings))
    assert (track.rate, track.lost) == (16000, 0)
    assert len(track.samples) == pytest.approx(4 * 16000, abs=400)
    assert likeness(speech(16000, 2.0), track.samples[:32000], 16000) > 0.9
    assert likeness(wide, track.samples[32000:], 16000) > 0.9


@pytest.mark.parametrize("ppm", [-300.0, 300.0])
def test_a_clock_that_drifts_does_not_part_the_two_sides(ppm: float) -> None:
    sound = speech(8000, 120.0)
    payloads = list(ROWS["PCMA"][0](sound))
    packets = [rtp(n, 50_000 + round(n * 20_000 / (1 + ppm / 1e6)), payload=one) for n, one in enumerate(payloads)]
    track = track_of(Source(series_of(packets, stream_of(packets)), {8: Coding(CODECS["PCMA"], 8000)}, ppm))
    assert track.start == pytest.approx(50_000, abs=1000)
    assert len(track.samples) / 8000 == pytest.approx(packets[-1].ts / 1e6 - 0.03, abs=0.005)


def test_a_timestamp_that_runs_twice_as_fast_as_time_leaves_no_holes() -> None:
    payloads = list(ROWS["PCMA"][0](speech(8000, 10.0)))
    packets = [rtp(n, n * 20_000, stamp=n * 320, payload=one) for n, one in enumerate(payloads)]
    source = Source(series_of(packets, stream_of(packets)), {8: Coding(CODECS["PCMA"], 8000)})
    right, wrong = (track_of(replace(source, pace=pace)) for pace in (2.0, 1.0))
    assert (right.pauses, len(right.samples) / 8000) == ((), pytest.approx(10.0, abs=0.03))
    assert wrong.pauses
