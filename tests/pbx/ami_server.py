"""
A server on loopback that speaks the manager interface from recordings, and remembers whether SIP is logged, and where.

It sends recorded events between question and answer, as a real one does; those of the security log have a field `Response`.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import socketserver
import threading
from collections.abc import Mapping
from pathlib import Path

RECORDED = Path(__file__).parent / "recorded"
USER, SECRET = "monitor", "M0nitor!lab"
_EVENTS = re.compile(rb"(Event: .*?\r\n)\r\n", re.DOTALL)


def recorded(name: str) -> str:
    """The recorded output of one command, without the recorder's own first line."""
    return (RECORDED / name).read_text().split("\n", 1)[1]


class Manager(socketserver.ThreadingTCPServer):
    """Answers commands from `answers`; `commands` are those that came. `is_logging` is what the PJSIP logger would say."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, answers: Mapping[str, str], port: int = 0, is_old: bool = False) -> None:
        super().__init__(("127.0.0.1", port), _Conversation)
        self.answers, self.is_old = dict(answers), is_old
        self.commands: list[str] = []
        self.logging = False
        self.channels: set[str] = set()
        self.refuses = False
        self.events = [found[0] + b"\r\n" for found in _EVENTS.finditer((RECORDED / "failed-logins.ami.txt").read_bytes())]
        self._thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def environ(self) -> dict[str, str]:
        """What lets the program in."""
        return {"SIPWHY_AMI_USER": USER, "SIPWHY_AMI_SECRET": SECRET, "SIPWHY_AMI_PORT": str(self.port)}

    def close(self) -> None:
        """Ends it, and the memory of what was on: as if Asterisk had ended."""
        self.shutdown()
        self.server_close()

    def __enter__(self) -> Manager:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def answer(self, words: str) -> str:
        """The console's output."""
        self.commands.append(words)
        if words == "pjsip set logger off":
            self.logging = False
            return "PJSIP Logging disabled\n"
        if words.startswith("pjsip set logger "):
            self.logging = True
            return f"PJSIP Logging Enabled for host: {words.split()[4]}\n" if " host " in words else "PJSIP Logging enabled\n"
        if words.startswith("logger add channel "):
            self.channels.add(words.split()[3])
            return ""
        if words.startswith("logger remove channel "):
            self.channels.discard(words.split()[3])
            return f"Removed dynamic logger channel '{words.split()[3]}'\n"
        return self.answers.get(words, f"No such command '{words}' (type 'core show help {words}' for other possible commands)\n")

    def log(self, text: str) -> None:
        """Writes to the log channels that were added, if SIP is logged."""
        for path in self.channels if self.logging else ():
            with Path(path).open("a") as file:
                file.write(text)


class _Conversation(socketserver.StreamRequestHandler):
    server: Manager

    def handle(self) -> None:
        if not self.server.refuses:
            with contextlib.suppress(ConnectionError):  # who asked may have gone
                self._talk()

    def _talk(self) -> None:
        self._say(b"Asterisk Call Manager/9.0.0\r\n")
        fields: dict[str, str] = {}
        for raw in self.rfile:
            name, colon, value = raw.decode().strip().partition(": ")
            if colon:
                fields[name] = value
            elif fields:
                if not self._act(fields):
                    return
                fields = {}

    def _act(self, fields: dict[str, str]) -> bool:
        number = fields.get("ActionID", "")
        for event in self.server.events[:3]:
            self._say(event)
        match fields.get("Action"):
            case "Challenge":
                self._block("Response: Success", f"ActionID: {number}", "Challenge: 841415273")
            case "Login":
                key = hashlib.md5(f"841415273{SECRET}".encode(), usedforsecurity=False).hexdigest()
                if (fields.get("Username"), fields.get("Key")) != (USER, key):
                    self._block("Response: Error", f"ActionID: {number}", "Message: Authentication failed")
                    return False
                self._block("Response: Success", f"ActionID: {number}", "Message: Authentication accepted")
            case "Command":
                self._command(number, self.server.answer(fields["Command"]))
            case "Logoff":
                self._block("Response: Goodbye", f"ActionID: {number}", "Message: Thanks for all the fish.")
                return False
        return True

    def _command(self, number: str, output: str) -> None:
        if self.server.is_old:
            self._say(f"Response: Follows\r\nPrivilege: Command\r\nActionID: {number}\r\n{output}--END COMMAND--\r\n\r\n".encode())
            return
        lines = [f"Output: {line}" for line in output.splitlines()]
        self._block("Response: Success", f"ActionID: {number}", "Message: Command output follows", *lines)

    def _block(self, *lines: str) -> None:
        self._say(("\r\n".join(lines) + "\r\n\r\n").encode())

    def _say(self, data: bytes) -> None:
        self.wfile.write(data)


ANSWERS = {
    "core show version": "Asterisk 20.20.1 built by root @ vm on a x86_64 running Linux on 2026-11-23 00:20:11 UTC\n",
    "module show like chan_": (
        "Module                         Description                              Use Count  Status      Support Level\n"
        "chan_pjsip.so                  PJSIP Channel Driver                     2          Running              core\n"
        "1 modules loaded\n"
    ),
    "pjsip show endpoints": recorded("unreachable.pjsip-show-endpoints.txt"),
    "pjsip show registrations": recorded("refused.pjsip-show-registrations.txt"),
    "core show channels": recorded("idle.core-show-channels.txt"),
}
"""What an Asterisk with a silent phone and a refused trunk answers. Versions and modules are written from Asterisk's sources."""
