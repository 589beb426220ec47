"""A server on loopback that speaks FreeSWITCH's event socket: FreeSWITCH is not in Debian."""

from __future__ import annotations

import contextlib
import socketserver
import threading
from collections.abc import Mapping

PASSWORD = "Cl0eCon-lab"


class Switchboard(socketserver.ThreadingTCPServer):
    """Answers API commands from `answers`; `siptrace` is what was last set."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answers: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answers, self.commands = dict(answers), list[str]()
        self.siptrace = False
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def environ(self) -> dict[str, str]:
        """What lets the program in."""
        return {"SIPWHY_ESL_SECRET": PASSWORD, "SIPWHY_ESL_PORT": str(self.server_address[1])}

    def __enter__(self) -> Switchboard:
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()

    def answer(self, words: str) -> str:
        """The output of an API command."""
        self.commands.append(words)
        if words.startswith("sofia global siptrace "):
            self.siptrace = words.endswith(" on")
            return f"+OK Global siptrace {words.rsplit(maxsplit=1)[-1]}"
        return self.answers.get(words, f"-ERR {words.split(maxsplit=1)[0]} Command not found!\n")


class _Conversation(socketserver.StreamRequestHandler):
    server: Switchboard

    def handle(self) -> None:
        with contextlib.suppress(ConnectionError):
            self.wfile.write(b"Content-Type: auth/request\n\n")
            for raw in self.rfile:
                words = raw.decode().strip()
                if words == f"auth {PASSWORD}":
                    self.wfile.write(b"Content-Type: command/reply\nReply-Text: +OK accepted\n\n")
                elif words.startswith("auth "):
                    self.wfile.write(b"Content-Type: command/reply\nReply-Text: -ERR invalid\n\n")
                elif words.startswith("api "):
                    body = self.server.answer(words.removeprefix("api ")).encode()
                    self.wfile.write(f"Content-Type: api/response\nContent-Length: {len(body)}\n\n".encode() + body)
