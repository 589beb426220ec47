"""Sending what is new to a webhook; whatever is secret in its URL stays out of every text."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

PATIENCE = 10
"""Seconds that a webhook may take for each step of its answer."""


_PATH = "/%:@!$&'()*+,;=~"
"""What a path and a query may hold beside letters, digits and what is quoted already (RFC 3986 section 3.3)."""
_LATER = (408, 429)
"""Refusals that say: not now (RFC 9110 section 15.5.9, RFC 6585 section 4)."""


class WebhookError(Exception):
    """It did not take what was sent; the text says why, and holds nothing secret of the URL."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status
        """Of its answer, if there was one."""

    @property
    def is_final(self) -> bool:
        """Whether it would refuse the same document again: 4xx, but for those that ask to come later."""
        return self.status is not None and 400 <= self.status < 500 and self.status not in _LATER


def check(url: str) -> None:
    """ValueError if `url` is none to which anything could be sent."""
    request_of(url, b"")


def post(url: str, document: Mapping[str, Any]) -> None:
    """Sends JSON; WebhookError if it is not taken with a 2xx: another address that it names is not followed."""
    try:
        request = request_of(url, json.dumps(document, ensure_ascii=False).encode())
        with urllib.request.build_opener(_NoOther).open(request, timeout=PATIENCE) as answer:
            answer.read(1)
    except urllib.error.HTTPError as error:
        with error:
            raise WebhookError(f"HTTP {error.code} {error.reason}".strip(), error.code) from None
    except UnicodeError:  # of a proxy's name too
        raise WebhookError("a name cannot be looked up") from None
    except TimeoutError:
        raise WebhookError("timed out") from None
    except OSError as error:  # URLError wraps what the system said
        reason = getattr(error, "reason", error)
        raise WebhookError(str(getattr(reason, "strerror", None) or reason)) from None
    except HTTPException as error:  # its text may be what a server sent instead of an answer
        raise WebhookError(f"no answer of HTTP ({type(error).__name__})") from None


def request_of(url: str, body: bytes) -> urllib.request.Request:
    """The request; user and password of a URL go to where HTTP wants them (RFC 7617)."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or any(char.isspace() or not char.isprintable() for char in url):
        raise ValueError("expected http:// or https://")
    host = parts.hostname.encode("idna").decode()  # UnicodeError, a ValueError, of labels that are empty or too long
    place = (f"[{host}]" if ":" in host else host) + (f":{parts.port}" if parts.port is not None else "")
    plain = parts._replace(netloc=place, path=quote(parts.path, _PATH), query=quote(parts.query, _PATH + "?"), fragment="")
    request = urllib.request.Request(urlunsplit(plain), body, {"Content-Type": "application/json"})
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        request.add_unredirected_header("Authorization", "Basic " + base64.b64encode(pair).decode())
    return request


class _NoOther(urllib.request.HTTPRedirectHandler):
    """A redirect would be followed with a GET, without what was to be sent."""

    def redirect_request(self, *_: Any) -> None:
        return None
