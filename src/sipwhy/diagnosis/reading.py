"""Reading single messages and legs for rules: what an answer says in words, what a challenge asks, how long a phone rang."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from urllib.parse import unquote

from sipwhy.model import Call, Endpoint, Leg, Message, Transaction
from sipwhy.model.digits import number_in
from sipwhy.model.headers import pairs, parameter, unquoted
from sipwhy.model.message import CREDENTIALS
from sipwhy.reference.payload_types import is_voice
from sipwhy.reference.phrases import SAID_BY, Phrase, exact, parts
from sipwhy.reference.products import product_of
from sipwhy.reference.spelling import normalised

_WARNING = r"(?s)^\s*(\d{3})\s+\S+\s*(.*)$"
FORWARDED = 181
"""Call Is Being Forwarded."""
PROVED_ELSEWHERE = frozenset(
    "ack-lost duration-limit offer-answer-violation reinvite-rejected request-glare rtp-timeout session-timer-expired "
    "transfer-failed transport-mismatch".split()
)
"""Diagnoses whose rules want more than a phrase: beside such a phrase the status is read as if it had none."""
_CODE = 3
"""The most digits of a cause or status."""
_REPLACES = re.compile(r"[?&]Replaces=([^&>]+)", re.IGNORECASE)
_SECRET = frozenset({"response", "cnonce", "nc"})
CHALLENGES = ("WWW-Authenticate", "Proxy-Authenticate")


def normalised_phrase(message: Message) -> str:
    """The reason phrase of an answer, normalised."""
    return normalised(message.reason or "")


def reasons(message: Message, protocol: str) -> Iterator[str]:
    """The values of Reason for one protocol (RFC 3326), "Q.850" or "SIP"."""
    for value in message.values("Reason"):
        if value.split(";", 1)[0].strip().lower() == protocol.lower():
            yield value


def q850(message: Message) -> int | None:
    """The Q.850 cause of Reason, or of Asterisk's own header."""
    value = q850_reason(message)
    return number_in(parameter(value, "cause") if value else message.header("X-Asterisk-HangupCauseCode"), _CODE)


def q850_reason(message: Message) -> str | None:
    """The first value of Reason that names a Q.850 cause; beside it others may tell of SIP (RFC 3326 section 2)."""
    return next((value for value in reasons(message, "Q.850") if number_in(parameter(value, "cause"), _CODE) is not None), None)


def q850_location(message: Message) -> str | None:
    """Who cleared, as Q.850 says it: U (user), LPN, LN, TN ... (RFC 8606)."""
    found = (parameter(value, "location") for value in reasons(message, "Q.850"))
    return next((location.upper() for location in found if location), None)


def sip_cause(message: Message) -> int | None:
    """The SIP status that Reason names ("SIP;cause=408")."""
    for value in reasons(message, "SIP"):
        if (cause := number_in(parameter(value, "cause"), _CODE)) is not None:
            return cause
    return None


def reason_text(message: Message) -> str:
    """The words of its Reason headers."""
    return " ".join(filter(None, (parameter(value, "text") for value in message.values("Reason"))))


def warning(message: Message) -> tuple[int, str] | None:
    """Code and words of its first Warning (RFC 3261 section 20.43)."""
    for value in message.values("Warning"):
        if found := re.match(_WARNING, value):
            return int(found[1]), unquoted(found[2].strip())
    return None


def warning_code(message: Message) -> int | None:
    """The code of its first Warning."""
    found = warning(message)
    return found[0] if found else None


def words(message: Message) -> str:
    """What an answer says beside its status, as it stands: Reason text, else Warning text, else the phrase."""
    found = warning(message)
    return reason_text(message) or (found[1] if found else "") or message.reason or ""


_NAMED = {"invalid number format": (28,), "invalid number format address incomplete": (28,)}
"""Names of Q.850 causes that would pass for a vendor's words: beside their cause they say no more than it does (ITU-T Q.850 table 1)."""


def phrase_of(message: Message) -> Phrase | None:
    """What the table of vendors' phrases knows about an answer of 400 or above."""
    found = warning(message)
    said = normalised(reason_text(message))
    texts = (
        normalised_phrase(message),
        "" if q850(message) in _NAMED.get(said, ()) else said,
        normalised(found[1]) if found else "",
        normalised(message.header("P-Registrar-Error") or ""),  # Kamailio's and OpenSIPS's registrar: the status line says 503, or 400
    )
    return phrase_among(texts, message.status, message.method, message.agent)


def phrase_among(texts: Sequence[str], status: int | None, method: str | None, agent: str | None = None) -> Phrase | None:
    """The same of normalised words, the status and method that they came with, and what who said them calls itself."""
    whole = (row for text in texts for row in _by_text().get(text, ()) if _applies(row, status, method, agent))
    if row := next(whole, None):
        return row
    return next((row for row in _parts_of(f" {' '.join(texts)} ") if _applies(row, status, method, agent)), None)


@cache
def _by_text() -> Mapping[str, Sequence[Phrase]]:
    """Whole phrases by their words."""
    found: dict[str, list[Phrase]] = {}
    for row in exact():
        if row.slug not in PROVED_ELSEWHERE:
            found.setdefault(row.text, []).append(row)
    return found


@lru_cache(maxsize=1024)
def _parts_of(said: str) -> tuple[Phrase, ...]:
    """What the table knows of words within what was said; answers with the same words are many."""
    return tuple(row for text, row in _words() if text in said)


@cache
def _words() -> tuple[tuple[str, Phrase], ...]:
    """Words within what was said, each behind a blank."""
    return tuple((f" {row.text}", row) for row in parts() if row.slug not in PROVED_ELSEWHERE)


