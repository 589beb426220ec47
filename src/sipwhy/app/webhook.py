"""Sending what is new to a webhook; whatever is secret in its URL stays out of every text."""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

PATIENCE = 10
"""Seconds that a webhook may take for each step of its answer."""


class WebhookError(Exception):
    """It did not take what was sent; the text says why, and holds nothing of the URL."""


def check(url: str) -> None:
    """ValueError if `url` is none to which anything could be sent."""
    _request(url, b"")


def post(url: str, document: Mapping[str, Any]) -> None:
    """Sends JSON; WebhookError if it is not taken with a 2xx: another address that it names is not followed."""
    request = _request(url, json.dumps(document, ensure_ascii=False).encode())
    try:
        with urllib.request.build_opener(_NoOther).open(request, timeout=PATIENCE) as answer:
            answer.read(1)
    except urllib.error.HTTPError as error:
        with error:
            raise WebhookError(f"HTTP {error.code} {error.reason}".strip()) from None
    except TimeoutError:
        raise WebhookError("timed out") from None
    except OSError as error:  # URLError wraps what the system said
        reason = getattr(error, "reason", error)
        raise WebhookError(str(getattr(reason, "strerror", None) or reason)) from None
    except HTTPException as error:  # its text may be what a server sent instead of an answer
        raise WebhookError(f"no answer of HTTP ({type(error).__name__})") from None


def _request(url: str, body: bytes) -> urllib.request.Request:
    """The request; user and password of a URL go to where HTTP wants them (RFC 7617)."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or any(char.isspace() or not char.isprintable() for char in url):
        raise ValueError("expected http:// or https://")
    parts.port  # noqa: B018  # it is read here, where a wrong one is no more than a ValueError
    place = parts.netloc.rpartition("@")[2]
    request = urllib.request.Request(urlunsplit(parts._replace(netloc=place, fragment="")), body, {"Content-Type": "application/json"})
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
        request.add_unredirected_header("Authorization", "Basic " + base64.b64encode(pair).decode())
    return request


class _NoOther(urllib.request.HTTPRedirectHandler):
    """A redirect would be followed with a GET, without what was to be sent."""

    def redirect_request(self, *_: Any) -> None:
        return None
