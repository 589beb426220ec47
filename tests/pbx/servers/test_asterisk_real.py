"""A real Asterisk where there is one (Debian 12 has none): its state over both ways, and SIP logging that is off again."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sipwhy.pbx.consoles import asterisk_rx
from sipwhy.pbx.servers import asterisk
from tests.pbx.namespaces import Namespace, eventually, namespace, why_not

WHY_NOT = why_not("asterisk")
pytestmark = pytest.mark.skipif(bool(WHY_NOT), reason=WHY_NOT)
CONFIGURATION = {
    "asterisk.conf": "[directories]\n",
    "modules.conf": "[modules]\nautoload = yes\n",
    "logger.conf": "[general]\n[logfiles]\nmessages => notice,warning,error\n",
    "manager.conf": "[general]\nenabled = yes\nbindaddr = 127.0.0.1\n[monitor]\nsecret = M0nitor!lab\nread = all\nwrite = system,command\n",
    "pjsip.conf": "[udp]\ntype=transport\nprotocol=udp\nbind=127.0.0.1:5060\n[1001]\ntype=aor\nmax_contacts=1\n"
    "[1001]\ntype=endpoint\naors=1001\n",
}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Namespace]:
    folders = {
        Path(where): tmp_path / where.strip("/").replace("/", "-") for where in ("/etc/asterisk", "/var/log/asterisk", "/var/run/asterisk")
    }
    for folder in folders.values():
        folder.mkdir()
    for name, text in CONFIGURATION.items():
        (folders[Path("/etc/asterisk")] / name).write_text(text)
    with namespace(folders) as inside:
        process = subprocess.Popen(
            inside.inside(["asterisk", "-f"]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        try:
            eventually(lambda: "fully booted" in inside.run(("asterisk", "-rx", "core waitfullybooted")).out, 60)
            yield inside
        finally:
            process.terminate()
            process.wait(20)


def test_its_state(server: Namespace) -> None:
    state = asterisk.state(asterisk_rx(server))
    assert state.version
    assert "pjsip" in state.drivers
    assert [(peer.name, peer.state) for peer in state.peers] == [("1001", "unregistered")]
    assert asterisk.log_folder(asterisk_rx(server)) == "/var/log/asterisk"


def test_sip_logging_is_on_over_ami_and_off_again(server: Namespace, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    words = [sys.executable, "-m", "sipwhy", "pbx", "debug", "--all", "--for", "2s", "--server", "asterisk", "--lang", "en"]
    done = server.run(["env", f"SIPWHY_RUN_DIR={tmp_path}", *words], 60)
    assert done.is_well, done
    assert "Asked by AMI (monitor@127.0.0.1:5038)" in " ".join(done.out.split())
    assert "SIP logging is off again." in done.out
    assert "sipwhy-debug" not in server.must("asterisk", "-rx", "logger show channels")