def _applies(row: Phrase, status: int | None, method: str | None, agent: str | None) -> bool:
    if (row.statuses and status not in row.statuses) or (row.methods and method not in row.methods):
        return False
    return row.entry not in SAID_BY or agent is None or is_said_by_maker(row, agent)


def is_said_by_maker(row: Phrase, agent: str | None) -> bool:
    """Whether who calls itself `agent` is the product whose words these are."""
    product = product_of(agent or "")
    return product is not None and product.vendor == SAID_BY.get(row.entry)


def challenge(message: Message) -> Mapping[str, str]:
    """What a 401 or 407 asks: realm, nonce, algorithm, qop, stale ... (RFC 7616); empty if it asks nothing."""
    return next((pairs(value.partition(" ")[2]) for value in _lines(message, CHALLENGES)), {})


def challenges(message: Message) -> tuple[Mapping[str, str], ...]:
    """Every challenge in an answer: servers may offer several algorithms (RFC 8760)."""
    return tuple(pairs(value.partition(" ")[2]) for value in _lines(message, CHALLENGES))


def credentials(message: Message) -> Mapping[str, str]:
    """What a request says who it is: username, realm, nonce, uri, algorithm ...; the digest itself is left out."""
    found = (pairs(value.partition(" ")[2]) for value in _lines(message, CREDENTIALS))
    return next(({name: value for name, value in given.items() if name not in _SECRET} for given in found), {})


def event_of(message: Message) -> str:
    """The event package that a SUBSCRIBE, NOTIFY or PUBLISH names, without its parameters (RFC 6665 section 8.2.1); "" if none."""
    return (message.header("Event") or message.header("o") or "").split(";")[0].strip()


def has_credentials(message: Message | None) -> bool:
    """Whether a request carries Authorization or Proxy-Authorization with a digest."""
    return message is not None and message.has_credentials


def _lines(message: Message, names: Iterable[str]) -> Iterator[str]:
    return (value for name, value in message.headers if name in names)


def is_challenge(message: Message | None) -> bool:
    """Whether an answer is 401 or 407."""
    return message is not None and message.status in (401, 407)


def is_stale(message: Message | None) -> bool:
    """Whether a challenge says stale=true."""
    return message is not None and any(asked.get("stale", "").lower() == "true" for asked in challenges(message))


def asked_by_pjsip(message: Message) -> bool:
    """Whether a challenge looks like Asterisk's res_pjsip: opaque and qop are there, and the nonce is "time/hash"."""
    asked = challenge(message)
    return "opaque" in asked and "qop" in asked and "/" in asked.get("nonce", "")


def sent_times(transaction: Transaction) -> int:
    """How often its request was sent."""
    return len(transaction.repeats) + (transaction.request is not None)


def replaced_by(refer: Message) -> str | None:
    """The Call-ID of the call that is to be replaced, as Refer-To of an attended transfer names it (RFC 5589 section 7.3)."""
    found = _REPLACES.search(refer.header("Refer-To") or "")
    return unquote(found[1]).split(";")[0].strip() or None if found else None


def waited(transaction: Transaction) -> float:
    """Seconds from the first sending of the request to the last."""
    last = transaction.repeats[-1] if transaction.repeats else transaction.first
    return (last.ts - transaction.first.ts) / 1e6


def ring_start(leg: Leg) -> Message | None:
    """The first 18x to an attempt of a leg, but for 181: a call that is forwarded rings nowhere yet (RFC 3261 section 21.1.3)."""
    return next((answer for t in leg.attempts for answer in t.provisional if answer.status not in (None, 100, FORWARDED)), None)


def is_forwarded(leg: Leg) -> bool:
    """Whether the calling side was told that its call is forwarded (181)."""
    return any(answer.status == FORWARDED for t in leg.attempts for answer in t.provisional)


def cancel_of(leg: Leg) -> Message | None:
    """The first CANCEL on a leg."""
    return next((t.first for t in leg.transactions_of("CANCEL")), None)


def early_bye_of(leg: Leg, final: Message | None) -> Message | None:
    """The BYE by which the calling side gave up before the answer, which 487 then ends (RFC 3261 section 15.1)."""
    if final is None or final.status != 487:
        return None
    return next((t.first for t in leg.transactions_of("BYE") if t.first.src == leg.src and t.first.number < final.number), None)


def ringing_seconds(leg: Leg) -> float | None:
    """Seconds from the first 18x to CANCEL or else the final answer; None if it did not ring or nothing ended it."""
    start = ring_start(leg)
    final = leg.final
    end = cancel_of(leg) or final
    return max((end.ts - start.ts) / 1e6, 0.0) if start and end else None


def codecs_of(message: Message | None) -> tuple[str, ...]:
    """The codecs of voice that a message's description names."""
    audio = message.audio if message else None
    voice = (codec for codec in (audio.codecs if audio else ()) if is_voice(codec.payload_type, codec.name))
    return tuple(dict.fromkeys(codec.name or str(codec.payload_type) for codec in voice))


def writer_of(message: Message) -> tuple[Endpoint, str | None]:
    """Who wrote its description: the socket it came from, and the tag of that side, which differs for each branch of a fork."""
    return message.src, message.from_tag if message.is_request else message.to_tag


def answered_at(call: Call) -> int | None:
    """The number of the message that answered the call first."""
    return next((leg.answer.number for leg in call.legs if leg.answer), None)


def seconds_to_end(call: Call, message: Message) -> float:
    """Seconds from a message to the end of the capture."""
    return (call.capture_end - message.ts) / 1e6
