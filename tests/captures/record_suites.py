"""
Records TLS in every cipher suite that is read, and SIP over WebSocket in TLS: real OpenSSL on both sides, through Python's ssl.

usage: unshare --net python -W ignore -m tests.captures.record_suites    (as root, with openssl, ip and tcpdump)

Writes tls-suites/: the capture, the key log of the client, and the RSA key of the server. They were made for this and serve nothing else.
"""

from __future__ import annotations

import os
import socket
import ssl
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

FOLDER = Path(__file__).with_name("tls-suites")
PHONE, PBX, NAME = "198.51.100.21", "203.0.113.10", "pbx.lab.test"
NO_ENCRYPT_THEN_MAC = 0x80000
"""SSL_OP_NO_ENCRYPT_THEN_MAC of OpenSSL."""
V10, V11, V12, V13 = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
RSA = ("AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA", "AES256-SHA", "AES128-SHA256", "AES256-SHA256", "AES128-CCM", "AES256-CCM8")
DIFFIE_HELLMAN = ("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305", "ECDHE-RSA-AES256-SHA384")


class Scene(Struct, frozen=True):
    """One connection."""

    version: ssl.TLSVersion
    suite: str = ""
    certificate: str = "rsa"
    options: int = 0
    is_web: bool = False


def scenes() -> Iterator[Scene]:
    """Every suite, those of CBC with the MAC inside and outside."""
    for suite in (*RSA, *DIFFIE_HELLMAN):
        yield Scene(V12, suite)
        if "GCM" not in suite and "SHA" in suite:
            yield Scene(V12, suite, options=NO_ENCRYPT_THEN_MAC)
    for suite in ("ECDHE-ECDSA-AES128-CCM8", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-CHACHA20-POLY1305"):
        yield Scene(V12, suite, "ec")
    for version in (V10, V11):
        for options in (0, NO_ENCRYPT_THEN_MAC):
            yield Scene(version, "AES128-SHA", options=options)
    yield Scene(V13, certificate="ec")
    yield Scene(V13, is_web=True)
    yield Scene(V12, "ECDHE-RSA-AES128-GCM-SHA256", is_web=True)


def main() -> None:
    """Records everything anew."""
    for command in ("link set lo up", f"addr add {PHONE}/32 dev lo", f"addr add {PBX}/32 dev lo"):
        subprocess.run(["ip", *command.split()], check=True)
    FOLDER.mkdir(exist_ok=True)
    os.chdir(FOLDER)
    Path("keys.log").unlink(missing_ok=True)
    _certificate("rsa:2048", "rsa")
    _certificate("ec -pkeyopt ec_paramgen_curve:prime256v1", "ec")
    tcpdump = subprocess.Popen(["tcpdump", "-i", "lo", "-B", "8192", "-Z", "root", "-w", "capture.pcap"], stderr=subprocess.DEVNULL)
    time.sleep(1)
    for number, scene in enumerate(scenes()):
        connect(number, scene)
        time.sleep(0.02)
    time.sleep(1)
    tcpdump.terminate()
    tcpdump.wait()
    Path("rsa.key").rename("server.key")
    for made in ("rsa.pem", "ec.pem", "ec.key"):
        Path(made).unlink()


def _certificate(kind: str, name: str) -> None:
    words = f"req -x509 -newkey {kind} -nodes -keyout {name}.key -out {name}.pem -days 3650 -subj /CN={NAME}"
    subprocess.run(["openssl", *words.split()], check=True, capture_output=True)


def connect(number: int, scene: Scene) -> None:
    """One connection: a REGISTER and its answer, by WebSocket or without."""
    client, server = (_context(scene, side) for side in (ssl.PROTOCOL_TLS_CLIENT, ssl.PROTOCOL_TLS_SERVER))
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE
    client.keylog_filename = "keys.log"
    server.load_cert_chain(f"{scene.certificate}.pem", f"{scene.certificate}.key")
    port = 8089 if scene.is_web else 5061
    listener = socket.create_server((PBX, port))
    thread = threading.Thread(target=_serve, args=(listener, server, scene.is_web))
    thread.start()
    with client.wrap_socket(socket.create_connection((PBX, port), source_address=(PHONE, 0)), server_hostname=NAME) as secure:
        if scene.is_web:
            secure.sendall(UPGRADE)
            secure.recv(4096)
        secure.sendall(framed(_register(number, scene), is_masked=True) if scene.is_web else _register(number, scene))
        secure.recv(4096)
    thread.join(5)
    listener.close()


UPGRADE = (
    f"GET /ws HTTP/1.1\r\nHost: {NAME}:8089\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sip\r\nSec-WebSocket-Version: 13\r\n\r\n"
).encode()
UPGRADED = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: sip\r\n\r\n"
)


def _context(scene: Scene, side: int) -> ssl.SSLContext:
    context = ssl.SSLContext(side)
    context.minimum_version = context.maximum_version = scene.version
    if scene.suite:
        context.set_ciphers(f"{scene.suite}:@SECLEVEL=0")
    context.options |= scene.options
    return context


def _serve(listener: socket.socket, context: ssl.SSLContext, is_web: bool) -> None:
    with context.wrap_socket(listener.accept()[0], server_side=True) as secure:
        if is_web:
            secure.recv(4096)
            secure.sendall(UPGRADED)
        asked = _unframed(secure.recv(4096)) if is_web else secure.recv(4096)
        kept = [
            line for line in asked.decode().split("\r\n") if line.partition(":")[0] in ("Via", "From", "To", "Call-ID", "CSeq", "Contact")
        ]
        answer = "\r\n".join(["SIP/2.0 200 OK", *kept, "Content-Length: 0", "", ""]).encode()
        secure.sendall(framed(answer, is_masked=False) if is_web else answer)
        secure.recv(4096)


def _register(number: int, scene: Scene) -> bytes:
    user, way = 1000 + number, "WSS" if scene.is_web else "TLS"
    name = f"{number}-{scene.version.name}-{scene.suite or 'default'}-{'mac-inside' if scene.options else 'usual'}"
    return (
        f"REGISTER sip:{NAME} SIP/2.0\r\nVia: SIP/2.0/{way} {PHONE}:5061;branch=z9hG4bK-{number}\r\nMax-Forwards: 70\r\n"
        f"From: <sip:{user}@{NAME}>;tag=a{number}\r\nTo: <sip:{user}@{NAME}>\r\nCall-ID: {name}\r\nCSeq: 1 REGISTER\r\n"
        f"Contact: <sip:{user}@{PHONE}:5061;transport={way.lower()}>\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def framed(payload: bytes, *, is_masked: bool) -> bytes:
    """One text frame of fewer than 65,536 bytes (RFC 6455 section 5.2)."""
    mask = b"\x11\x22\x33\x44" if is_masked else b""
    head = b"\x81" + struct.pack("!BH", 0x7E | (0x80 if is_masked else 0), len(payload)) + mask
    return head + (bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload)) if is_masked else payload)


def _unframed(frame: bytes) -> bytes:
    return bytes(byte ^ frame[4 + at % 4] for at, byte in enumerate(frame[8:]))


if __name__ == "__main__":
    main()
