"""Ways to ask a running server something and get text back, each with the same face."""

from __future__ import annotations

import shlex
from typing import Protocol

from sipwhy.pbx.ami import Login, Manager
from sipwhy.pbx.console_error import ConsoleError
from sipwhy.pbx.esl import EslLogin, EventSocket
from sipwhy.pbx.programs import NOT_THERE, Programs


class Console(Protocol):
    """Somebody who passes a command on to the server."""

    @property
    def way(self) -> str:
        """By which way it asks, for the reader: "AMI (monitor)", "asterisk -rx"."""

    def ask(self, words: str) -> str:
        """What the server answers; ConsoleError if it cannot be asked."""

    def shown(self, words: str) -> str:
        """The command that a person would type for it."""


def answer_to(console: Console, words: str, *refusals: str) -> str:
    """What the server answers; "" where it cannot be asked or does not know the command, as an answer says that begins so."""
    try:
        answer = console.ask(words)
    except ConsoleError:
        return ""
    return "" if answer.startswith(refusals) else answer


class RemoteConsole:
    """A program that runs one command and ends: `asterisk -rx`, `fs_cli -x`."""

    def __init__(self, programs: Programs, program: str, option: str, lost: tuple[str, ...]) -> None:
        self._programs, self._program, self._option, self._lost = programs, program, option, lost
        self.way = f"{program} {option}"

    def ask(self, words: str) -> str:
        """Runs the command."""
        done = self._programs.run((self._program, self._option, words))
        if done.status == NOT_THERE:
            raise ConsoleError("no-program", self._program)
        if not done.is_well or any(mark in done.out or mark in done.err for mark in self._lost):
            raise ConsoleError("console-lost", done.complaint)
        return done.out

    def shown(self, words: str) -> str:
        """As a person types it."""
        return f"{self._program} {self._option} {shlex.quote(words)}"


def asterisk_rx(programs: Programs) -> RemoteConsole:
    """Asterisk's own remote console."""
    return RemoteConsole(programs, "asterisk", "-rx", ("Unable to connect to remote asterisk",))


def fs_cli(programs: Programs) -> RemoteConsole:
    """FreeSWITCH's command line; its password stands in its own settings."""
    return RemoteConsole(programs, "fs_cli", "-x", ("Error Connecting",))


class Kamcmd:
    """Kamailio's command line: the command is words of its own."""

    way = "kamcmd"

    def __init__(self, programs: Programs) -> None:
        self._programs = programs

    def ask(self, words: str) -> str:
        """Runs the command; kamcmd says "error: ..." and may end with status 0 all the same."""
        done = self._programs.run(("kamcmd", *words.split()))
        if done.status == NOT_THERE:
            raise ConsoleError("no-program", "kamcmd")
        if not done.is_well or done.out.startswith("error:"):
            raise ConsoleError("console-lost", done.complaint)
        return done.out

    def shown(self, words: str) -> str:
        """As a person types it."""
        return f"kamcmd {words}"


class AmiConsole:
    """Asterisk over its manager interface; a connection per question, so that a lost one costs one question."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self.way = f"AMI ({login.user}@{login.host}:{login.port})"

    def ask(self, words: str) -> str:
        """Runs the command over AMI."""
        with Manager(self._login) as manager:
            return manager.command(words)

    def shown(self, words: str) -> str:
        """As a person types it."""
        return f"asterisk -rx {shlex.quote(words)}"


class EslConsole:
    """FreeSWITCH over its event socket."""

    def __init__(self, login: EslLogin) -> None:
        self._login = login
        self.way = f"ESL ({login.host}:{login.port})"

    def ask(self, words: str) -> str:
        """Runs the API command over the event socket."""
        with EventSocket(self._login) as connection:
            return connection.api(words)

    def shown(self, words: str) -> str:
        """As a person types it."""
        return f"fs_cli -x {shlex.quote(words)}"


class EitherConsole:
    """The first of several ways that leads somewhere; it is kept for the next question."""

    def __init__(self, *ways: Console) -> None:
        self._ways = list(ways)
        self.failed: list[tuple[str, ConsoleError]] = []

    @property
    def way(self) -> str:
        """The way that was found, or would be tried first."""
        return self._ways[0].way if self._ways else "?"

    def ask(self, words: str) -> str:
        """Asks by the first way that works; ConsoleError of the last one if none does."""
        last = ConsoleError("no-way")
        for way in self._ways:
            try:
                answer = way.ask(words)
            except ConsoleError as error:
                self.failed.append((way.way, error))
                last = error
            else:
                self._ways = [way, *(other for other in self._ways if other is not way)]
                return answer
        raise last

    def shown(self, words: str) -> str:
        """As a person types it."""
        return self._ways[0].shown(words) if self._ways else words
