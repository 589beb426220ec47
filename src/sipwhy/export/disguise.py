"""Who is called what in an anonymous export: one pseudonym for each user, name, host, address and token."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sipwhy.calls.hosts import platform_of
from sipwhy.export.addresses import Addresses
from sipwhy.reference.networks import is_numeric
from sipwhy.reference.scanners import tool_of
from sipwhy.texts.mask import Mask

_NOBODY = frozenset({"anonymous", "unavailable", "unknown", "restricted", "invalid"})
_OPEN_HOSTS = frozenset({"localhost", "anonymous.invalid", "invalid", "unknown", "unknown.invalid"})
_NUMBER = re.compile(r"^[+\d*#().\s-]*\d[+\d*#().\s-]*$")
_V4 = r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])"
_HARDWARE = r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}[:-]?){5,7}[0-9A-Fa-f]{2}(?![0-9A-Za-z])"
_V6 = r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])"
_SERIAL = r"(?<!\d)\d{5,}(?!\d)"
_SPOKEN = r"(?<![\d.])\+?\d(?:[ ()-]{0,2}\d){4,}(?![\d.])"
"""A number as people write it, with blanks, brackets and hyphens."""
_DOMAIN = r"(?<![\w.-])(?:[A-Za-z0-9_](?:[\w-]*[\w])?\.)+[A-Za-z]{2,}(?![\w-])"
_FREE = f"(?P<address>{_V4}|{_V6})|(?P<digits>{_SPOKEN})|(?P<hardware>{_HARDWARE})|(?P<domain>{_DOMAIN})"
_PRODUCT = f"(?P<hardware>{_HARDWARE})|(?P<serial>{_SERIAL})|(?P<domain>{_DOMAIN})"
_REMARK = re.compile(r"\s*\([^()\d]*\)")
"""A comment without a digit: no version, perhaps a person's name for the device."""
_PRODUCTS = frozenset(
    """asterisk freepbx fpbx freeswitch kamailio opensips openser 3cx yealink grandstream snom polycom cisco fanvil gigaset panasonic
    mitel aastra eltex linksys sipura linphone zoiper microsip baresip pjsua bria jitsi blink telephone twinkle""".split()
)
_TESTER = re.compile(r"sipp(?:[ /]v?\d[\d.]*)?(?![\w.-])", re.IGNORECASE)
_NOUNS = frozenset("pbx sip ua sbc voip gw phone media server gateway system client release build version".split())
MASKED = "masked"
_FREE_WORD = 3
"""Identities shorter than this are not looked for in free text: "de" or "12" stand there for themselves."""


class Disguise:
    """The pseudonyms of one export. `seed` makes them repeatable."""

    def __init__(self, seed: bytes | None = None) -> None:
        self._mask = Mask(seed)
        self._addresses = Addresses()
        self._names: dict[str, str] = {}
        self._hosts: dict[str, str] = {}
        self._realms: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        self.known: dict[str, str] = {}
        """Every identity met so far and its pseudonym, for free text and for the last check."""

    def address(self, text: str) -> str:
        """An IP address; "[...]" around it stays."""
        other = self._addresses.other(text.strip("[]"))
        return f"[{other}]" if text.startswith("[") else other

    def host(self, text: str) -> str:
        """A host as a URI names it: an address or a name."""
        if is_numeric(text):
            return self._met(text.strip("[]"), self.address(text).strip("[]")) if not text.startswith("[") else self.address(text)
        name = text.lower().rstrip(".")
        if not name or name in _OPEN_HOSTS or name.endswith(".invalid"):
            return text
        return self._met(text, self._hosts.setdefault(name, f"host-{len(self._hosts) + 1}.example"))

    def user(self, text: str) -> str:
        """The user part of a URI, or a login name."""
        if text.lower() in _NOBODY:
            return text
        if text.isascii() and _NUMBER.match(text):
            return self._met(text, self._digits(text))
        return self._met(text, self._mask.user(text))

    def name(self, text: str) -> str:
        """A display name."""
        if not text.strip() or text.lower() in _NOBODY:
            return text
        if text.isascii() and _NUMBER.match(text):
            return self.user(text)
        return self._met(text, self._names.setdefault(text, f"Name {len(self._names) + 1}"))

    def realm(self, text: str) -> str:
        """A protection domain: a host where it looks like one."""
        if is_numeric(text) or "." in text:
            return self.host(text)
        return self._met(text, self._realms.setdefault(text, f"realm-{len(self._realms) + 1}")) if text else text

    def token(self, text: str) -> str:
        """A tag, branch, nonce or key: other letters and digits of the same shape."""
        return self._mask.token(text)

    def call_id(self, text: str) -> str:
        """A Call-ID: its local part is a token, what stands behind "@" a host."""
        local, at, host = text.partition("@")
        return self.token(local) + at + self.host(host)

    def free(self, text: str) -> str:
        """Free text: what is known to be an identity is replaced, and what looks like one."""
        return self._replaced(text, _FREE, self.known)

    def product(self, text: str) -> str:
        """
        What a known product calls itself: its version stays, its serial number and its owner's names do not.

        Of a scanner or a program for tests only the name by which it is known stays; an unknown product may be named by its owner.
        """
        if tester := _TESTER.match(text):
            return tester[0]
        if tool := tool_of(text):
            return tool.part
        if platform_of(text) == (None, "unknown"):
            return MASKED
        text = " ".join(word for word in text.split() if _tells_product(word))
        return self._replaced(_REMARK.sub("", text), _PRODUCT, [one for one in self.known if one.lower() not in _PRODUCTS])

    def leaks(self, text: str, shortest: int = 6) -> list[str]:
        """The identities of at least `shortest` characters that still stand in `text`."""
        issued = set(self.known.values())
        return [one for one in self.known if len(one) >= shortest and one not in issued and one in text]

    def _digits(self, text: str) -> str:
        masked = iter(self._mask.digits("".join(filter(str.isdigit, text))))
        return "".join(next(masked) if char.isdigit() else char for char in text)

    def _met(self, text: str, other: str) -> str:
        self.known[text] = self._folded[text.casefold()] = other
        return other

    def forced(self, text: str) -> str:
        """`text`, of a message too damaged to be understood, with known identities replaced wherever they stand."""
        for one in sorted(self.leaks(text), key=len, reverse=True):
            text = text.replace(one, self.known[one])
        return text

    def _replaced(self, text: str, looks: str, among: Iterable[str]) -> str:
        """Replaces known identities and what `looks` like one in a single pass: a pseudonym is not replaced again."""
        folded = text.casefold()
        words = sorted((one for one in among if len(one) >= _FREE_WORD and one.casefold() in folded), key=len, reverse=True)
        known = rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)|" if words else ""
        return re.sub(known + looks, self._other, text, flags=re.IGNORECASE)

    def _other(self, found: re.Match[str]) -> str:
        text, kind = found[0], found.lastgroup
        if kind == "address" and not is_numeric(text):
            return text
        if kind in ("address", "domain"):
            return self.host(text)
        if kind == "digits":
            return self._digits(text)
        return self.token(text) if kind else self._folded.get(text.casefold(), MASKED)  # "İ" matches "i" and does not fold to it


def _tells_product(word: str) -> bool:
    """Whether a word of a User-Agent is a product's name, its version, or a common noun of such names."""
    folded = word.lower()
    return any(char.isdigit() for char in word) or folded.strip("()") in _NOUNS or any(product in folded for product in _PRODUCTS)
