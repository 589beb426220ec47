"""What is written on an arrow: the request or the answer, and what its SDP offers."""

from __future__ import annotations

from sipwhy.model import Media, Message, NetworkError, Sdp
from sipwhy.reference.payload_types import is_voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language
from sipwhy.texts.pictures import PICTURE
from sipwhy.views.picture import Tone


def labels(message: Message, first_method: str, lang: Language) -> tuple[str, ...]:
    """Its label from long to short: with the SDP's codecs, and without."""
    plain, status = harmless(message.label, 60), message.status
    short_plain: tuple[str, ...] = ()
    if status is not None and message.method != first_method:
        method = harmless(message.method, 20)
        plain, short_plain = f"{plain} ({method})", (f"{status} ({method})",)
    hints = sdp_hints(message.sdp, lang) if message.sdp else ()
    short = tuple(f"{status} ({hint})" for hint in hints) if status else ()
    return (*(f"{plain} ({hint})" for hint in hints), *short, plain, *short_plain)


def sdp_hints(sdp: Sdp, lang: Language) -> tuple[str, ...]:
    """
    The codecs and the direction of the first media line that matters, from long to short.

    "PCMA, G729", "PCMA, G729, G722 +2", "PCMA +4", "T.38", "SRTP PCMA, sendonly".
    """
    media = sdp.audio or next(iter(sdp.media), None)
    if media is None:
        return ()
    if fax := sdp.fax:
        return ("T.38" if fax.formats[:1] == ("t38",) else harmless(" ".join(fax.formats), 20),)
    names, direction = _codecs(media), _direction(media, lang)
    counts = dict.fromkeys(min(len(names), most) for most in (3, 2, 1))
    return tuple(hint for count in counts if (hint := _hint(names, count, media.is_secure, direction)))


def _hint(names: list[str], count: int, is_secure: bool, direction: str) -> str:
    codecs = ", ".join(names[:count]) + (f" +{len(names) - count}" if len(names) > count else "")
    if is_secure:
        codecs = f"SRTP {codecs}".rstrip()
    return ", ".join(part for part in (codecs, direction) if part)


def _codecs(media: Media) -> list[str]:
    names = [harmless(codec.name, 16) for codec in media.codecs if is_voice(codec.payload_type, codec.name)]
    return list(dict.fromkeys(names)) or [harmless(text, 16) for text in media.formats]


def _direction(media: Media, lang: Language) -> str:
    if media.holds_by_address:
        return say(PICTURE, "hold", lang)
    return "" if media.direction == "sendrecv" else media.direction


def tone(message: Message) -> Tone:
    """What kind of arrow it is."""
    if message.status is None:
        return "request"
    if message.status in (401, 407):
        return "challenge"
    if message.status < 200:
        return "provisional"
    return "success" if message.status < 400 else "failure"


def error_labels(error: NetworkError, lang: Language) -> tuple[str, ...]:
    """The network's word from long to short: "ICMP port unreachable", "port unreachable", "ICMP"; "TCP refused"."""
    if error.kind != "icmp":
        return (say(PICTURE, error.kind, lang),)
    detail = harmless(error.detail or "unreachable", 40)
    return (f"ICMP {detail}", detail, "ICMP")
