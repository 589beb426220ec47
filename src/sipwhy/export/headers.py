"""Which header is rewritten how (IANA registry "SIP Header Fields"); what is not listed is masked whole."""

from __future__ import annotations

import re
from collections.abc import Callable

from sipwhy.export.disguise import MASKED, Disguise
from sipwhy.export.uris import Uris
from sipwhy.model.headers import pairs
from sipwhy.reference.pick_up import PICK_UP

COMPACT = {
    "i": "call-id", "m": "contact", "e": "content-encoding", "l": "content-length", "c": "content-type", "f": "from",
    "s": "subject", "k": "supported", "t": "to", "v": "via", "o": "event", "u": "allow-events", "x": "session-expires",
    "r": "refer-to", "b": "referred-by", "j": "reject-contact", "a": "accept-contact", "d": "request-disposition",
    "y": "identity", "n": "identity-info",
}  # fmt: skip
"""Compact forms (RFC 3261 section 7.3.3, RFC 3515, 3841, 3892, 4028, 4474, 6665)."""

_OPEN = frozenset(
    """cseq max-forwards content-length expires min-expires session-expires min-se supported require
    proxy-require unsupported allow allow-events accept accept-encoding accept-language rseq rack timestamp
    date privacy mime-version content-encoding content-language
    request-disposition answer-mode priv-answer-mode p-auto-answer p-early-media p-preferred-service p-asserted-service
    suppress-if-match flow-timer recv-info refer-sub""".split()
)
_ADDRESSES = frozenset(
    """from to contact route record-route p-asserted-identity p-preferred-identity remote-party-id diversion history-info
    referred-by refer-to path service-route reply-to p-called-party-id p-associated-uri p-served-user call-info
    error-info accept-contact reject-contact p-profile-key permission-missing trigger-consent""".split()
)
_REPLACES = frozenset({"replaces", "join", "target-dialog"})
_CREDENTIALS = frozenset({"authorization", "proxy-authorization", "www-authenticate", "proxy-authenticate", "authentication-info"})
_OPEN_PAIRS = frozenset({"algorithm", "qop", "stale", "nc", "auts"})
_DIGESTS = frozenset({"response", "rspauth"})
_PAIRS = _OPEN_PAIRS | _DIGESTS | {"username", "realm", "nonce", "cnonce", "opaque", "uri", "domain", "nextnonce", "userhash", "charset"}
"""Names of parameters of challenges and credentials (RFC 7616, RFC 3310)."""
_SCHEMES = frozenset({"basic", "bearer", "ntlm", "kerberos", "negotiate", "tls-dsk"})
"""Other schemes (IANA registry "HTTP Authentication Schemes"; [MS-SIPAE]): what stands behind them is masked whole."""

_PRIORITIES = frozenset({"emergency", "urgent", "normal", "non-urgent"})


class Headers:
    """Rewrites header values with the pseudonyms of `disguise`."""

    def __init__(self, disguise: Disguise, uris: Uris) -> None:
        self._disguise = disguise
        self._uris = uris
        self.call_ids: set[str] = set()
        self._special: dict[str, Callable[[str], str]] = {
            "via": uris.via,
            "alert-info": self._alert,
            "call-id": self._call_id,
            "in-reply-to": self._call_id,
            "user-agent": disguise.product,
            "server": disguise.product,
            "reason": disguise.free,
            "warning": disguise.free,
            "retry-after": disguise.free,
            "event": self._with_parameters,
            "subscription-state": self._with_parameters,
            "content-type": self._content_type,
            "priority": lambda value: value if value.lower() in _PRIORITIES else MASKED,
            "content-disposition": lambda value: value.partition(";")[0],
            "session-id": self._session_id,
            "p-charging-vector": self._charging,
        }

    def value(self, name: str, value: str) -> str:
        """The value of one header line; `name` in any form and case."""
        name = COMPACT.get(name.lower(), name.lower())
        if name in _OPEN or not value:
            return value
        if name in self._special:
            return self._special[name](value)
        if name in _ADDRESSES:
            return self._uris.addresses(value)
        if name in _REPLACES:
            return self._uris.replaces(value)
        if name in _CREDENTIALS:
            return self._credentials(value)
        return self._unlisted(value)

    def _unlisted(self, value: str) -> str:
        """A header of somebody's own: a Call-ID of another leg is kept, since it joins legs; all else is masked."""
        return self._disguise.call_id(value) if value in self.call_ids else MASKED

    def _call_id(self, value: str) -> str:
        self.call_ids.add(value)
        return self._disguise.call_id(value)

    def _alert(self, value: str) -> str:
        return value if value.strip(' "<>').lower() in PICK_UP else self._uris.addresses(value)

    def _with_parameters(self, value: str) -> str:
        """One word and parameters: a dialog's identities among them are replaced."""
        word, semicolon, rest = value.partition(";")
        return word + self._uris.parameters(semicolon + rest)

    def _content_type(self, value: str) -> str:
        """The type, and of its parameters the boundary alone: a name or a start can be a file's."""
        kind, _, rest = value.partition(";")
        boundary = re.search(r'boundary\s*=\s*("[^"]*"|[^;,\s]+)', rest, re.IGNORECASE)
        return kind.strip() + (f";boundary={boundary[1]}" if boundary else "")

    def _session_id(self, value: str) -> str:
        """RFC 7989: the remote part names another session by the same kind of token."""
        own, _, rest = value.partition(";")
        remote = re.search(r"remote\s*=\s*([^;\s]+)", rest, re.IGNORECASE)
        return self._disguise.token(own.strip()) + (f";remote={self._disguise.token(remote[1])}" if remote else "")

    def _charging(self, value: str) -> str:
        return self._uris.parameters(";" + value).removeprefix(";")

    def _credentials(self, value: str) -> str:
        """A challenge or credentials (RFC 7616): realm and user under their pseudonyms, digests as zeros, all of another scheme masked."""
        scheme, space, rest = value.strip().partition(" ")
        if "=" in scheme:
            scheme, space, rest = "", "", value
        elif scheme.lower() != "digest":
            return f"{scheme} {MASKED}" if scheme.lower() in _SCHEMES else MASKED
        named = ((name if name in _PAIRS else self._disguise.token(name), self._pair(name, text)) for name, text in pairs(rest).items())
        return scheme + space + ", ".join(f"{name}={text}" for name, text in named)

    def _pair(self, name: str, value: str) -> str:
        if name in _OPEN_PAIRS:
            return f'"{value}"' if name == "qop" and "," in value else value
        return f'"{self._secret(name, value)}"'

    def _secret(self, name: str, value: str) -> str:
        if name == "username":
            user, at, host = value.partition("@")
            return self._disguise.user(user) + at + (self._disguise.host(host) if at else "")
        if name == "realm":
            return self._disguise.realm(value)
        if name in ("uri", "domain"):
            return " ".join(self._uris.uri(one) for one in value.split())
        return "0" * len(value) if name in _DIGESTS else self._disguise.token(value)
