"""Keys exported from a handshake: of a recorded call, and by the published vectors of the derivations."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest

from sipwhy.app import run
from sipwhy.app.audio import hear_call
from sipwhy.app.settings import Settings, keys_of
from sipwhy.media.srtp.exporter import exported, has_line
from sipwhy.media.srtp.handshake import Agreed
from tests.captures.record_dtls_call import RATE, chirp

CALL = Path(__file__).resolve().parents[2] / "captures" / "tls-dtls-call"


def settings(*logs: Path) -> Settings:
    return Settings(keys=keys_of(map(str, logs), ()))


def likeness(heard: np.ndarray, said: np.ndarray) -> float:
    """The largest correlation of what was said with any stretch of what is heard, 0 to 1."""
    both = np.correlate(heard.astype(float), said.astype(float), "valid")
    energy = np.convolve(heard.astype(float) ** 2, np.ones(len(said)), "valid")
    return float(np.max(np.abs(both) / np.sqrt(np.maximum(energy, 1) * np.sum(said.astype(float) ** 2))))


def test_both_sides_of_a_recorded_call_are_heard_as_they_were_said() -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    pytest.importorskip("cryptography", reason="cryptography is not installed")
    heard = hear_call(run([str(CALL / "capture.pcap")], settings=settings(CALL / "keys.log")), 2)
    assert heard is not None
    assert [(voice.lock.by_dtls, voice.lock.refused) for voice in heard.voices] == [(True, 0), (True, 0)]
    assert heard.rate == RATE
    for channel, user in enumerate(("2001", "2002")):
        assert likeness(heard.sound[:, channel], chirp(user)) > 0.99


def test_without_a_line_of_its_handshake_it_stays_shut_and_says_so(tmp_path: Path) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    lines = (CALL / "keys.log").read_text(encoding="ascii").splitlines(keepends=True)
    sip_only, damaged = tmp_path / "sip.log", tmp_path / "damaged.log"
    sip_only.write_text("".join(line for line in lines if not line.startswith("CLIENT_RANDOM")), encoding="ascii")
    wrong = [line.replace(line.split()[2], "ab" * 48) if line.startswith("CLIENT_RANDOM") else line for line in lines]
    damaged.write_text("".join(wrong), encoding="ascii")
    for log, why in ((sip_only, "dtls-only-tls"), (damaged, "dtls-wrong-key")):
        heard = hear_call(run([str(CALL / "capture.pcap")], settings=settings(log)), 2)
        assert heard is not None
        assert {voice.mute for voice in heard.voices} == {why}


def agreed(version: int, cipher: int = 0xC02F, profiles: tuple[int, ...] = (1,)) -> Agreed[str]:
    return Agreed("a", bytes(range(32)), bytes(32), version, cipher, profiles, 0)


def line(label: str, secret: bytes) -> bytes:
    return f"{label} {bytes(range(32)).hex()} {secret.hex()}\r\n".encode()


def test_client_and_server_have_keys_of_their_own_in_the_order_of_rfc_5764() -> None:
    log = line("CLIENT_RANDOM", b"\1" * 48)
    (client,), (server,) = (list(exported(agreed(0xFEFD), [log], is_client=side)) for side in (True, False))
    assert (len(client.key), len(client.salt)) == (16, 14)
    assert client.key != server.key
    assert client.salt != server.salt
    assert not list(exported(agreed(0xFEFD), [line("EXPORTER_SECRET", b"\1" * 32)], is_client=True))


@pytest.mark.parametrize(("version", "label"), [(0xFEFF, "CLIENT_RANDOM"), (0xFEFD, "CLIENT_RANDOM"), (0xFEFC, "EXPORTER_SECRET")])
@pytest.mark.parametrize(("profile", "sizes"), [(1, (16, 14)), (2, (16, 14)), (7, (16, 12)), (8, (32, 12))])
def test_every_version_has_its_derivation_and_every_profile_its_sizes(
    version: int, label: str, profile: int, sizes: tuple[int, int]
) -> None:
    secret = b"\2" * 48
    (key,) = exported(agreed(version, 0x1302 if version == 0xFEFC else 0xC030, (profile,)), [line(label, secret)], is_client=True)
    assert (len(key.key), len(key.salt)) == sizes
    assert "\2" not in repr(key)


def test_a_profile_that_is_not_known_gives_no_key() -> None:
    log = line("CLIENT_RANDOM", b"\1" * 48)
    assert not list(exported(agreed(0xFEFD, profiles=(5,)), [log], is_client=True))
    assert has_line(agreed(0xFEFD), [log])
    assert not has_line(agreed(0xFEFD), [b"CLIENT_RANDOM \xff \n", struct.pack("!I", 1)])
