"""A webhook is sent JSON; whatever it does instead of taking it is told, and nothing of its URL's secrets is."""

from __future__ import annotations

import base64
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sipwhy.app import webhook
from sipwhy.app.webhook import WebhookError, check, post
from tests.web_server import Asked, listening, serving

SECRET = "s3cret-of-hook"


def test_it_is_sent_json() -> None:
    asked: list[Asked] = []
    with serving(asked, 200) as port:
        post(f"http://127.0.0.1:{port}/hook?team=voice", {"below": [{"vendor": "Альфа"}]})
    assert asked[0].path == "/hook?team=voice"
    assert asked[0].headers["content-type"] == "application/json"
    assert json.loads(asked[0].body) == {"below": [{"vendor": "Альфа"}]}


def test_user_and_password_go_into_a_header_and_nowhere_else() -> None:
    asked: list[Asked] = []
    with serving(asked, 204) as port:
        post(f"http://noc:{SECRET}%21@127.0.0.1:{port}/hook", {})
    assert base64.b64decode(asked[0].headers["authorization"].removeprefix("Basic ")).decode() == f"noc:{SECRET}!"
    assert SECRET not in asked[0].path + asked[0].headers["host"] + asked[0].body


@pytest.mark.parametrize(("status", "said"), [(500, "HTTP 500"), (404, "HTTP 404"), (302, "HTTP 302"), (307, "HTTP 307")])
def test_only_2xx_takes_it(status: int, said: str) -> None:
    asked: list[Asked] = []
    with serving(asked, status) as port, pytest.raises(WebhookError, match=said):
        post(f"http://u:{SECRET}@127.0.0.1:{port}/{SECRET}", {})
    assert len(asked) == 1, "a redirect is not followed"


def test_one_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "PATIENCE", 0.2)
    with listening() as sock, pytest.raises(WebhookError, match="timed out"):
        post(f"http://127.0.0.1:{sock.getsockname()[1]}/{SECRET}", {})


def test_one_that_refuses_is_told() -> None:
    with listening() as sock:
        port = sock.getsockname()[1]
    with pytest.raises(WebhookError, match="Connection refused") as told:
        post(f"http://u:{SECRET}@127.0.0.1:{port}/{SECRET}", {})
    assert SECRET not in str(told.value)


@contextmanager
def _answering(words: bytes) -> Iterator[int]:
    """A server that says the same to everybody and closes; its port."""
    with listening() as sock:

        def answer() -> None:
            peer, _ = sock.accept()
            with peer:
                peer.recv(65_536)
                peer.sendall(words)
                peer.shutdown(socket.SHUT_WR)
                peer.recv(1)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield sock.getsockname()[1]
        thread.join(5)


@pytest.mark.parametrize("words", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\xff\x00" * 50])
def test_one_that_speaks_no_http_is_told(words: bytes) -> None:
    with _answering(words) as port, pytest.raises(WebhookError):
        post(f"http://127.0.0.1:{port}/", {})


@pytest.mark.parametrize(
    "url", ["", "hook", "ftp://host/x", "file:///etc/passwd", "http://", f"http://host:{SECRET}/", "http://host:99999/", "http://a b/"]
)
def test_what_is_no_url_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(ValueError, match=r"http|[Pp]ort"):
        check(url)
