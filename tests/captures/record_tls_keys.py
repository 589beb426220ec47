"""
Records what TLS 1.3 hides without keys: why a telephone turned away from a certificate. The scenes and the lab are those of record_tls.

usage: unshare --net python -m tests.captures.record_tls_keys     (as root, with openssl, ip and dumpcap)

Writes tls-refused/: the capture and the telephone's key log, made for this and serving nothing else.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tests.captures.record_tls import PBX, PHONE, V13, Scene, captured, connect, make_certificates

FOLDER = Path(__file__).with_name("tls-refused")
SCENES = (Scene("expired", V13), Scene("self", V13), Scene(newest=V13, name="sip.other.test"), Scene(newest=V13, demands=True))


def main() -> None:
    """Records it anew."""
    for command in ("link set lo up", f"addr add {PHONE}/32 dev lo", f"addr add {PBX}/32 dev lo"):
        subprocess.run(["ip", *command.split()], check=True)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "keys.log").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        make_certificates(Path(folder))
        with captured(FOLDER / "capture.pcap"):
            for scene in SCENES:
                connect(scene, Path(folder), keylog=str(FOLDER / "keys.log"))


if __name__ == "__main__":
    main()
