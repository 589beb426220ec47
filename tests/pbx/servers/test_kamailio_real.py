"""A real Kamailio in a namespace: its state, an address it has banned, and its messages by siptrace, which is off again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest

from sipwhy.pbx.bans.lift import plan
from sipwhy.pbx.bans.look import look
from sipwhy.pbx.console_error import ConsoleError
from sipwhy.pbx.consoles import Kamcmd
from sipwhy.pbx.servers import kamailio
from tests.pbx.ami_server import RECORDED
from tests.pbx.bans.test_fail2ban_real import NOWHERE
from tests.pbx.namespaces import Namespace, eventually, namespace, why_not

WHY_NOT = why_not("kamailio", "kamcmd")
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
HERE = ip_address("127.0.0.1")
ASK = """
import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0)); s.settimeout(5); p = s.getsockname()[1]
m = sys.argv[1]
s.sendto(f"{m} sip:127.0.0.1:5070 SIP/2.0\\r\\nVia: SIP/2.0/UDP 127.0.0.1:{p};branch=z9hG4bK{p}\\r\\nFrom: <sip:2001@127.0.0.1>;tag=1\\r\\n"
    f"To: <sip:2001@127.0.0.1>\\r\\nCall-ID: {p}@test\\r\\nCSeq: 1 {m}\\r\\nContact: <sip:2001@127.0.0.1:{p}>\\r\\nExpires: 300\\r\\n"
    "Content-Length: 0\\r\\n\\r\\n".encode(), ("127.0.0.1", 5070))
print(s.recv(4000).decode().split("\\r\\n")[0])
"""


def ask(inside: Namespace, method: str) -> str:
    return inside.must(sys.executable, "-c", ASK, method).strip()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Namespace]:
    run = tmp_path / "run"
    run.mkdir()
    words = ["kamailio", "-f", str(RECORDED / "kamailio.cfg"), "-DD", "-E", "-P", str(tmp_path / "pid")]
    with namespace({Path("/var/run/kamailio"): run}) as inside:
        process = subprocess.Popen(inside.inside(words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            eventually(lambda: inside.run(("kamcmd", "core.version")).out.startswith("kamailio"))
            yield inside
        finally:
            process.terminate()
            process.wait(10)


def test_its_state_and_who_is_registered(server: Namespace) -> None:
    assert ask(server, "REGISTER") == "SIP/2.0 200 OK"
    state = kamailio.state(Kamcmd(server))
    assert state.version.startswith("5.")
    assert {"registrar", "htable", "siptrace"} <= set(state.drivers)
    assert [(peer.name, peer.address) for peer in state.peers] == [("2001", "127.0.0.1")]
    assert kamailio.addresses(Kamcmd(server), "2001") == ("127.0.0.1",)
    assert state.debug == ()
    with pytest.raises(ConsoleError, match="not found"):
        Kamcmd(server).ask("no.such")


def test_an_address_in_its_table_of_bans_is_found_and_taken_out(server: Namespace) -> None:
    assert ask(server, "OPTIONS") == "SIP/2.0 404 Not Here"
    (ban,) = look(server, HERE, NOWHERE).bans
    assert (ban.kind, ban.where, ban.lift) == ("kamailio", "ipban", ("kamcmd", "htable.delete", "ipban", "127.0.0.1"))
    assert plan([ban]).steps == (ban,)
    server.must(*(ban.lift or ()))
    assert look(server, HERE, NOWHERE).bans == []


def test_its_messages_are_shown_as_calls_and_siptrace_is_off_again(server: Namespace, tmp_path: Path) -> None:
    words = [sys.executable, "-m", "sipwhy", "pbx", "debug", "--all", "--for", "4s", "--server", "kamailio", "--lang", "en"]
    tool = subprocess.Popen(server.inside(["env", f"SIPWHY_RUN_DIR={tmp_path}", *words]), stdout=subprocess.PIPE, text=True)
    tmp_path.chmod(0o700)
    eventually(lambda: "Enabled" in server.run(("kamcmd", "siptrace.status", "check")).out)
    ask(server, "OPTIONS")
    out, _ = tool.communicate(timeout=60)
    assert "SIP logging is off again." in out
    assert "OPTIONS probes  1: answered" in out  # by whatever: the server is alive
    assert "404 Not Here" in out
    assert "Disabled" in server.must("kamcmd", "siptrace.status", "check")
