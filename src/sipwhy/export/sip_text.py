"""Rewrites whole SIP messages so that they name nobody and still tell the same story."""

from __future__ import annotations

import re

from sipwhy.export.descriptions import Descriptions
from sipwhy.export.disguise import MASKED, Disguise
from sipwhy.export.headers import COMPACT, Headers
from sipwhy.export.uris import Uris

_HEAD_END = re.compile(r"\r?\n\r?\n")
_FOLD = re.compile(r"\r?\n[ \t]+")
_LINE_END = re.compile(r"(\r?\n)")
_START = re.compile(r"^SIP/\d|\sSIP/\d\.\d\s*$", re.IGNORECASE)
_BOUNDARY = re.compile(r'boundary\s*=\s*"?([^";,\s]+)', re.IGNORECASE)


class SipText:
    """Rewrites with the pseudonyms of `disguise`."""

    def __init__(self, disguise: Disguise) -> None:
        self._disguise = disguise
        self._uris = Uris(disguise)
        self._headers = Headers(disguise, self._uris)
        self._descriptions = Descriptions(disguise)

    def rewritten(self, raw: bytes) -> bytes:
        """A message or the beginning of one; bytes that are no UTF-8 survive where their header does."""
        text = raw.decode("utf-8", "surrogateescape").lstrip("\r\n\0")
        end = _HEAD_END.search(text)
        head, body = (text[: end.start()], text[end.end() :]) if end else (text[: text.rfind("\n") + 1], "")
        pieces = [*_LINE_END.split(_FOLD.sub(" ", head)), ""]
        lines = [(line.replace("\r", " "), end) for line, end in zip(pieces[::2], pieces[1::2], strict=False) if line or end]
        content = _content_type(lines)
        made = self._body(content, body) if end else ""
        delta = len(_coded(made)) - len(_coded(body))
        out = [self._first_line(lines[0][0], delta) + lines[0][1]] if lines else []
        out += [self._header(line, delta) + newline for line, newline in lines[1:]]
        return _coded("".join(out) + (end[0] if end else "") + made)

    def _first_line(self, line: str, delta: int) -> str:
        """A start line, or the header that a fragment begins with (RFC 3420)."""
        return self._start_line(line) if _START.search(line) else self._header(line, delta)

    def _start_line(self, line: str) -> str:
        first, space, rest = line.partition(" ")
        middle, space2, last = rest.rpartition(" ")
        if first.upper().startswith("SIP/"):
            status, gap, reason = rest.partition(" ")
            return first + space + status + gap + self._disguise.free(reason)
        return first + space + self._uris.uri(middle) + space2 + last

    def _header(self, line: str, delta: int) -> str:
        name, colon, value = line.partition(":")
        if not colon:
            return MASKED
        bare = value.strip()
        gap = value[: len(value) - len(value.lstrip())]
        if COMPACT.get(name.strip().lower(), name.strip().lower()) == "content-length" and bare.isascii() and bare.isdigit():
            return f"{name}:{gap}{max(int(bare[:9]) + delta, 0)}"
        return f"{name}:{gap}{self._headers.value(name.strip(), bare)}"

    def _body(self, content: str, body: str) -> str:
        kind = content.split(";", maxsplit=1)[0].strip().lower()
        if not body.strip("\r\n"):
            return body
        if kind == "application/sdp" or (not kind and body.startswith("v=0")):
            return self._descriptions.rewritten(body)
        if kind == "message/sipfrag":
            return self._fragment(body)
        if kind.startswith("multipart/") and (found := _BOUNDARY.search(content)):
            return self._multipart(found[1], body)
        return MASKED

    def _fragment(self, body: str) -> str:
        if "\n" in body:
            return self.rewritten(_coded(body)).decode("utf-8", "surrogateescape")
        return self._start_line(body) if _START.search(body) else MASKED

    def _multipart(self, boundary: str, body: str) -> str:
        """Each part by its own type; its headers but Content-Type are left out."""
        first, *parts = body.split(f"--{boundary}")
        return "".join([first and "\r\n", *(f"--{boundary}{self._part(part)}" for part in parts)])

    def _part(self, part: str) -> str:
        end = _HEAD_END.search(part)
        if part.startswith("--") or not end:
            return part[:4] if part.startswith("--") else "\r\n"
        found = re.search(r"^(?:content-type|c)\s*:\s*([^\r\n]*)", part[: end.start()], re.IGNORECASE | re.MULTILINE)
        content = self._headers.value("content-type", found[1]) if found else ""
        inner = self._body(content, part[end.end() :])
        return f"\r\nContent-Type: {content}\r\n\r\n{inner}" + ("" if inner.endswith("\n") else "\r\n")


def _content_type(lines: list[tuple[str, str]]) -> str:
    for line, _ in lines:
        name, _, value = line.partition(":")
        if COMPACT.get(name.strip().lower(), name.strip().lower()) == "content-type":
            return value.strip()
    return ""


def _coded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
