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


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("/путь", "/%D0%BF%D1%83%D1%82%D1%8C"),
        ("/a%20b/%D1%8F?who=я&and=a+b", "/a%20b/%D1%8F?who=%D1%8F&and=a+b"),
        ("", "/"),
    ],
)
def test_a_path_of_other_letters_is_sent_quoted_once(given: str, path: str) -> None:
    asked: list[Asked] = []
    with serving(asked, 200) as port:
        post(f"http://localhost:{port}{given}", {})
    assert asked[0].path == path


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://узел.example:8080/x", "http://xn--e1adn3a.example:8080/x"),
        ("https://u:p@[::1]:81/", "https://[::1]:81/"),
        ("http://web_hook/", "http://web_hook/"),
    ],
)
def test_a_host_is_asked_by_the_name_it_has_on_the_wire(url: str, said: str) -> None:
    assert webhook.request_of(url, b"").full_url == said


def test_a_name_that_is_found_impossible_late_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://{'a' * 70}.example:3128")
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(WebhookError, match="cannot be looked up"):
        post(f"http://hook.example/{SECRET}", {})


def test_a_refusal_of_the_document_is_final_and_one_of_the_moment_is_not() -> None:
    final = [WebhookError("", status).is_final for status in (400, 404, 413, 408, 429, 500, 302, None)]
    assert final == [True, True, True, False, False, False, False, False]


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
    "url",
    [
        "",
        "hook",
        "ftp://host/x",
        "file:///etc/passwd",
        "http://",
        f"http://host:{SECRET}/",
        "http://host:99999/",
        "http://a b/",
        "http://a..b/x",
        f"http://{'a' * 70}.example/",
        f"http://{'я' * 70}.example/",
    ],
)
def test_what_is_no_url_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(ValueError, match=r"http|[Pp]ort|label"):
        check(url)
