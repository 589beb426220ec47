"""Small servers of HTTP on the loopback, for tests of what sends to one."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    headers: Mapping[str, str]
    body: str


@contextmanager
def serving(asked: list[Asked], *statuses: int) -> Iterator[int]:
    """Answers each request with the next status, and all further ones with the last; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            status = statuses[min(len(asked), len(statuses) - 1)]
            asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(status)
            if status // 100 == 3:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A socket to which one can connect, and which then says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        yield sock
