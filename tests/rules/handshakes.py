"""
Plays one TCP connection that is not (only) SIP: TLS as far as it is in the open, HTTP that asks for a WebSocket.

The words of a line, in order; ">" is said by the opener, "<" by the other side:

    >hello=1.2/pbx.example.com   ClientHello: newest version, and the name asked for (may be left out)
    <answer=1.3                  ServerHello
    <cert=good                   Certificate: good, expired, early, self, other (for another name)
    <ask   >none   >own          CertificateRequest; the client's Certificate, empty or not
    >done                        ChangeCipherSpec and Finished of TLS 1.2
    >alert=48                    a fatal alert in the open
    >sealed=23:69                an encrypted record: type and length
    >data=700                    application data
    >text=REGISTER               the beginning of a SIP request in the open; "<text=200" of an answer
    >get=/ws:sip                 a request for a WebSocket, with the protocol offered (may be left out)
    <http=101:sip                its answer: status, and the protocol chosen (may be left out)
    >stuck=1400                  an encrypted record of that length that never arrives; ">again" sends it once more, "<ack" is an ACK alone
    >fin   <rst   wait=5         the end; seconds of silence
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.rules.certificates import certificate
from tests.rules.packets import Frame, Socket, tcp

_VERSIONS = {"1.0": b"\x03\x01", "1.1": b"\x03\x02", "1.2": b"\x03\x03", "1.3": b"\x03\x04"}
_FIN, _SYN, _RST, _ACK = 1, 2, 4, 16


@dataclass(slots=True)
class Connection:
    """The frames of one connection, step by step."""

    client: Socket
    server: Socket
    at: int
    """µs after the beginning."""
    seq: dict[str, int] = field(default_factory=lambda: {">": 1000, "<": 5000})
    frames: list[Frame] = field(default_factory=list)
    lost: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """The first segment of a side that does not arrive: its number and its bytes."""

    def open(self) -> None:
        """SYN, SYN-ACK, ACK."""
        self._send(">", _SYN)
        self._send("<", _SYN | _ACK)
        self._send(">", _ACK)

    def say(self, side: str, payload: bytes) -> None:
        """Bytes of one side."""
        self._send(side, _ACK | 8, payload)

    def lose(self, side: str, payload: bytes) -> None:
        """Bytes of one side that do not arrive, and nothing behind them does."""
        self.lost.setdefault(side, (self.seq[side], payload))
        self.say(side, payload)

    def say_again(self, side: str) -> None:
        """The segment that does not arrive, once more."""
        number, payload = self.lost[side]
        self._put(side, _ACK | 8, number, payload)

    def find(self, side: str) -> None:
        """What was lost arrives."""
        del self.lost[side]

    def acknowledge(self, side: str, window: int) -> None:
        """An ACK alone."""
        self._put(side, _ACK, self.seq[side], b"", window)

    def end(self, side: str, flags: int) -> None:
        """FIN or RST."""
        self._send(side, flags | _ACK)

    def wait(self, micros: int) -> None:
        """Lets time pass."""
        self.at += micros

    def _send(self, side: str, flags: int, payload: bytes = b"") -> None:
        self._put(side, flags, self.seq[side], payload)
        self.seq[side] += len(payload) + bool(flags & (_SYN | _FIN))

    def _put(self, side: str, flags: int, number: int, payload: bytes, window: int = 65535) -> None:
        src, dst = (self.client, self.server) if side == ">" else (self.server, self.client)
        other = "<" if side == ">" else ">"
        heard = self.lost[other][0] if other in self.lost else self.seq[other]
        frame = tcp(src, dst, flags, (number, heard if flags & _ACK else 0), payload, window=window)
        self.frames.append((self.at, frame, len(frame)))
        self.at += 1000


def play(client: Socket, server: Socket, at: int, words: list[str]) -> list[Frame]:
    """The frames of a connection that says these words."""
    connection = Connection(client, server, at)
    connection.open()
    for word in words:
        if word.startswith("wait="):
            connection.wait(int(float(word[5:]) * 1e6))
            continue
        side, (what, _, value) = word[0], word[1:].partition("=")
        if what in ("fin", "rst"):
            connection.end(side, _FIN if what == "fin" else _RST)
        elif what == "stuck":
            connection.lose(side, _bytes("data", value))
        elif what == "again":
            connection.say_again(side)
        elif what == "ack":
            connection.acknowledge(side, 65535)
        else:
            connection.say(side, _bytes(what, value))
    return connection.frames


def _bytes(what: str, value: str) -> bytes:
    """What a word says, as bytes."""
    if what == "sealed":
        kind, length = value.split(":")
        return _record(int(kind), b"\xd5" * int(length))
    makers = {
        "hello": lambda: _client_hello(*value.split("/")),
        "answer": lambda: _record(22, _server_hello(value)),
        "cert": lambda: _record(22, _certificates([certificate(value)])),
        "ask": lambda: _record(22, _message(13, b"\x01\x01\x00\x00\x00\x00")),
        "none": lambda: _record(22, _certificates([])),
        "own": lambda: _record(22, _certificates([certificate("other")])),
        "done": lambda: _record(20, b"\x01") + _record(22, b"\xd5" * 40),
        "alert": lambda: _record(21, bytes((2, int(value)))),
        "data": lambda: _record(23, b"\xd5" * int(value)),
        "text": lambda: _sip(value),
        "get": lambda: _get(*value.partition(":")[::2]),
        "http": lambda: _answer(*value.partition(":")[::2]),
    }
    return makers[what]()


def _record(kind: int, body: bytes) -> bytes:
    return bytes((kind, 3, 3)) + len(body).to_bytes(2, "big") + body


def _message(kind: int, body: bytes) -> bytes:
    return bytes((kind,)) + len(body).to_bytes(3, "big") + body


def _counted(width: int, body: bytes) -> bytes:
    return len(body).to_bytes(width, "big") + body


def _extension(kind: int, body: bytes) -> bytes:
    return kind.to_bytes(2, "big") + _counted(2, body)


def _client_hello(version: str, name: str = "") -> bytes:
    legacy = min(_VERSIONS[version], _VERSIONS["1.2"])
    extensions = _extension(0, _counted(2, b"\x00" + _counted(2, name.encode()))) if name else b""
    if version == "1.3":
        extensions += _extension(43, _counted(1, _VERSIONS["1.3"] + _VERSIONS["1.2"]))
    hello = legacy + b"\x07" * 32 + b"\x00" + _counted(2, b"\x13\x01\xc0\x2f") + b"\x01\x00" + _counted(2, extensions)
    return _record(22, _message(1, hello))


def _server_hello(version: str) -> bytes:
    legacy = min(_VERSIONS[version], _VERSIONS["1.2"])
    extensions = _extension(43, _VERSIONS["1.3"]) if version == "1.3" else b""
    return _message(2, legacy + b"\x07" * 32 + b"\x00" + b"\xc0\x2f\x00" + _counted(2, extensions))


def _certificates(chain: list[bytes]) -> bytes:
    return _message(11, _counted(3, b"".join(_counted(3, one) for one in chain)))


def _sip(word: str) -> bytes:
    start = f"SIP/2.0 {word} OK" if word.isdigit() else f"{word} sip:203.0.113.10 SIP/2.0"
    fields = (
        "Via: SIP/2.0/TCP 198.51.100.21:40000;branch=z9hG4bK-open",
        "From: <sip:1001@203.0.113.10>;tag=f",
        "To: <sip:1001@203.0.113.10>",
        "Call-ID: case-open@203.0.113.10",
        f"CSeq: 1 {'REGISTER' if word.isdigit() else word}",
        "Content-Length: 0",
    )
    return "\r\n".join((start, *fields, "", "")).encode()


def _get(target: str, protocol: str) -> bytes:
    named = f"Sec-WebSocket-Protocol: {protocol}\r\n" if protocol else ""
    fixed = "Host: pbx.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
    return f"GET {target} HTTP/1.1\r\n{fixed}Sec-WebSocket-Version: 13\r\n{named}\r\n".encode()


def _answer(status: str, protocol: str) -> bytes:
    upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n" if status == "101" else "Content-Length: 0\r\n"
    named = f"Sec-WebSocket-Protocol: {protocol}\r\n" if protocol else ""
    return f"HTTP/1.1 {status} As It Is\r\n{upgrade}{named}\r\n".encode()
