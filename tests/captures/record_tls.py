"""
Records the captures of TLS: real OpenSSL on both sides, through Python's ssl, on a loopback of its own with the lab's addresses.

usage: unshare --net python -m tests.captures.record_tls     (as root, with openssl, ip and dumpcap; writes tls-*/capture.pcap)
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
PHONE, PBX = "198.51.100.21", "203.0.113.10"
NAME = "pbx.lab.test"
OLD = "ALL:@SECLEVEL=0"
REGISTER = (
    f"REGISTER sip:{NAME} SIP/2.0\r\nVia: SIP/2.0/TLS {PHONE}:5061;branch=z9hG4bK-1\r\nMax-Forwards: 70\r\n"
    f"From: <sip:1001@{NAME}>;tag=a\r\nTo: <sip:1001@{NAME}>\r\n"
    f"Call-ID: tls-1\r\nCSeq: 1 REGISTER\r\nContact: <sip:1001@{PHONE}:5061;transport=tls>\r\n"
    "Content-Length: 0\r\n\r\n"
).encode()
ANSWER = b"SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n"
V12, V13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


@dataclass(frozen=True)
class Scene:
    """One connection: what the server shows and demands, and how the telephone looks at it."""

    certificate: str = "good"
    newest: ssl.TLSVersion = V12
    demands: bool = False
    name: str = NAME
    oldest_of_phone: ssl.TLSVersion = V12
    newest_of_phone: ssl.TLSVersion = V13
    ciphers: str = field(default="")
    plain: bool = False


SCENES: dict[str, tuple[Scene, ...]] = {
    "tls-certificate-expired": (Scene("expired"),),
    "tls-certificate-hidden": (Scene("self", V13),),
    "tls-name-mismatch": (Scene(name="sip.other.test"),),
    "tls-version": (Scene(oldest_of_phone=ssl.TLSVersion.TLSv1, newest_of_phone=ssl.TLSVersion.TLSv1_1, ciphers=OLD),),
    "tls-client-certificate": (Scene(demands=True), Scene(newest=V13, demands=True)),
    "tls-plain-sip": (Scene(plain=True),),
    "tls-good": (Scene(), Scene(newest=V13)),
}


def main() -> None:
    """Records every scene anew."""
    for command in ("link set lo up", f"addr add {PHONE}/32 dev lo", f"addr add {PBX}/32 dev lo"):
        subprocess.run(["ip", *command.split()], check=True)
    with tempfile.TemporaryDirectory() as folder:
        make_certificates(Path(folder))
        for name, scenes in SCENES.items():
            (FOLDER / name).mkdir(exist_ok=True)
            with captured(FOLDER / name / "capture.pcap"):
                for scene in scenes:
                    connect(scene, Path(folder))


@contextlib.contextmanager
def captured(path: Path) -> Iterator[None]:
    """Captures the loopback meanwhile."""
    program = subprocess.Popen(["dumpcap", "-q", "-P", "-i", "lo", "-w", str(path)], stderr=subprocess.DEVNULL)
    time.sleep(1)
    yield
    time.sleep(0.7)
    program.terminate()
    program.wait()


def connect(scene: Scene, folder: Path, keylog: str = "") -> None:
    """One connection of the telephone to the PBX; it writes its keys to the file `keylog`, if there is one."""
    listener = socket.create_server((PBX, 5061))
    server = threading.Thread(target=_serve, args=(listener, _server_context(scene, folder)))
    server.start()
    client = socket.create_connection((PBX, 5061), source_address=(PHONE, 0))
    with contextlib.suppress(OSError):
        _speak(scene, client, folder, keylog)
    client.close()
    server.join(5)
    listener.close()


def _speak(scene: Scene, client: socket.socket, folder: Path, keylog: str) -> None:
    if scene.plain:
        client.sendall(REGISTER)
        client.recv(4096)
        return
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version, context.maximum_version = scene.oldest_of_phone, scene.newest_of_phone
    context.load_verify_locations(folder / "authority.pem")
    if keylog:
        context.keylog_filename = keylog
    if scene.ciphers:
        context.set_ciphers(scene.ciphers)
    with context.wrap_socket(client, server_hostname=scene.name) as secure:
        secure.sendall(REGISTER)
        secure.recv(4096)
        time.sleep(2.5)


def _serve(listener: socket.socket, context: ssl.SSLContext) -> None:
    connection, _ = listener.accept()
    try:
        with context.wrap_socket(connection, server_side=True) as secure:
            if secure.recv(4096):
                secure.sendall(ANSWER)
            secure.recv(4096)
    except OSError:
        connection.close()


def _server_context(scene: Scene, folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version, context.maximum_version = V12, scene.newest
    context.load_cert_chain(folder / f"{scene.certificate}.pem", folder / f"{scene.certificate}.key")
    if scene.demands:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(folder / "authority.pem")
    return context


def make_certificates(folder: Path) -> None:
    """An authority; a certificate of it that is good and one that has expired; and one that is signed by itself."""
    run = _runner(folder)
    key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    alternative = ["-addext", f"subjectAltName=DNS:{NAME}"]
    run(f"req -x509 {key} -keyout authority.key -out authority.pem -days 3650 -subj", ["/CN=Lab CA"])
    run(f"req -x509 {key} -keyout self.key -out self.pem -days 3650 -subj", [f"/CN={NAME}", *alternative])
    (folder / "index.txt").touch()
    (folder / "serial").write_text("01")
    (folder / "ca.cnf").write_text(
        "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\ncopy_extensions=copy\n"
        "unique_subject=no\n[p]\ncommonName=supplied\n"
    )
    for name, begin, end in (("good", "20250101000000Z", "20450101000000Z"), ("expired", "20240101000000Z", "20250101000000Z")):
        run(f"req {key} -keyout {name}.key -out {name}.csr -subj", [f"/CN={NAME}", *alternative])
        signed = f"-in {name}.csr -out {name}.pem -startdate {begin} -enddate {end} -notext"
        run(f"ca -batch -config ca.cnf -cert authority.pem -keyfile authority.key {signed}", [])


def _runner(folder: Path) -> Callable[[str, list[str]], None]:
    def run(words: str, more: list[str]) -> None:
        subprocess.run(["openssl", *words.split(), *more], cwd=folder, check=True, capture_output=True)

    return run


if __name__ == "__main__":
    main()
