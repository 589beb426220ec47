"""
Records a call that is encrypted throughout: two baresip telephones, Kamailio between them, SIP by TLS, voice by DTLS-SRTP.

usage: python -m tests.captures.record_dtls_call    (as root, with what tests/scenarios/README.md names, and gcc)

Writes tls-dtls-call/: the capture at the calling telephone, and the key log that examples/sslkeylog.c wrote in both telephones.
The keys were made for this and serve nothing else. What was said is `chirp` of each user, so that a test can make it again.
"""

from __future__ import annotations

import os
import subprocess
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.scenarios.lab.baresip import CONFIG
from tests.scenarios.lab.certificates import authority, certificate
from tests.scenarios.lab.kamailio import proxy
from tests.scenarios.lab.network import Host, Lab

FOLDER = Path(__file__).with_name("tls-dtls-call")
LIBRARY = Path(__file__).parents[2] / "examples" / "sslkeylog.c"
RATE, SECONDS = 8000, 1.5
TONES = {"2001": (300.0, 1100.0), "2002": (1300.0, 2500.0)}
"""From which frequency to which each user's voice rises, in Hz."""


def chirp(user: str) -> NDArray[np.int16]:
    """What a user says."""
    low, high = TONES[user]
    moments = np.arange(int(RATE * SECONDS)) / RATE
    swing = np.sin(2 * np.pi * (low + (high - low) * moments / (2 * SECONDS)) * moments)
    return (12_000 * swing).astype(np.int16)


def main() -> None:
    """Records it anew."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "keys.log").unlink(missing_ok=True)
    with Lab("dtls-call", FOLDER / "capture.pcap") as lab:
        library = str(lab.folder / "sslkeylog.so")
        subprocess.run(["cc", "-shared", "-fPIC", "-o", library, str(LIBRARY), "-ldl"], check=True)
        kam, one, two = lab.host("kam", "203.0.113.60"), lab.host("one", "198.51.100.31"), lab.host("two", "198.51.100.32")
        authority(lab.folder)
        shown, key = certificate(lab.folder, "kam.lab.test")
        proxy(kam, "WITH_TCP", "WITH_TLS", transport="tls", port=5061, CERTIFICATE=shown, KEY=key, TLSMETHOD="TLSv1.2+")
        lab.capture("one", options=("-B", "8192"))
        with _preloaded(library):
            phone(two, "2002", kam.ip, seconds=7, answers=True)
            time.sleep(1)
            phone(one, "2001", kam.ip, seconds=4, dials="2002").wait()
            time.sleep(0.5)


def phone(host: Host, user: str, server: str, *, seconds: int, answers: bool = False, dials: str = "") -> subprocess.Popen[bytes]:
    """A telephone with TLS and DTLS-SRTP that says its chirp."""
    folder = host.lab.folder / f"baresip-{user}"
    folder.mkdir()
    spoken, shown = folder / "spoken.wav", folder / "certificate.pem"
    with wave.open(str(spoken), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(chirp(user).tobytes())
    words = f"req -x509 -newkey rsa:2048 -nodes -keyout {folder / 'key.pem'} -out {folder / 'own.pem'} -days 3650 -subj /CN={user}"
    subprocess.run(["openssl", *words.split()], check=True, capture_output=True)
    shown.write_text((folder / "key.pem").read_text() + (folder / "own.pem").read_text(), encoding="ascii")
    modules = "\n".join(f"module {name}.so" for name in ("aufile", "aubridge", "uuid", "g711", "dtls_srtp"))
    text = CONFIG.format(address=host.ip, port=5060, rate=RATE, more="rtp_ports 11000-11010\n", modules=modules)
    text = text.replace("ausine,440", f"aufile,{spoken}").replace("sip_certificate", f"sip_certificate {shown}")
    (folder / "config").write_text(text, encoding="utf-8")
    account = f'<sip:{user}@{server};transport=tls>;outbound="sip:{server}:5061;transport=tls";auth_pass=pw-{user};regint=600'
    account += f"{';answermode=auto' if answers else ''};ptime=20;mediaenc=dtls_srtp;audio_codecs=pcma\n"
    (folder / "accounts").write_text(account, encoding="utf-8")
    (folder / "contacts").write_text("", encoding="utf-8")
    dialling = ("-e", f"/dial {dials}") if dials else ()
    return host.run("baresip", "-4", "-f", str(folder), "-t", str(seconds), *dialling, log=f"baresip-{user}")


@contextmanager
def _preloaded(library: str) -> Iterator[None]:
    """Programs that are started meanwhile write their keys."""
    os.environ |= {"LD_PRELOAD": library, "SSLKEYLOGFILE": str(FOLDER / "keys.log")}
    try:
        yield
    finally:
        for name in ("LD_PRELOAD", "SSLKEYLOGFILE"):
            del os.environ[name]


if __name__ == "__main__":
    main()
