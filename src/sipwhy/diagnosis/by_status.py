"""What a final answer means by its status and by what surrounds it, where neither its words nor a Q.850 cause say more."""

from __future__ import annotations

from sipwhy.calls.waits import AT_ONCE, PATIENT
from sipwhy.diagnosis import blame
from sipwhy.diagnosis.absence import absent, no_gateway
from sipwhy.diagnosis.login import asked_like_pjsip
from sipwhy.diagnosis.meaning import Found
from sipwhy.diagnosis.not_found import not_found
from sipwhy.diagnosis.reading import codecs_of, has_credentials, is_challenge, q850, ring_start, ringing_seconds, warning_code, words
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.statuses import BY_STATUS
from sipwhy.model import Call, Leg, Message

_TRYING, _RINGING = 100, 180
_WRONG_ADDRESS = (300, 301)
"""Warnings about the protocol or the form of the addresses in a description (RFC 3261 section 20.43)."""
_NO_SUCH_MEDIA = (304, 305)
"""Warnings that a type or a format of media is not available (RFC 3261 section 20.43)."""
_NO_BANDWIDTH = 370
"""Warning "insufficient bandwidth" (RFC 3261 section 20.43): the codecs fit, the line is full."""
_ENCRYPTS = "teams"
"""Microsoft Teams takes calls of certified SBCs with SRTP alone (Microsoft, "Plan Direct Routing", media traffic)."""
_AS_IT_SAYS: dict[int, Found] = {
    305: ("redirected", "certain", "use-proxy"),
    380: ("redirected", "certain", "emergency"),
    580: ("upstream-server-error", "possible", "precondition"),
}
"""What some statuses mean whatever surrounds them, with words of their own."""


