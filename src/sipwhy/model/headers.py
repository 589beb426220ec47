"""Reading the values of SIP headers: parameters, URIs, challenges (RFC 3261 sections 20 and 25)."""

from __future__ import annotations

import re

END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
"""What parts the headers of a message from its body: an empty line (RFC 3261 section 7), ended as its sender ends lines."""
_PARAMETER = re.compile(r';\s*([\w.!%*+`\'~-]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^;,\s>]*))?')
_PAIR = re.compile(r'([\w-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^,\s]+)')
_IN_BRACKETS = re.compile(r'\s*(?:"(?:[^"\\]|\\.)*"|[^"<;]*)\s*<[^>]*>')
_URI = re.compile(r'\s*(?:"(?:[^"\\]|\\.)*"[^<]*|[^<;]*|[^<;:]*;[^<]*)<([^>]*)>?')
"""An address in angle brackets; one without has none before its parameters, which may hold some: sip:1@a;+sip.instance="<urn:uuid:7>"."""
_USER = re.compile(r"^sips?:([^@>]*)@", re.IGNORECASE)
_HOST = re.compile(r"^sips?:(?:[^@>]*@)?(\[[^\]]*\]|[^:;?>]*)(?::(\d{1,5})(?!\d))?", re.IGNORECASE)
_HIGHEST_PORT = 65535


def split_values(line: str) -> list[str]:
    """The values of one header line, split at its commas outside quotes and angle brackets."""
    if "," not in line:
        return [line.strip()]
    parts, start, quoted, escaped, depth = [], 0, False, False, 0
    for at, char in enumerate(line):
        if escaped:
            escaped = False
        elif quoted and char == "\\":
            escaped = True
        elif char == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif char in "<>":
            depth += 1 if char == "<" else -1
        elif char == "," and depth <= 0:
            parts.append(line[start:at].strip())
            start = at + 1
    parts.append(line[start:].strip())
    return [part for part in parts if part]


def parameter(value: str, name: str) -> str | None:
    """The header parameter `name` of one value ("" if it has none of its own), not one inside its URI."""
    uri = _IN_BRACKETS.match(value)
    rest = value[uri.end() :] if uri else value
    for found in _PARAMETER.finditer(rest):
        if found[1].lower() == name.lower():
            return unquoted(found[2] or "")
    return None


def pairs(value: str) -> dict[str, str]:
    """The `name=value` pairs of a challenge or of credentials (RFC 7616), names in lower case."""
    return {found[1].lower(): unquoted(found[2]) for found in _PAIR.finditer(value)}


def unquoted(text: str) -> str:
    """`text` without its quotes and escapes."""
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def uri_of(value: str) -> str:
    """The URI of a From, To, Contact or Route value; "*" stays as it is."""
    found = _URI.match(value)
    return found[1].strip() if found else value.split(";", 1)[0].strip()


def user_of(uri: str) -> str | None:
    """The user part of a sip, sips or tel URI, without user parameters ("1001" of "sip:1001;x=1@host")."""
    if uri[:4].lower() == "tel:":
        return uri[4:].split(";", 1)[0] or None
    found = _USER.match(uri)
    return found[1].split(":", 1)[0].split(";", 1)[0] or None if found else None


def host_of(uri: str) -> tuple[str, int] | None:
    """Host and port of a sip or sips URI; 0 if no port is written, or none that there can be."""
    found = _HOST.match(uri)
    if not found or not found[1]:
        return None
    port = int(found[2] or 0)
    return found[1].strip("[]"), port if port <= _HIGHEST_PORT else 0
