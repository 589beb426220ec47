"""
Records what TLS sessions can do besides: going on with an earlier one, early data, new keys, another hello: openssl on both sides.

usage: unshare --net python -m tests.captures.record_sessions    (as root, with openssl, ip and tcpdump)

Writes tls-sessions/: a capture of each, the key log of the client, and the RSA key of the server. They were made for this and serve nothing
else.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(__file__).with_name("tls-sessions")
PHONE, PBX = "198.51.100.21", "203.0.113.10"
RSA = ("-tls1_2", "-cipher", "AES128-GCM-SHA256")
Step = str | float
"""What the client is given, or seconds to wait."""


def options(name: str, number: int) -> str:
    """A probe that says which it is."""
    lines = (
        "OPTIONS sip:pbx SIP/2.0",
        f"Via: SIP/2.0/TLS {PHONE}:5061;branch=z9hG4bK-{name}-{number}",
        "Max-Forwards: 70",
        f"From: <sip:{name}@pbx>;tag=a{number}",
        f"To: <sip:{name}@pbx>",
        f"Call-ID: {name}-{number}",
        "CSeq: 1 OPTIONS",
        "Content-Length: 0",
    )
    return "".join(f"{line}\r\n" for line in (*lines, ""))


def main() -> None:
    """Records everything anew."""
    for command in ("link set lo up", f"addr add {PHONE}/32 dev lo", f"addr add {PBX}/32 dev lo"):
        subprocess.run(["ip", *command.split()], check=True)
    FOLDER.mkdir(exist_ok=True)
    os.chdir(FOLDER)
    for old in FOLDER.glob("*.*"):
        if old.name != "README.md":
            old.unlink()
    words = "req -x509 -newkey rsa:2048 -nodes -keyout server.key -out server.pem -days 3650 -subj /CN=pbx"
    subprocess.run(["openssl", *words.split()], check=True, capture_output=True)
    with scene("ticket", *RSA):
        client("ticket", 1, *RSA[:1], "-sess_out", "session.pem")
        client("ticket", 2, *RSA[:1], "-sess_in", "session.pem")
    with scene("session-id", *RSA, "-no_ticket"):
        client("session-id", 1, *RSA[:1], "-no_ticket", "-sess_out", "session.pem")
        client("session-id", 2, *RSA[:1], "-no_ticket", "-sess_in", "session.pem")
    with scene("early-data", "-tls1_3", "-early_data", "-no_anti_replay"):
        client("early-data", 1, "-tls1_3", "-sess_out", "session.pem")
        Path("early.txt").write_text(options("early-data", 0), encoding="ascii", newline="")
        client("early-data", 2, "-tls1_3", "-sess_in", "session.pem", "-early_data", "early.txt")
    with scene("key-update", "-tls1_3"):
        steps = (options("key-update", 1), 0.3, "K\n", 0.3, options("key-update", 2), 0.3, "k\n", 0.3, options("key-update", 3))
        client("key-update", 0, "-tls1_3", steps=steps)
    with scene("renegotiation", "-tls1_2", "-client_renegotiation"):
        told = (options("renegotiation", 1), 0.3, "R\n", 0.5, options("renegotiation", 2))
        client("renegotiation", 0, "-tls1_2", "-legacy_renegotiation", steps=told)
    with scene("hello-retry", "-tls1_3", "-groups", "P-384"):
        client("hello-retry", 1, "-tls1_3", "-groups", "X25519:P-384")
    for made in ("server.pem", "session.pem", "early.txt"):
        Path(made).unlink()


@contextmanager
def scene(name: str, *words: str) -> Iterator[None]:
    """A server with these options, and the capture of what it does."""
    dump = ["tcpdump", "-i", "lo", "-U", "--immediate-mode", "-Z", "root", "-w", f"{name}.pcap"]
    tcpdump = subprocess.Popen(dump, stderr=subprocess.DEVNULL)
    command = ["openssl", "s_server", "-accept", f"{PBX}:5061", "-cert", "server.pem", "-key", "server.key", "-quiet", *words]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(1)
    yield
    for program in (server, tcpdump):
        time.sleep(0.4)
        program.terminate()
        program.wait()


def client(name: str, number: int, *words: str, steps: Sequence[Step] = ()) -> None:
    """Connects and sends a probe, or does what `steps` say: at the start of a line K and k ask for new keys, R for a new handshake."""
    command = ["openssl", "s_client", "-connect", f"{PBX}:5061", "-bind", f"{PHONE}:0", "-keylogfile", "keys.log", *words]
    program = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if program.stdin is None:
        raise RuntimeError("openssl takes no input")
    time.sleep(0.5)
    for step in steps or (options(name, number),):
        if isinstance(step, float):
            time.sleep(step)
        else:
            program.stdin.write(step.encode())
            program.stdin.flush()
    time.sleep(0.5)
    program.stdin.close()
    program.terminate()
    program.wait()


if __name__ == "__main__":
    main()
