"""Rewrites URIs and the headers that carry them (RFC 3261 sections 19.1 and 20, RFC 3966)."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from sipwhy.export.disguise import MASKED, Disguise
from sipwhy.model.headers import split_values, unquoted
from sipwhy.reference.networks import is_numeric
from sipwhy.reference.pick_up import PICK_UP

_NAMED = re.compile(r'^\s*("(?:[^"\\]|\\.)*"|[^<"]*?)\s*<([^>]*)>?(.*)$', re.DOTALL)
_PARAMETER = re.compile(r';\s*([^=;\s]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*))?')
_OPEN = frozenset(
    {
        "transport", "lr", "ttl", "method", "ob", "r2", "rport", "expires", "q", "reg-id", "index", "cause", "counter",
        "privacy", "screen", "party", "id-type", "id-priv", "npdi", "comp", "keep", "protocol", "refresher", "nat",
        "ftag-present", "isfocus", "audio", "video", "early-only", "level", "limit", "order", "answer-after",
    }
)  # fmt: skip
"""Parameters that name nobody."""
_SCHEME = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*$")
_SCHEMES = frozenset({"sip", "sips", "tel", "urn", "http", "https", "cid", "pres", "im", "mailto", "fax", "modem", "data"})
_SOCKET = re.compile(r"^(\[[^\]]*\]|[^:\s]*)(:\d{0,5})?$")
_VIA = re.compile(r"^\s*([A-Za-z0-9.]{1,12}\s*/\s*[\d.]{1,8}\s*/\s*[A-Za-z-]{1,12})\s+(.*)$", re.DOTALL)
_UNCLOSED = re.compile(r"^([^<]*)<([^>]*)>?(.*)$", re.DOTALL)
"""A display name whose quotation mark is never closed."""
_HOSTS = frozenset({"received", "maddr", "phone-context", "orig-ioi", "term-ioi", "icid-generated-at", "rn-context", "remote-ip"})
_ENDED = frozenset(
    """deactivated probation rejected timeout giveup noresource invariant unconditional user-busy no-answer unavailable do-not-disturb
    time-of-day deflection away follow-me out-of-service unknown""".split()
)
"""Reasons of Subscription-State (RFC 6665) and Diversion (RFC 5806)."""
_NAMES = _OPEN | frozenset({"reason", "user", "text"}) | _HOSTS | frozenset(
    {
        "tag", "branch", "to-tag", "from-tag", "call-id", "+sip.instance", "gr", "line", "rinstance", "alias", "pub-gruu", "temp-gruu",
        "username", "rn", "cic", "otg", "dtg", "tgrp", "trunk-context", "icid-value", "remote", "methods", "ftag", "vsf", "did",
        "replaces", "require", "mobility", "info", "description", "events", "schemes", "sip.byeless", "purpose", "appearance", "early",
        "ms-received-port", "ms-received-cid", "epid", "oc-node", "oc", "sigcomp-id", "np", "noa", "cpc", "isub", "ext", "postd",
    }
)  # fmt: skip
"""Names of parameters and URI headers that are known to name nobody."""


class Uris:
    """Rewrites with the pseudonyms of `disguise`."""

    def __init__(self, disguise: Disguise) -> None:
        self._disguise = disguise

    def uri(self, uri: str) -> str:
        """One URI; "*" stays."""
        scheme, colon, rest = uri.strip().partition(":")
        if uri.strip() == "*":
            return uri
        if not colon or not _SCHEME.match(scheme):
            return MASKED
        kind = scheme.lower()
        if kind in ("sip", "sips"):
            return f"{scheme}:{self._sip(rest)}"
        if kind == "tel":
            number, semicolon, parameters = rest.partition(";")
            return f"{scheme}:{self._disguise.user(number)}{self.parameters(semicolon + parameters)}"
        if kind not in _SCHEMES:
            return MASKED
        if kind == "urn" and rest.startswith("service:"):
            return uri
        return f"{scheme}:{self._disguise.token(rest)}"

    def addresses(self, line: str) -> str:
        """The values of one header line: display names, URIs and parameters."""
        return ", ".join(map(self._address, split_values(line)))

    def via(self, line: str) -> str:
        """The values of one Via line."""
        return ", ".join(map(self._via, split_values(line)))

    def parameters(self, text: str) -> str:
        """Parameters, each with its semicolon."""
        return "".join(self._parameter(found[1], found[2]) for found in _PARAMETER.finditer(text))

    def replaces(self, value: str) -> str:
        """A Call-ID with tags, as in Replaces and Target-Dialog (RFC 3891)."""
        call_id, semicolon, rest = value.partition(";")
        return self._disguise.call_id(call_id.strip()) + self.parameters(semicolon + rest)

    def socket(self, text: str) -> str:
        """A host with or without a port."""
        if is_numeric(text.strip()):
            return self._disguise.host(text.strip())  # IPv6 without its brackets, as `received` has it
        found = _SOCKET.match(text.strip())
        return self._disguise.host(found[1]) + (found[2] or "") if found else MASKED

    def _sip(self, rest: str) -> str:
        user, at, where = rest.partition("@") if "@" in rest else ("", "", rest)
        where, question, headers = where.partition("?")
        host, semicolon, parameters = where.partition(";")
        named = self._user(user) + at if at else ""
        return named + self.socket(host) + self.parameters(semicolon + parameters) + question + self._uri_headers(headers)

    def _user(self, user: str) -> str:
        user, semicolon, parameters = user.partition(";")
        name, colon, _ = user.partition(":")
        return (
            self._disguise.user(unquote(name)).replace(" ", "%20") + (":masked" if colon else "") + self.parameters(semicolon + parameters)
        )

    def _uri_headers(self, headers: str) -> str:
        pairs = (pair.partition("=") for pair in headers.split("&") if pair)
        return "&".join(f"{self._known(name)}{equals}{self._uri_header(name, unquote(value))}" for name, equals, value in pairs)

    def _uri_header(self, name: str, value: str) -> str:
        return quote(self.replaces(value), safe="") if name.lower() == "replaces" else self._disguise.token(value)

    def _address(self, value: str) -> str:
        found = _NAMED.match(value)
        if not found and "<" in value:
            found = _UNCLOSED.match(value)
        if not found:
            uri, semicolon, parameters = value.partition(";")
            return self.uri(uri) + self.parameters(semicolon + parameters)
        name = unquoted(found[1].strip())
        shown = f'"{self._disguise.name(name)}" ' if name else ""
        return f"{shown}<{self.uri(found[2])}>{self.parameters(found[3])}"

    def _via(self, value: str) -> str:
        found = _VIA.match(value)
        if not found:
            return MASKED
        sent_by, semicolon, parameters = found[2].partition(";")
        return f"{found[1]} {self.socket(sent_by)}{self.parameters(semicolon + parameters)}"

    def _parameter(self, name: str, value: str | None) -> str:
        said = self._known(name)
        if value is None:
            return f";{said}"
        text = value.strip()
        return f";{said}={self._quoted(name.lower(), unquoted(text), text.startswith(chr(34)))}"

    def _known(self, name: str) -> str:
        """The name of a parameter or URI header: one that is not known may itself name somebody."""
        return name if name.lower() in _NAMES else self._disguise.token(name)

    def _quoted(self, name: str, value: str, quotes: bool) -> str:
        said = self._value(name, value)
        return f'"{said}"' if quotes else said

    def _value(self, name: str, value: str) -> str:
        disguise = self._disguise
        if name in _OPEN or not value:
            return value
        if value[:5].lower().startswith(("sip:", "sips:")):
            return self.uri(value)
        if name in _HOSTS:
            return disguise.user(value) if value.startswith("+") else self.socket(value)
        if name == "call-id":
            return disguise.call_id(value)
        if name == "reason" and value.lower() in _ENDED:
            return value
        if name == "info" and value.lower() in PICK_UP:
            return value
        if name == "branch":
            cookie = value[:7] if value[:7].lower() == "z9hg4bk" else ""
            return cookie + disguise.token(value[len(cookie) :])
        if name == "user" and value.lower() in ("phone", "ip", "dialstring"):
            return value
        if name in ("user", "username", "rn", "cic", "otg", "dtg", "tgrp"):
            return disguise.user(value)
        return disguise.token(value)
