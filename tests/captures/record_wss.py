"""
Records SIP over WebSocket in TLS at a real Kamailio, which refuses a registration: once by TLS 1.2, once by TLS 1.3.

usage: unshare --net python -m tests.captures.record_wss
(as root, with kamailio, kamailio-tls-modules, kamailio-websocket-modules, openssl, ip, tcpdump and cc)

Writes tls-wss-refused/: the capture and the key log that examples/sslkeylog.c wrote in Kamailio, made for this and serving nothing else.
"""

from __future__ import annotations

import os
import socket
import ssl
import subprocess
import tempfile
import time
from pathlib import Path

from tests.captures.record_dtls_call import LIBRARY
from tests.captures.record_suites import PHONE, UPGRADE, V12, V13, framed

FOLDER = Path(__file__).with_name("tls-wss-refused")
PROXY = "203.0.113.60"
CONFIG = """\
#!KAMAILIO
debug=1
log_stderror=yes
children=2
tcp_children=2
enable_tls=yes
tcp_accept_no_cl=yes
listen=tls:{proxy}:8089
loadmodule "tls.so"
loadmodule "kex.so"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "pv.so"
loadmodule "textops.so"
loadmodule "xhttp.so"
loadmodule "websocket.so"
modparam("tls", "certificate", "{folder}/proxy.pem")
modparam("tls", "private_key", "{folder}/proxy.key")
modparam("tls", "tls_method", "TLSv1.2+")
request_route {{
    sl_send_reply("403", "Wrong Guess");
}}
event_route[xhttp:request] {{
    set_reply_close();
    set_reply_no_connect();
    if ($hdr(Upgrade) =~ "websocket" && $rm =~ "GET" && ws_handle_handshake()) {{ exit; }}
    xhttp_reply("404", "Not Found", "", "");
}}
"""


def main() -> None:
    """Records it anew."""
    for command in ("link set lo up", f"addr add {PHONE}/32 dev lo", f"addr add {PROXY}/32 dev lo"):
        subprocess.run(["ip", *command.split()], check=True)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "keys.log").unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        dump = ["tcpdump", "-i", "lo", "-B", "8192", "-Z", "root", "-w", str(FOLDER / "capture.pcap")]
        tcpdump = subprocess.Popen(dump, stderr=subprocess.DEVNULL)
        proxy = _proxy(Path(folder))
        time.sleep(2)
        for number, version in enumerate((V12, V13)):
            register(number, version)
        for program in (proxy, tcpdump):
            time.sleep(1)
            program.terminate()
            program.wait()


def register(number: int, version: ssl.TLSVersion) -> None:
    """One connection of a browser, as it were: the upgrade, and a REGISTER that is refused."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = version
    with context.wrap_socket(socket.create_connection((PROXY, 8089), source_address=(PHONE, 0))) as secure:
        secure.sendall(UPGRADE)
        secure.recv(4096)
        lines = (
            f"REGISTER sip:{PROXY} SIP/2.0",
            f"Via: SIP/2.0/WSS df7jal23ls0d.invalid;branch=z9hG4bK-{number}",
            "Max-Forwards: 70",
            f"From: <sip:2001@{PROXY}>;tag=a{number}",
            f"To: <sip:2001@{PROXY}>",
            f"Call-ID: wss-{number}",
            "CSeq: 1 REGISTER",
            "Contact: <sip:2001@df7jal23ls0d.invalid;transport=ws>",
            "Content-Length: 0",
        )
        secure.sendall(framed("".join(f"{line}\r\n" for line in (*lines, "")).encode(), is_masked=True))
        secure.recv(4096)


def _proxy(folder: Path) -> subprocess.Popen[bytes]:
    words = f"req -x509 -newkey rsa:2048 -nodes -keyout {folder}/proxy.key -out {folder}/proxy.pem -days 3650 -subj /CN=proxy"
    subprocess.run(["openssl", *words.split()], check=True, capture_output=True)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", f"{folder}/sslkeylog.so", str(LIBRARY), "-ldl"], check=True)
    (folder / "kamailio.cfg").write_text(CONFIG.format(proxy=PROXY, folder=folder), encoding="utf-8")
    (folder / "run").mkdir()
    environment = os.environ | {"LD_PRELOAD": f"{folder}/sslkeylog.so", "SSLKEYLOGFILE": str(FOLDER / "keys.log")}
    command = [
        "kamailio",
        "-f",
        f"{folder}/kamailio.cfg",
        "-DD",
        "-E",
        "-m",
        "16",
        "-M",
        "4",
        "-Y",
        f"{folder}/run",
        "-P",
        f"{folder}/run/pid",
    ]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
