"""What people and programs do to passwords: every likely wrong form of one password, the likeliest first."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from sipwhy.diagnosis.digest.keyboards import retyped
from sipwhy.diagnosis.digest.slip import Slip

SHORTEST = 4
"""Characters below which the beginning of a password is not tried: no telephone keeps so few, and it would tell too much."""
_LONGEST = 200
"""Characters above which nobody types: of such a password only beginnings are tried."""
_CHARSETS = ("latin-1", "cp1251", "koi8-r", "cp866", "utf-16-le")
_ALIKE = tuple("0Oo 1lI| 5S 8B 2Z еe аa оo сc рp хx уy АA ВB ЕE КK МM НH ОO РP СC ТT ХX".split())
_NO_BREAK = "\u00a0"

Wrong = tuple[Slip, int, bytes]
"""What was done, the length where it matters (else 0), the password as it came out."""


def wrong_forms(password: str, user: str) -> Iterator[Wrong]:
    """Every form that differs from `password` as UTF-8, each once."""
    seen = {as_bytes(password)}
    for slip, length, form in _forms(password, user):
        if form not in seen:
            seen.add(form)
            yield slip, length, form


def as_bytes(text: str) -> bytes:
    """The bytes of a text as UTF-8; bytes that were none come back as they were, lone surrogates too."""
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


def _forms(password: str, user: str) -> Iterator[Wrong]:
    yield from _beginnings(password)
    if len(password) > _LONGEST:
        return
    yield from ((Slip.ENCODING, 0, form) for form in _other_bytes(password))
    for slip, change in _CHANGES:
        yield from ((slip, 0, as_bytes(form)) for form in change(password))
    yield from ((Slip.LAYOUT, 0, form) for text in retyped(password) for form in (as_bytes(text), *_other_bytes(text)))
    yield Slip.SAME_AS_USER, 0, as_bytes(user)
    yield Slip.EMPTY, 0, b""


def _beginnings(password: str) -> Iterator[Wrong]:
    for length in range(len(password) - 1, SHORTEST - 1, -1):
        yield Slip.TRUNCATED, length, as_bytes(password[:length])
    whole = as_bytes(password)
    if len(whole) != len(password):
        for length in range(len(whole) - 1, SHORTEST - 1, -1):
            yield Slip.CUT, length, whole[:length]


def _other_bytes(text: str) -> Iterator[bytes]:
    """The same characters in other character sets, in other Unicode forms, and UTF-8 taken for Latin-1 and encoded once more."""
    if text.isascii():
        return
    for charset in _CHARSETS:
        try:
            yield text.encode(charset)
        except UnicodeEncodeError:
            continue
    yield from (as_bytes(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC"))
    yield as_bytes(as_bytes(text).decode("latin-1"))


def _cases(text: str) -> Iterator[str]:
    yield from (text.swapcase(), text.lower(), text.upper(), text[:1].swapcase() + text[1:], text[:1].upper() + text[1:].lower())
    yield from (text[:at] + text[at].swapcase() + text[at + 1 :] for at in range(len(text)))


def _blanks(text: str) -> Iterator[str]:
    for blank in (" ", "  ", "\t", _NO_BREAK):
        yield from (text + blank, blank + text, blank + text + blank)
    yield from (text.strip(), text.rstrip(), text.lstrip(), text.replace(" ", ""))


def _line_ends(text: str) -> Iterator[str]:
    yield from (text + "\r", text + "\n", text + "\r\n", text.rstrip("\r\n"))


def _quotes(text: str) -> Iterator[str]:
    for left, right in ('""', "''", "«»", "“”", "``", "<>"):
        yield left + text + right
        if len(text) > 2 and text[0] == left and text[-1] == right:
            yield text[1:-1]
    yield from (text.replace('"', ""), text.replace("'", ""))


def _escapes(text: str) -> Iterator[str]:
    yield from (html.escape(text), html.escape(text, quote=False), html.escape(html.escape(text)), html.unescape(text))
    yield from (html.escape(text).replace("&#x27;", "&#39;"), html.escape(text).replace("&#x27;", "&apos;"))
    safe = text.encode("utf-8", "replace")
    yield from (quote(safe, safe=""), quote(safe), quote(safe, safe="").lower(), quote_plus(safe), unquote(text), unquote_plus(text))
    for special in ("\\", '"', ";", "#", "$", "'"):
        yield text.replace(special, f"\\{special}")
        yield text.replace(f"\\{special}", special)
    yield from (text.replace("\\", "\\\\").replace('"', '\\"'), text.replace("\\", ""), text.replace("$", "$$"), text.replace("%", "%%"))


def _lookalikes(text: str) -> Iterator[str]:
    for alike in _ALIKE:
        for one in alike:
            for other in alike:
                if one == other or one not in text:
                    continue
                yield text.replace(one, other)
                yield from (text[:at] + other + text[at + 1 :] for at, char in enumerate(text) if char == one)


def _swaps(text: str) -> Iterator[str]:
    yield from (text[:at] + text[at + 1] + text[at] + text[at + 2 :] for at in range(len(text) - 1))


def _lacks(text: str) -> Iterator[str]:
    for at in range(len(text)):
        yield text[:at] + text[at + 1 :]
        yield text[:at] + text[at] + text[at:]


def _tail(text: str) -> Iterator[str]:
    if len(text) > SHORTEST:
        yield text[1:]


_CHANGES: tuple[tuple[Slip, Callable[[str], Iterator[str]]], ...] = (
    (Slip.BLANK, _blanks),
    (Slip.LINE_END, _line_ends),
    (Slip.CASE, _cases),
    (Slip.TAIL, _tail),
    (Slip.QUOTES, _quotes),
    (Slip.ESCAPED, _escapes),
    (Slip.DOUBLED, lambda text: iter((text + text,))),
    (Slip.LOOKALIKE, _lookalikes),
    (Slip.SWAPPED, _swaps),
    (Slip.MISSING, _lacks),
)
