"""Rewrites session descriptions (RFC 8866): addresses under pseudonyms, keys and names gone, what was offered stays."""

from __future__ import annotations

import re

from sipwhy.export.disguise import Disguise

_KEPT_LINES = frozenset("vbtrmz")
_KEPT = frozenset(
    """rtpmap ptime maxptime sendrecv sendonly recvonly inactive rtcp-mux rtcp-rsize rtcp-fb setup connection
    ice-lite end-of-candidates extmap maxprate framesize framerate sctp-port max-message-size silencesupp
    direction bundle-only rtcp-mux-only T38FaxVersion T38MaxBitRate T38FaxFillBitRemoval T38FaxTranscodingMMR
    T38FaxTranscodingJBIG T38FaxRateManagement T38FaxMaxBuffer T38FaxMaxDatagram T38FaxUdpEC quality pcfg acfg
    tcap""".split()
)
_HEX = re.compile(r"[0-9A-Fa-f]{2}")
_FREE = frozenset({"mid", "group", "content", "ice-options"})
"""Attributes whose words are for people or programs to choose."""
_SETTING = re.compile(r"^(?:[A-Za-z][\w-]{0,30}=)?(?:[\d.,/-]{1,40}|yes|no|on|off|[0-9A-Fa-f]{1,8})$", re.IGNORECASE)
_LOCATED = re.compile(r"^(.*?)\bIN\s+(IP[46])\s+([^\s/]+)((?:/\d+)*)\s*$", re.IGNORECASE)
_ORIGIN = re.compile(r"(\d+)\s+(\d+)\s+$")
_CANDIDATE = re.compile(r"^(\S+) (\d+) (\S+) (\d+) (\S+) (\d+) typ (\w+)(?:.* raddr (\S+) rport (\d+))?")


class Descriptions:
    """Rewrites with the pseudonyms of `disguise`."""

    def __init__(self, disguise: Disguise) -> None:
        self._disguise = disguise

    def rewritten(self, text: str) -> str:
        """A description; its line ends stay, lines that only name somebody are dropped."""
        lines = (self._line(line) for line in text.splitlines(keepends=True))
        return "".join(line for line in lines if line is not None)

    def _line(self, line: str) -> str | None:
        bare = line.rstrip("\r\n")
        end, kind, value = line[len(bare) :], bare[:1], bare[2:]
        if bare[1:2] != "=":
            return end if not bare else None
        made = self._value(kind, value)
        return None if made is None else f"{kind}={made}{end}"

    def _value(self, kind: str, value: str) -> str | None:
        if kind == "o":
            return self._origin(value)
        if kind == "s":
            return "-"
        if kind == "c":
            found = _LOCATED.match(value)
            return self._place(found) if found and not found[1].strip() else None
        if kind == "a":
            return self._attribute(value)
        return value if kind in _KEPT_LINES else None

    def _origin(self, value: str) -> str:
        """Session and version stay where they are numbers; the user name does not."""
        found = _LOCATED.match(value)
        numbers = _ORIGIN.search(found[1]) if found else None
        return f"- {numbers[1]} {numbers[2]} {self._place(found)}" if found and numbers else "- 0 0 IN IP4 0.0.0.0"

    def _place(self, found: re.Match[str]) -> str:
        """Network type, family and address, with the TTL of a multicast one."""
        return f"IN {found[2].upper()} {self._disguise.host(found[3])}{found[4]}"

    def _attribute(self, value: str) -> str | None:
        name, colon, rest = value.partition(":")
        if name in _KEPT:
            return value
        made = self._secret(name, rest)
        return name + (colon + made if made else "") if made is not None else None

    def _secret(self, name: str, rest: str) -> str | None:
        disguise = self._disguise
        if name == "fmtp":
            return self._format(rest)
        if name in _FREE:
            return disguise.free(rest)
        if name == "rtcp":
            port, located = rest.split(" ", 1)[0], _LOCATED.match(rest)
            return f"{port} {self._place(located)}" if located and port.isdigit() else port if port.isdigit() else None
        if name == "crypto":
            tag, suite, key, *_ = [*rest.split(" "), "", "", ""]
            method, colon, secret = key.partition(":")
            return f"{tag} {suite} {method}{colon}{'A' * len(secret.split('|')[0])}"
        if name == "fingerprint":
            algorithm, _, digits = rest.partition(" ")
            return f"{algorithm} {_HEX.sub('00', digits)}"
        if name == "candidate":
            return self._candidate(rest)
        if name == "ssrc":
            return rest.split(" ", maxsplit=1)[0] + " cname:masked"
        return disguise.token(rest) if name in ("ice-ufrag", "ice-pwd") else None

    def _format(self, rest: str) -> str | None:
        """The format and those of its parameters that are numbers or switches."""
        number, _, parameters = rest.partition(" ")
        kept = [one.strip() for one in parameters.split(";") if _SETTING.match(one.strip())]
        return f"{number} {';'.join(kept)}" if number.isdigit() and kept else None

    def _candidate(self, rest: str) -> str | None:
        """RFC 8839 section 5.1; extensions are left out, since they may hold credentials."""
        found = _CANDIDATE.match(rest)
        if not found:
            return None
        foundation, component, transport, priority, address, port, kind, related, related_port = found.groups()
        mapped = f" raddr {self._disguise.host(related)} rport {related_port}" if related else ""
        own = f"{self._disguise.token(foundation)} {component} {transport} {priority} {self._disguise.host(address)} {port}"
        return f"{own} typ {kind}{mapped}"
