"""
What is said into a telephone comes out of `sipwhy audio`: a sentence and a sweep, through real encoders, RTP and a capture.

How near it has to come: the likeness of a sentence (loudness of bands over time; 1 is the same, backwards it has next to none), and
the share of pieces of 20 ms of a sweep from 300 to 3300 Hz in which the loudest frequency is the right one within 60 Hz.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
import wave
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sipwhy.cli.main import main
from sipwhy.media.sound.decoder import resampled
from tests.media.sound.encoders import Encoder
from tests.media.sound.test_track import ROWS, VOCODERS, decoded, packets_of
from tests.media.sound.voice import Samples, likeness, speech
from tests.robustness.packets import PCAP_HEADER, ip, udp

pytest.importorskip("av", reason="PyAV is not installed")
ILBC = Path(__file__).parent / "ilbc"
SENTENCE = "The number you have dialled is not in service. Please check the number and try again."
TYPE = 96
"""The payload type that the description gives to every codec here."""
ALICE, BOB = ip("192.0.2.1"), ip("192.0.2.2")
LIKENESS = {"PCMU": 0.99, "PCMA": 0.99, "L16": 0.999, "G722": 0.98, "G726-40": 0.97, "G726-32": 0.94, "AAL2-G726-32": 0.94}
"""The least likeness of a sentence, by codec."""
LIKENESS_OF_VOCODERS = 0.88
FOLLOWED = 0.98
"""The least share of a sweep."""
NAMES = {
    **{codec: f"{codec}/{clock}" for codec, (_, _, clock, _) in ROWS.items()},
    **{codec: f"{codec}/{clock}" for codec, (_, _, clock, _) in VOCODERS.items()},
    "OPUS": "opus/48000/2",
    "ILBC": "iLBC/8000",
}


def recorded(name: str, size: int) -> Encoder:
    """What the encoder of WebRTC made of a sound, frames of `size` bytes: see `ilbc/README.md`."""

    def encode(_: Samples) -> Iterator[bytes]:
        frames = (ILBC / f"{name}.bin").read_bytes()
        return (frames[at : at + size] for at in range(0, len(frames), size))

    return encode


CODECS: dict[str, tuple[Encoder, int, int, str]] = {
    **{codec: (encode, rate, clock, "") for codec, (encode, rate, clock, _) in ROWS.items()},
    **VOCODERS,
    "ILBC": (recorded("sweep-20", 38), 8000, 8000, "mode=20"),
}
"""What makes frames, its samples a second, its timestamps a second, and its parameters; iLBC's is the sweep alone."""


