"""What is written on an arrow: the request or the answer, and what its SDP offers."""

from __future__ import annotations

from sipwhy.model import Media, Message, NetworkError, Sdp
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language
from sipwhy.texts.pictures import PICTURE
from sipwhy.views.picture import Tone

_NOT_SPEECH = ("TELEPHONE-EVENT", "CN", "RED")
_MOST_CODECS = 3


def labels(message: Message, first_method: str, lang: Language) -> tuple[str, ...]:
    """Its label from long to short: with the SDP's codecs, and without."""
    plain = harmless(message.label, 60)
    if message.status is not None and message.method != first_method:
        plain = f"{plain} ({harmless(message.method, 20)})"
    hint = sdp_hint(message.sdp, lang) if message.sdp else ""
    if not hint:
        return (plain,)
    short = (f"{message.status} ({hint})",) if message.status else ()
    return (f"{plain} ({hint})", *short, plain)


def sdp_hint(sdp: Sdp, lang: Language) -> str:
    """The codecs and the direction of the first media line that matters: "PCMA, G729", "T.38", "SRTP PCMA, sendonly"."""
    media = sdp.audio or next(iter(sdp.media), None)
    if media is None:
        return ""
    if fax := next((m for m in sdp.media if m.kind == "image" and m.port), None):
        return "T.38" if fax.formats[:1] == ("t38",) else harmless(" ".join(fax.formats), 20)
    names = _codecs(media)
    said = ", ".join(names[:_MOST_CODECS]) + (f" +{len(names) - _MOST_CODECS}" if len(names) > _MOST_CODECS else "")
    if media.is_secure:
        said = f"SRTP {said}".rstrip()
    return ", ".join(part for part in (said, _direction(media, sdp, lang)) if part)


def _codecs(media: Media) -> list[str]:
    names = [harmless(codec.name, 16) for codec in media.codecs if codec.name.upper() not in _NOT_SPEECH]
    return list(dict.fromkeys(names)) or [harmless(text, 16) for text in media.formats]


def _direction(media: Media, sdp: Sdp, lang: Language) -> str:
    if (media.address or sdp.address) == "0.0.0.0":
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


def error_label(error: NetworkError, lang: Language) -> str:
    """The network's word: "ICMP port unreachable", "TCP refused"."""
    return say(PICTURE, error.kind, lang, detail=error.detail or "unreachable")
