"""
The Asterisk Manager Interface, as much of it as a question needs: log in, run a command of the console.

The secret itself does not travel: Asterisk gives a challenge, and its MD5 with the secret is sent back. Events of the security log
have a field `Response` of their own, so an answer is known by its ActionID and by having no `Event`.
"""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType

from sipwhy.pbx.console_error import ConsoleError

PORT = 5038
_LONGEST = 4_000_000
_END = "--END COMMAND--"


class AmiError(ConsoleError):
    """The manager cannot be reached, does not let us in, or has said no."""


@dataclass(frozen=True, slots=True)
class Login:
    """Where the manager listens and who asks; the secret is never shown."""

    user: str
    secret: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = PORT


class Manager:
    """A connection that is logged in; as a context it logs off at the end."""

    def __init__(self, login: Login, timeout: float = 5.0) -> None:
        self._rest = b""
        self._number = 0
        try:
            self._socket = socket.create_connection((login.host, login.port), timeout)
        except OSError as error:
            raise AmiError("ami-unreachable", error.strerror or str(error)) from None
        try:
            self._line()  # the greeting, which names the version
            self._log_in(login)
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> Manager:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Logs off; a connection that is gone already is none the worse for it."""
        try:
            self._send({"Action": "Logoff"})
        except AmiError:
            pass
        finally:
            self._socket.close()

    def command(self, words: str) -> str:
        """What the console would print for `words`."""
        answer = self.action({"Action": "Command", "Command": words})
        if answer.get("Response") == "Error":
            raise AmiError("ami-refused", answer.get("Message", "") or answer.get("Output", ""))
        return answer.get("Output", "")

    def action(self, fields: Mapping[str, str]) -> dict[str, str]:
        """Sends an action and returns its answer; events between them are passed over."""
        number = self._send(fields)
        for message in self._messages():
            if "Event" not in message and message.get("ActionID", number) == number and "Response" in message:
                return message
        raise AmiError("ami-lost", "")

    def _log_in(self, login: Login) -> None:
        challenge = self.action({"Action": "Challenge", "AuthType": "MD5"})
        if challenge.get("Response") != "Success":
            raise AmiError("ami-refused", challenge.get("Message", ""))
        key = hashlib.md5((challenge.get("Challenge", "") + login.secret).encode(), usedforsecurity=False).hexdigest()
        answer = self.action({"Action": "Login", "AuthType": "MD5", "Username": login.user, "Key": key, "Events": "off"})
        if answer.get("Response") != "Success":
            raise AmiError("ami-login", answer.get("Message", ""))

    def _send(self, fields: Mapping[str, str]) -> str:
        self._number += 1
        number = f"sipwhy-{self._number}"
        lines = [f"{name}: {value}" for name, value in {**fields, "ActionID": number}.items()]
        if any(mark in line for line in lines for mark in "\r\n"):
            raise AmiError("ami-words", "")
        try:
            self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        except OSError as error:
            raise AmiError("ami-lost", error.strerror or str(error)) from None
        return number

    def _messages(self) -> Iterator[dict[str, str]]:
        while True:
            yield self._message()

    def _message(self) -> dict[str, str]:
        """One block up to its empty line; `Output` holds all lines of output. Old servers (before 14) end them with a mark instead."""
        fields: dict[str, str] = {}
        output: list[str] = []
        size, is_old = 0, False
        while (line := self._line()) or is_old or not fields:
            size += len(line)
            if size > _LONGEST:
                raise AmiError("ami-lost", "an answer without an end")
            name, colon, value = line.partition(": ")
            if is_old and line.endswith(_END):
                output.append(line.removesuffix(_END))
                is_old = False
            elif is_old and not (name in ("Privilege", "ActionID") and not output):
                output.append(line)
            elif name == "Output" or line == "Output:":
                output.append(value)
            elif colon or line.endswith(":"):
                fields.setdefault(name.removesuffix(":"), value)
                is_old = is_old or (name, value) == ("Response", "Follows")
        if output:
            fields["Output"] = "\n".join(output)
        return fields

    def _line(self) -> str:
        while b"\n" not in self._rest:
            if len(self._rest) > _LONGEST:
                raise AmiError("ami-lost", "a line without an end")
            try:
                read = self._socket.recv(65536)
            except OSError as error:
                raise AmiError("ami-lost", error.strerror or str(error)) from None
            if not read:
                raise AmiError("ami-lost", "")
            self._rest += read
        line, _, self._rest = self._rest.partition(b"\n")
        return line.rstrip(b"\r").decode(errors="replace")