def spoken(rate: int, tmp_path: Path) -> Samples:
    """The sentence, by espeak-ng."""
    if not shutil.which("espeak-ng"):
        pytest.skip("espeak-ng is not installed")
    file = tmp_path / "sentence.wav"
    subprocess.run(["espeak-ng", "-v", "en", "-w", str(file), SENTENCE], check=True)
    with wave.open(str(file)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype=np.int16)
        return resampled(samples // 2, sound.getframerate(), rate)


def sweep(rate: int, seconds: float = 4.0) -> Samples:
    """A tone that rises from 300 to 3300 Hz."""
    at = np.arange(round(rate * seconds)) / rate
    return np.asarray(8000 * np.sin(2 * np.pi * (300 * at + 3000 * at**2 / (2 * seconds))), dtype=np.int16)


def described(codec: str, address: int, fmtp: str) -> str:
    """The session description of one side."""
    host = ".".join(str(address >> shift & 255) for shift in (24, 16, 8, 0))
    lines = ["v=0", f"o=- 1 1 IN IP4 {host}", "s=-", f"c=IN IP4 {host}", "t=0 0", f"m=audio 4000 RTP/AVP {TYPE}"]
    lines += [f"a=rtpmap:{TYPE} {NAMES[codec]}", *([f"a=fmtp:{TYPE} {fmtp}"] if fmtp else []), "a=ptime:20"]
    return "".join(f"{line}\r\n" for line in lines)


def signalled(first: str, method: str, number: int, body: str = "") -> bytes:
    """One message of the call."""
    lines = [first, "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1", "From: <sip:1001@example.com>;tag=a", "Call-ID: sentence@example.com"]
    lines += [f"To: <sip:1002@example.com>{';tag=b' if method != 'INVITE' or not first.startswith('INVITE') else ''}"]
    lines += [f"CSeq: {number} {method}", "Contact: <sip:1001@192.0.2.1>", "Max-Forwards: 70", f"Content-Length: {len(body)}"]
    lines += ["Content-Type: application/sdp"] if body else []
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def call(codec: str, payloads: Iterable[bytes], step: int, ms: int, fmtp: str) -> Iterator[tuple[int, bytes]]:
    """The frames of a call in which Alice speaks, each with its moment in µs."""
    yield 0, udp(ALICE, BOB, signalled("INVITE sip:1002@example.com SIP/2.0", "INVITE", 1, described(codec, ALICE, fmtp)))
    yield 1000, udp(BOB, ALICE, signalled("SIP/2.0 200 OK", "INVITE", 1, described(codec, BOB, fmtp)))
    yield 2000, udp(ALICE, BOB, signalled("ACK sip:1002@example.com SIP/2.0", "ACK", 1))
    at = 3000
    for number, payload in enumerate(payloads):
        head = struct.pack("!BBHII", 0x80, TYPE | (0x80 if number == 0 else 0), number, number * step, 7)
        at = 3000 + number * ms * 1000
        if payload:
            yield at, udp(ALICE, BOB, head + payload, (4000, 4000))
    yield at + 50_000, udp(ALICE, BOB, signalled("BYE sip:1002@example.com SIP/2.0", "BYE", 2))
    yield at + 51_000, udp(BOB, ALICE, signalled("SIP/2.0 200 OK", "BYE", 2))


def heard(codec: str, sound: Samples, tmp_path: Path) -> Samples:
    """What `sipwhy audio` makes of a capture in which Alice says it: the left side of the WAV."""
    encode, rate, clock, fmtp = CODECS[codec]
    ms = 30 if codec == "G723" else 20
    file, target = tmp_path / "call.pcap", tmp_path / "call.wav"
    with file.open("wb") as out:
        out.write(PCAP_HEADER)
        for at, frame in call(codec, encode(sound), clock * ms // 1000, ms, fmtp):
            out.write(struct.pack("<IIII", 1_700_000_000 + at // 1_000_000, at % 1_000_000, len(frame), len(frame)) + frame)
    assert main(["audio", str(file), "1", "-o", str(target), "--lang", "en"]) == 0
    with wave.open(str(target)) as saved:
        assert (saved.getnchannels(), saved.getframerate()) == (2, rate)
        samples = np.frombuffer(saved.readframes(saved.getnframes()), dtype=np.int16).reshape(-1, 2)
    assert not samples[:, 1].any()
    return samples[:, 0]


def followed(one: Samples, other: Samples, rate: int) -> float:
    """The share of pieces of 20 ms in which the loudest frequency is the same within 60 Hz, at the best lag up to 60 ms."""
    return max(_followed(one, other[lag:], rate) for lag in range(0, rate * 60 // 1000, rate // 500))


def _followed(one: Samples, other: Samples, rate: int) -> float:
    size = min(len(one), len(other))
    return float((np.abs(_loudest(one[:size], rate) - _loudest(other[:size], rate)) <= 60).mean())


def _loudest(sound: Samples, rate: int) -> NDArray[np.float64]:
    window, bins = rate // 50, rate // 10
    rows = sound[: len(sound) // window * window].reshape(-1, window) * np.hanning(window)
    return np.asarray(np.abs(np.fft.rfft(rows, bins, axis=1)).argmax(axis=1) * (rate / bins), dtype=np.float64)


@pytest.mark.parametrize(("name", "size", "ms"), [("speech-20", 38, 20), ("speech-30", 50, 30)])
@pytest.mark.parametrize("begin", [0, 5, 23], ids="from frame {}".format)
def test_ilbc_is_heard_from_any_moment_of_a_call(name: str, size: int, ms: int, begin: int) -> None:
    frames = list(recorded(name, size)(speech(8000)))[begin:]
    track = decoded("ILBC", packets_of(frames, 8000, float(ms)), 8000, f"mode={ms}")
    sound = speech(8000)[begin * ms * 8 :]
    assert (track.rate, track.broken) == (8000, 0)
    assert likeness(sound, track.samples, 8000) > 0.93
    loudest = np.abs(track.samples[: 8000 // 10].astype(float)).max()
    assert loudest < 2 * np.abs(sound[: 8000 // 10].astype(float)).max()


@pytest.mark.parametrize("codec", VOCODERS)
def test_no_voice_begins_louder_than_it_is(codec: str) -> None:
    encode, rate, clock, fmtp = VOCODERS[codec]
    ms = 30 if codec == "G723" else 20
    frames = list(encode(speech(rate)))
    begin = 17  # amid a syllable, as in a capture that begins in mid call
    track = decoded(codec, packets_of(frames[begin:], clock, float(ms)), clock, fmtp)
    sound = speech(rate)[begin * ms * rate // 1000 :]
    tenth = rate // 10
    assert np.abs(track.samples[:tenth].astype(float)).max() < 2 * np.abs(sound[: 2 * tenth].astype(float)).max()


@pytest.mark.parametrize("codec", [codec for codec in CODECS if codec != "ILBC"])
def test_a_sentence_is_heard_as_it_was_said(codec: str, tmp_path: Path) -> None:
    rate = CODECS[codec][1]
    sound = spoken(rate, tmp_path)
    found = heard(codec, sound, tmp_path)
    assert abs(len(found) - len(sound)) <= rate * 60 // 1000
    assert likeness(sound, found, rate) > LIKENESS.get(codec, LIKENESS_OF_VOCODERS)
    assert likeness(sound[::-1], found, rate) < 0.5


@pytest.mark.parametrize("codec", CODECS)
def test_a_sweep_is_followed(codec: str, tmp_path: Path) -> None:
    rate = CODECS[codec][1]
    sound = sweep(rate)
    found = heard(codec, sound, tmp_path)
    assert abs(len(found) - len(sound)) <= rate * 60 // 1000
    assert followed(sound, found, rate) > FOLLOWED
