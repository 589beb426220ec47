"""Rewrites session descriptions (RFC 8866): addresses under pseudonyms, keys and names gone, what was offered stays."""

from __future__ import annotations

import re

from sipwhy.export.disguise import Disguise

_KEPT_LINES = frozenset("vbtrmz")
_KEPT = frozenset(
    """rtpmap fmtp ptime maxptime sendrecv sendonly recvonly inactive rtcp-mux rtcp-rsize rtcp-fb setup connection mid group
    ice-lite ice-options end-of-candidates extmap maxprate framesize framerate sctp-port max-message-size silencesupp
    direction bundle-only rtcp-mux-only T38FaxVersion T38MaxBitRate T38FaxFillBitRemoval T38FaxTranscodingMMR
    T38FaxTranscodingJBIG T38FaxRateManagement T38FaxMaxBuffer T38FaxMaxDatagram T38FaxUdpEC content quality cap pcfg acfg
    acap tcap csup creq""".split()
)
_HEX = re.compile(r"[0-9A-Fa-f]{2}")
_V4_OR_6 = re.compile(r"(?<=IP[46] )\S+")


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
            _, space, rest = value.partition(" ")
            return "-" + space + self._located(rest)
        if kind == "s":
            return "-"
        if kind == "c":
            return self._located(value)
        if kind == "a":
            return self._attribute(value)
        return value if kind in _KEPT_LINES else None

    def _located(self, text: str) -> str:
        """Addresses after "IP4" and "IP6"; a multicast TTL stays."""

        def other(found: re.Match[str]) -> str:
            address, slash, ttl = found[0].partition("/")
            return self._disguise.host(address) + slash + ttl

        return _V4_OR_6.sub(other, text)

    def _attribute(self, value: str) -> str | None:
        name, colon, rest = value.partition(":")
        if name in _KEPT:
            return value
        made = self._secret(name, rest)
        return name + (colon + made if made else "") if made is not None else None

    def _secret(self, name: str, rest: str) -> str | None:
        disguise = self._disguise
        if name == "rtcp":
            return self._located(rest)
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

    def _candidate(self, rest: str) -> str:
        """RFC 8839 section 5.1: foundation, component, transport, priority, address, port, then names and values."""
        words = rest.split(" ")
        for at, word in enumerate(words):
            if at == 4 or (at and words[at - 1] == "raddr"):
                words[at] = self._disguise.host(word)
        words[0] = self._disguise.token(words[0])
        return " ".join(words)