def of_status(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """By status, with what surrounds it."""
    if final.status in _READERS:
        return _READERS[final.status](call, scene, leg, final)
    if final.status in _AS_IT_SAYS:
        return _AS_IT_SAYS[final.status]
    known = BY_STATUS.get(final.status or 0)
    return (*known, "") if known else None


def _forbidden(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """403 with nothing finer: before any challenge and before 100 Trying a server turned the address away."""
    server = scene.host(leg.dst.ip).is_server
    provisional = leg.deciding.provisional if leg.deciding else ()
    if leg.asked is None and final.reason in (None, "", "Forbidden") and words(final) in ("", final.reason):
        return "forbidden", "likely", "unseen"
    challenged = any(is_challenge(t.final) for t in leg.attempts)
    if server and not leg.is_forward and not challenged and not provisional and final.reason in (None, "", "Forbidden"):
        return ("forbidden", "possible", "let-in") if scene.standing(call.number).is_let_in else ("acl-denied", "likely", "")
    if blame.is_phone(leg, call, scene) and ring_start(leg):
        return "callee-declined", "likely", "mapped"
    if words(final) not in ("", final.reason):
        return "forbidden", "certain", "worded"
    return "forbidden", "certain", "logged-in" if challenged and _may_be_of_login(leg) else ""


def _may_be_of_login(leg: Leg) -> bool:
    """Whether 403 to credentials may mean them: not once the call made progress, nor of res_pjsip, which answers wrong ones 401 again."""
    provisional = leg.deciding.provisional if leg.deciding else ()
    return has_credentials(leg.asked) and not asked_like_pjsip(leg) and all(one.status == _TRYING for one in provisional)


def _timed_out(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """408 by the host that was asked: after ringing nobody picked up, else its own next hop kept silent. Whether it rang must be known."""
    if leg.deciding is None or leg.deciding.request is None:
        return None
    if ring_start(leg):
        return "no-answer", "likely", "refused"
    if scene.standing(call.number).account == "silent":
        return "next-hop-unreachable", "likely", "probes"
    if any(upset.severity == "error" and upset.slug.startswith("tls-") for upset in scene.upsets(leg)):
        return None  # it did not reach its next hop at all: the TLS connection failed, which is a diagnosis of its own
    return "upstream-timeout", "likely", ""


def _unsupported_media(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """415: media of a kind that the server does not know."""
    fax = _is_fax(leg.asked)
    return ("fax-rejected", "likely", "first") if fax else ("codec-mismatch", "likely", "")


def _unavailable(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """480: after ringing nobody picked up; at once a telephone is set so; a server knows no contact."""
    if ring_start(leg):
        soon = (ringing_seconds(leg) or 0) < PATIENT  # who rings so shortly was turned away by hand, more often than not
        return ("callee-declined", "possible", "mapped") if soon else ("no-answer", "likely", "refused")
    if blame.is_phone(leg, call, scene):
        return "do-not-disturb", "likely", ""
    if scene.standing(call.number).has_silent_peer and (found := no_gateway(call, scene, leg)):
        return found
    if blame.is_server(leg, scene):
        return absent(call, scene, leg, "likely")
    return "callee-not-registered", "possible", "far"


def _incomplete(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """484: digits are missing; of a number of the public network carriers say so too when they want it in another form."""
    return ("address-incomplete", "likely", "long") if scene.standing(call.number).is_long else ("address-incomplete", "certain", "")


def _busy(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """486: who is talking is busy at once; after ringing (180, not the sounds that a network plays with 183) it is something else."""
    slug, confidence = BY_STATUS[486]
    start = ring_start(leg)
    rang = start is not None and start.status == _RINGING and (ringing_seconds(leg) or 0) > AT_ONCE
    return (slug, "likely", "rang") if rang else (slug, confidence, "")


def _terminated(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """487 without a CANCEL on this leg: a server ended it, mostly for ringing too long."""
    return ("no-answer", "likely", "refused") if ring_start(leg) else None


def _not_acceptable(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """488 or 606: media do not fit; SRTP against RTP if only one side ever spoke of it."""
    offer = leg.asked
    audio = offer.audio if offer else None
    if audio and not audio.port and not _is_fax(offer):
        return "codec-mismatch", "likely", "switched-off"
    if warning_code(final) == _NO_BANDWIDTH:
        return "rate-limit-exceeded", "certain", "bandwidth"
    if _is_fax(offer) and warning_code(final) not in _WRONG_ADDRESS:
        return "fax-rejected", "certain" if warning_code(final) in _NO_SUCH_MEDIA else "likely", "first"
    if audio and not audio.is_secure and scene.host(leg.dst.ip).runs(_ENCRYPTS):
        return "srtp-mismatch", "likely", "required"
    if warning_code(final) in _WRONG_ADDRESS:
        return "address-family-mismatch", "likely", "refused"
    if audio and audio.is_secure:
        return "srtp-mismatch", "likely", "offered"
    if audio and _is_refused_before_dialling(leg) and _is_common(codecs_of(offer)) and asked_like_pjsip(leg):
        return "srtp-mismatch", "possible", "demanded"
    return "codec-mismatch", "likely" if final.status == 488 else "possible", ""


def _declined(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """603: a person's no after ringing; a telephone's own at once; of Asterisk the end of a dial plan without a cause."""
    start = ring_start(leg)
    if blame.is_phone(leg, call, scene):
        at_once = leg.deciding is not None and (final.ts - leg.deciding.first.ts) / 1e6 < AT_ONCE
        return ("do-not-disturb", "likely", "") if at_once and not start else ("callee-declined", "certain", "")
    if scene.host(leg.dst.ip).runs("asterisk") and q850(final) in (None, 0, 16):
        return ("no-answer", "likely", "refused") if start else ("callee-declined", "possible", "dialplan")
    return "callee-declined", "likely", ""


def _is_fax(offer: Message | None) -> bool:
    """Whether an offer is T.38 and no audio."""
    described = offer.sdp if offer else None
    return described is not None and described.audio is None and described.fax is not None


def _is_common(names: tuple[str, ...]) -> bool:
    return bool({"PCMU", "PCMA"} & {name.upper() for name in names})


def _is_refused_before_dialling(leg: Leg) -> bool:
    return not leg.is_forward and ring_start(leg) is None


_READERS = {
    403: _forbidden,
    404: not_found,
    408: _timed_out,
    415: _unsupported_media,
    480: _unavailable,
    484: _incomplete,
    486: _busy,
    487: _terminated,
    488: _not_acceptable,
    603: _declined,
    606: _not_acceptable,
}
