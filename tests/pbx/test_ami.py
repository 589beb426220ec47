"""The manager interface, against a scripted server on loopback that plays recordings."""

from __future__ import annotations

import contextlib
import socket
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipwhy.pbx.ami import AmiError, Login, Manager
from sipwhy.pbx.console_error import ConsoleError
from sipwhy.pbx.consoles import AmiConsole, EitherConsole
from tests.pbx import ami_server as scripted
from tests.pbx.ami_server import ANSWERS, SECRET, USER


@pytest.mark.parametrize("is_old", [False, True], ids=["asterisk-14-and-newer", "asterisk-13-and-older"])
def test_a_command_is_answered_whole_though_events_come_between(is_old: bool) -> None:
    with scripted.Manager(ANSWERS, is_old=is_old) as server, Manager(Login(USER, SECRET, port=server.port)) as asked:
        for words in ("pjsip show endpoints", "core show version"):
            assert asked.command(words).strip("\n") == ANSWERS[words].strip("\n")


def test_a_wrong_secret_is_named_and_never_sent_or_shown() -> None:
    login = Login(USER, "another-secret")
    assert "another-secret" not in repr(login)
    with scripted.Manager(ANSWERS) as server, pytest.raises(AmiError, match="ami-login") as refused:
        Manager(Login(USER, "another-secret", port=server.port))
    assert "another-secret" not in str(refused.value)
    assert server.commands == []


def test_a_command_of_several_lines_is_not_sent() -> None:
    with scripted.Manager(ANSWERS) as server, Manager(Login(USER, SECRET, port=server.port)) as asked:
        with pytest.raises(AmiError, match="ami-words"):
            asked.command("pjsip show endpoint 120\r\n\r\nAction: Originate")
        assert server.commands == []


def test_where_nobody_listens_another_way_is_taken_and_kept() -> None:
    with scripted.Manager(ANSWERS) as server:
        working = AmiConsole(Login(USER, SECRET, port=server.port))
        either = EitherConsole(AmiConsole(Login(USER, SECRET, port=1)), working)
        assert either.ask("core show version").startswith("Asterisk 20")
        assert either.way == working.way
        assert [error.key for _, error in either.failed] == ["ami-unreachable"]


def test_a_server_that_hangs_up_is_named() -> None:
    with scripted.Manager(ANSWERS) as server:
        server.refuses = True
        with pytest.raises(ConsoleError, match="ami-lost"):
            AmiConsole(Login(USER, SECRET, port=server.port)).ask("core show version")


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=400) | st.lists(st.sampled_from([b"Response: Success\r\n", b"Response: Follows\r\n", b"\r\n", b"x\n"])).map(b"".join)
)
def test_whatever_a_server_says_it_ends_with_an_answer_or_an_error(data: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def talk() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"Asterisk Call Manager/9.0.0\r\n" + data)
                connection.shutdown(socket.SHUT_WR)
                connection.recv(65536)

        thread = threading.Thread(target=talk)
        thread.start()
        with contextlib.suppress(AmiError), Manager(Login(USER, SECRET, port=server.getsockname()[1]), timeout=2):
            pass
        thread.join()
