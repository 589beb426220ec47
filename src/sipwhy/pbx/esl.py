"""The event socket of FreeSWITCH (mod_event_socket), as much as a question needs: log in and run an API command."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from types import TracebackType

from sipwhy.pbx.console_error import ConsoleError

PORT = 8021
_LONGEST = 16_000_000


class EslError(ConsoleError):
    """The socket cannot be reached or does not let us in."""


@dataclass(frozen=True, slots=True)
class EslLogin:
    """Where the event socket listens; the password is never shown."""

    secret: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = PORT


class EventSocket:
    """A connection that is logged in."""

    def __init__(self, login: EslLogin, timeout: float = 5.0) -> None:
        self._rest = b""
        try:
            self._socket = socket.create_connection((login.host, login.port), timeout)
        except OSError as error:
            raise EslError("esl-unreachable", error.strerror or str(error)) from None
        try:
            greeting, _ = self._answer()
            if greeting.get("content-type") != "auth/request":
                raise EslError("esl-refused", greeting.get("content-type", ""))
            answer = self._asked(f"auth {login.secret}", "command/reply")[0]
            if not answer.get("reply-text", "").startswith("+OK"):
                raise EslError("esl-login", "")
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> EventSocket:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Ends the connection."""
        self._socket.close()

    def api(self, words: str) -> str:
        """What `fs_cli -x` would print for `words`."""
        return self._asked(f"api {words}", "api/response")[1]

    def _asked(self, words: str, kind: str) -> tuple[dict[str, str], str]:
        if "\n" in words or "\r" in words:
            raise EslError("esl-words", "")
        try:
            self._socket.sendall(f"{words}\n\n".encode())
        except OSError as error:
            raise EslError("esl-lost", error.strerror or str(error)) from None
        while True:
            headers, body = self._answer()
            if headers.get("content-type") == kind:
                return headers, body
            if headers.get("content-type") == "text/disconnect-notice":
                raise EslError("esl-lost", "")

    def _answer(self) -> tuple[dict[str, str], str]:
        while b"\n\n" not in self._rest.lstrip(b"\n"):
            self._read()
        head, _, self._rest = self._rest.lstrip(b"\n").partition(b"\n\n")
        lines = (line.partition(":") for line in head.decode(errors="replace").splitlines())
        headers = {name.strip().lower(): value.strip() for name, _, value in lines}
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > _LONGEST:
            raise EslError("esl-lost", f"Content-Length: {length[:40]}")
        while len(self._rest) < int(length):
            self._read()
        body, self._rest = self._rest[: int(length)], self._rest[int(length) :]
        return headers, body.decode(errors="replace")

    def _read(self) -> None:
        try:
            read = self._socket.recv(65536)
        except OSError as error:
            raise EslError("esl-lost", error.strerror or str(error)) from None
        if not read or len(self._rest) > _LONGEST:
            raise EslError("esl-lost", "")
        self._rest += read
