"""FreeSWITCH over a scripted event socket: FreeSWITCH itself is not in Debian."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipwhy.pbx.console_error import ConsoleError
from sipwhy.pbx.consoles import EslConsole
from sipwhy.pbx.esl import EslError, EslLogin, EventSocket
from sipwhy.pbx.logins import esl_login
from sipwhy.pbx.servers import freeswitch
from tests.pbx.servers.test_tables import REG, SOFIA
from tests.pbx.switchboard import PASSWORD, Switchboard

ANSWERS = {
    "version": "FreeSWITCH Version 1.10.11-release+git~20231222T182715Z~f24064f7c9~64bit (git f24064f 2023-12-22 18:27:15Z 64bit)\n",
    "sofia status": SOFIA,
    "sofia status profile internal reg": REG,
    "show calls count": "\n2 total.\n",
}


def login(server: Switchboard, secret: str = PASSWORD) -> EslLogin:
    return EslLogin(secret, port=int(server.server_address[1]))


def test_its_state_gateways_and_phones() -> None:
    with Switchboard(ANSWERS) as server:
        state = freeswitch.state(EslConsole(login(server)))
        assert freeswitch.addresses(EslConsole(login(server)), "1001") == ("198.51.100.21",)
    assert state.version == "1.10.11-release+git~20231222T182715Z~f24064f7c9~64bit"
    assert (state.drivers, state.calls) == (("sofia/internal", "sofia/external"), 2)
    assert [(peer.name, peer.state) for peer in state.peers] == [("1001", "reachable")]
    assert [one.outcome for one in state.registrations] == ["rejected", "registered"]


def test_a_wrong_password_is_named_and_not_shown() -> None:
    with Switchboard(ANSWERS) as server, pytest.raises(ConsoleError, match="esl-login") as refused:
        EslConsole(login(server, "another")).ask("version")
    assert "another" not in str(refused.value) + repr(login(server, "another"))


def test_a_command_of_several_lines_is_not_sent() -> None:
    with Switchboard(ANSWERS) as server, EventSocket(login(server)) as asked:
        with pytest.raises(EslError, match="esl-words"):
            asked.api("version\n\napi shutdown")
        assert server.commands == []


def test_the_password_is_taken_from_its_own_configuration(tmp_path: Path) -> None:
    folder = tmp_path / "autoload_configs"
    folder.mkdir()
    (folder / "event_socket.conf.xml").write_text(
        '<settings><!-- <param name="password" value="old"/> -->\n<param name="listen-ip" value="::"/>\n'
        '<param name="listen-port" value="8022"/><param name="password" value="secret"/></settings>'
    )
    found = esl_login({}, tmp_path)
    assert found == EslLogin("secret", "127.0.0.1", 8022)


def test_siptrace_is_on_for_a_while_and_off_again(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    with Switchboard(ANSWERS) as server:
        environ = {**os.environ, **server.environ(), "SIPWHY_RUN_DIR": str(tmp_path)}
        words = [sys.executable, "-m", "sipwhy", "pbx", "debug", "--server", "freeswitch", "--lang", "en", "--for", "1s", "--peer", "1001"]
        done = subprocess.run(words, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "SIP logging is on in FreeSWITCH for 1 s (198.51.100.21)" in done.stdout
        assert "SIP logging is off again." in done.stdout
        assert [words for words in server.commands if "siptrace" in words] == ["sofia global siptrace on", "sofia global siptrace off"]
        assert not server.siptrace


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from([b"Content-Type: auth/request\n", b"Content-Length: 9\n", b"\n", b"x"])).map(b"".join)
)
def test_whatever_the_socket_says_it_ends_with_an_error(data: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(data)
                connection.shutdown(socket.SHUT_WR)
                connection.recv(65536)

        thread = threading.Thread(target=talk)
        thread.start()
        with pytest.raises(EslError):
            EventSocket(EslLogin(PASSWORD, port=server.getsockname()[1]), timeout=2)
        thread.join()
