"""Refused registrations and refused credentials: password, account, address, or a server that has no room."""

from __future__ import annotations

from itertools import takewhile

from sipwhy.calls import waits
from sipwhy.diagnosis import blame
from sipwhy.diagnosis.forward import has_lost_fragment, is_explained_below
from sipwhy.diagnosis.login import answers_promptly, asked_like_pjsip, challenged_times, mismatch, old_nonce, stale_rounds
from sipwhy.diagnosis.meaning import Meaning
from sipwhy.diagnosis.reading import has_credentials, is_challenge, is_stale, phrase_of, sent_times, waited
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.silence import Silence, error_about, is_own_refusal, on_the_way, said_by, silence_of, variant_of
from sipwhy.diagnosis.statuses import BY_STATUS
from sipwhy.model import AtFault, Call, Confidence, Leg, Message, NetworkError, Value

_TOO_MANY = 429
"""Of transfers in SIP (RFC 3892 section 5); to a REGISTER it is HTTP's "Too Many Requests" (RFC 6585 section 4)."""
_BANNED_AFTER = 3
"""Refused credentials after which a sudden silence looks like a ban; fail2ban's own default is 5."""
_BARE = (None, "", "Forbidden", "Forbidden (Bad auth)")
"""Phrases of a 403 that leave the credentials alone to be wrong; Asterisk chan_sip names them (register_verify)."""
_UNHEARD = 3
"""
So many repeats of a request after it was answered (for `waits.IN_VAIN`) show that the answers do not arrive: who has a final one repeats
nothing (RFC 3261 section 17.1.2.2). One or two may have crossed them.
"""


def of_credentials(call: Call, scene: Scene, leg: Leg, final: Message) -> Meaning | None:
    """What 401, 407, or 403 right after credentials means for an attempt; None if it is not about who asks."""
    request = leg.asked
    if has_lost_fragment(leg):
        return Meaning("fragment-lost", leg, final, "likely", "network")
    if request is None:
        return None  # what was not captured may have had credentials
    if is_challenge(final) and not has_credentials(request):
        return _without(call, scene, leg, final, blame.sender(leg, call, scene))
    if not has_credentials(request):
        return None
    if is_challenge(final):
        return _refused(call, scene, leg, final, "likely")
    if final.status == 403 and not _was_taken_up(scene, leg, final) and phrase_of(final) is None and final.reason in _BARE:
        if asked_like_pjsip(leg):
            return None if call.kind == "call" else _no_room(call, scene, leg, final)
        is_plain = call.kind == "registration" or final.reason == _BARE[-1]
        return _refused(call, scene, leg, final, "likely" if is_plain else "possible")
    return None


def _was_taken_up(scene: Scene, leg: Leg, final: Message) -> bool:
    """
    Whether a provisional answer shows that the sender had been let in before 403.

    FreeSWITCH sends 100 before it looks at the credentials (sofia's stack does), and Reason with whatever ends a call of its dial plan.
    """
    provisional = leg.deciding.provisional if leg.deciding else ()
    if scene.host(leg.dst.ip).runs("freeswitch") and all(one.status == 100 for one in provisional):
        return final.header("Reason") is not None
    return bool(provisional)


def _without(call: Call, scene: Scene, leg: Leg, final: Message, fault: AtFault) -> Meaning | None:
    """Challenged and never sent credentials: several times, or once and the attempt was over."""
    row = phrase_of(final)
    if row is not None and row.slug == "registrar-unreachable":
        return Meaning(row.slug, leg, final, "likely", fault, "register")
    if row:
        return Meaning(row.slug, leg, final, "likely", fault, "said")
    times = challenged_times([one for one in call.legs if one.src.ip == leg.src.ip])
    if behind := _behind_proxy(call, scene, leg, final):
        return behind
    if leg.is_forward and call.kind == "call":  # a device that registers under new Call-IDs has many legs, and sends none of them on
        kept = scene.host(leg.src.ip).role == "proxy" and not (call.first.final and is_challenge(call.first.final))
        return Meaning("credentials-missing", leg, final, "certain", "proxy" if kept else fault, "trunk", (), {"times": times})
    settled = scene.standing(call.number).is_settled and (call.kind == "call" and leg.deciding is not None and leg.deciding.ack is not None)
    if times < 2 and not settled:
        return None
    if call.kind == "call" and scene.host(leg.src.ip).role == "trunk" and scene.host(leg.dst.ip).role != "trunk":
        # a carrier has no login for the calls that it brings: whoever asks for one does not know it by its address
        return Meaning("credentials-missing", leg, final, "likely", blame.keeper(leg, scene), "inbound", (), {"times": times})
    return Meaning("credentials-missing", leg, final, "certain" if times > 1 else "likely", fault, "", (), {"times": times})


def _behind_proxy(call: Call, scene: Scene, leg: Leg, final: Message) -> Meaning | None:
    """
    What it means that a server behind a proxy challenged, and the proxy passed that on to whoever called.

    A proxy has no login of its own for that server, which knows telephones by their credentials and carriers by an address.
    """
    first = call.first
    if call.kind != "call" or not leg.is_forward or first.final is None or not is_challenge(first.final):
        return None
    if scene.host(leg.src.ip).role != "proxy" or not scene.host(leg.dst.ip).is_server:
        return None
    if scene.host(first.src.ip).role != "trunk":
        return _without(call, scene, first, first.final, blame.sender(first, call, scene))
    values: dict[str, Value] = {"carrier": first.src.ip}
    return Meaning("credentials-missing", leg, final, "likely", blame.keeper(leg, scene), "inbound-behind", (), values)


def _refused(call: Call, scene: Scene, leg: Leg, final: Message, confidence: Confidence) -> Meaning:
    """Credentials came and were not taken."""
    row, fault = phrase_of(final), blame.sender(leg, call, scene)
    if row:
        return Meaning(row.slug, leg, final, row.confidence, fault, "said")
    stale = stale_rounds(leg)
    if len(stale) > 1 or is_stale(final):
        ignored = old_nonce(leg)
        if ignored and is_stale(final):
            times = sum(len(stale_rounds(one)) for one in call.legs)
            return Meaning("stale-nonce", leg, final, "likely", fault, "old", (("credentials", ignored),), {"times": times})
        server = blame.maker(leg, call, scene) if answers_promptly(leg) else "unknown"
        notes = tuple(("stale", one) for one in stale[:2])
        if sum(len(stale_rounds(one)) for one in call.legs) == 1:
            return Meaning("stale-nonce", leg, final, "possible", "unknown", "once")
        return Meaning("stale-nonce", leg, final, "likely", server, "", notes, {"times": len(stale)})
    wrong = mismatch(leg)
    if wrong:
        values: dict[str, Value] = {"part": wrong.part, "asked": wrong.asked, "given": wrong.given}
        return Meaning("wrong-realm-or-algorithm", leg, final, "certain", fault, wrong.part, (("given", wrong.request),), values)
    times = sum(t.final is not None for one in call.legs for t in one.attempts if has_credentials(t.request))
    request = leg.asked
    given = (("credentials", request),) if request else ()
    return Meaning("wrong-password", leg, final, confidence, fault, "" if is_challenge(final) else "forbidden", given, {"times": times})


def _no_room(call: Call, scene: Scene, leg: Leg, final: Message) -> Meaning:
    """Asterisk's res_pjsip took the password (a wrong one gets 401 again) and still refused to register."""
    if scene.standing(call.number).account == "bound":
        return Meaning("too-many-contacts", leg, final, "likely", "pbx", "taken")
    return Meaning("forbidden", leg, final, "likely", blame.maker(leg, call, scene), "registered")


def of_registration(call: Call, scene: Scene) -> Meaning | None:
    """Why a registration that ended badly did so; its last outcome counts."""
    legs = [leg for leg in call.legs if leg.src.ip == call.first.src.ip and leg.deciding]
    if not legs or call.result in ("registered", "unregistered"):
        return None
    cut_off = _cut_off(call, scene, max(legs, key=lambda leg: leg.messages[0].number))
    if cut_off:
        return cut_off
    for leg in sorted(legs, key=lambda leg: -leg.messages[0].number):
        final = leg.final
        if final and final.status:
            if unheard := _unheard(leg, final):
                return unheard
            return (of_credentials(call, scene, leg, final) or _of_status(call, scene, leg, final)) if final.status >= 300 else None
        silent = _of_silence(call, scene, leg, legs)
        if silent:
            return silent
    return None


def _unheard(leg: Leg, final: Message) -> Meaning | None:
    """The challenge went back to where REGISTER came from, and the same REGISTER is repeated again and again."""
    asked = leg.deciding
    if asked is None or asked.request is None or final.dst != asked.request.src:
        return None
    if not is_challenge(final) or has_credentials(asked.request):
        return None
    after = [message for message in asked.repeats if message.number > final.number]
    if len(after) < _UNHEARD or (after[-1].ts - final.ts) / 1e6 < waits.IN_VAIN:
        return None
    values: dict[str, Value] = {"times": sent_times(asked), "seconds": (after[-1].ts - asked.request.ts) / 1e6}
    return Meaning("registrar-unreachable", leg, final, "likely", "network", "unheard", (("repeated", after[-1]),), values)


def _cut_off(call: Call, scene: Scene, last: Leg) -> Meaning | None:
    """The last request came to nothing while others were answered: refusals before it do not tell how it ended."""
    if not scene.standing(call.number).is_cut_off or last.deciding is None or last.deciding.answers:
        return None
    is_told = any(error.unacked is None for error in last.errors)
    if is_told or has_lost_fragment(last) or is_explained_below(call, last, scene):
        return None
    values: dict[str, Value] = {"times": sent_times(last.deciding), "seconds": waited(last.deciding), "detail": ""}
    return Meaning("banned-address", last, last.deciding.first, "likely", blame.keeper(last, scene), "", (), values)


def _of_silence(call: Call, scene: Scene, last: Leg, legs: list[Leg]) -> Meaning | None:
    silent = silence_of(last)
    if silent is None or is_explained_below(call, last, scene):
        return None
    error = silent.error or _said_later(legs, silent.request)
    values: dict[str, Value] = {"times": silent.times, "seconds": silent.seconds, **said_by(error)}
    answers = [t.final for leg in legs for t in leg.attempts if t.final and has_credentials(t.request)]
    refused = [final for final in answers if final.status in (401, 403, 407)]
    if has_lost_fragment(last):
        return Meaning("fragment-lost", last, silent.request, "likely", "network", "", (), values)
    keeper = blame.keeper(last, scene)
    if len(refused) >= _BANNED_AFTER and not error:
        notes = (("refused", refused[-1]),)
        return Meaning(
            "banned-address", last, silent.request, "likely", keeper, "after-refusals", notes, values | {"refused": len(refused)}
        )
    if scene.standing(call.number).host_answers_others and not error:
        return Meaning("banned-address", last, silent.request, "likely", keeper, "", (), values)
    is_taken = silent.is_taken and error is None
    is_trunk = scene.host(last.dst.ip).role == "trunk" and not (error and error.is_from_between)
    fault: AtFault = "trunk" if is_trunk else keeper if is_taken else "pbx" if error and is_own_refusal(error) else on_the_way(error)
    # Without its own word the address that was set may be wrong just as well, or the capture lack the answers.
    is_own_word = error is not None and not error.is_from_between and not silent.may_return
    confidence: Confidence = "certain" if is_own_word and not is_trunk else "likely"
    values |= _in_vain(legs, silent)
    return Meaning("registrar-unreachable", last, silent.request, confidence, fault, "taken" if is_taken else variant_of(error), (), values)


def _in_vain(legs: list[Leg], silent: Silence) -> dict[str, Value]:
    """How often REGISTER was sent since the last answer, and over how many seconds: when one try is given up, the next begins."""
    tries = sorted((t for leg in legs for t in leg.attempts if t.first.dst == silent.request.dst), key=lambda t: t.first.number)
    unanswered = list(takewhile(lambda t: not t.answers, reversed(tries)))
    if not unanswered[1:]:
        return {}
    last = (unanswered[0].first, *unanswered[0].repeats)[-1]
    return {"times": sum(map(sent_times, unanswered)), "seconds": (last.ts - unanswered[-1].first.ts) / 1e6}


def _said_later(legs: list[Leg], request: Message) -> NetworkError | None:
    """The registrar's own word that nobody listens, about an attempt after `request` that the capture cuts short."""
    later = [
        (leg, t) for leg in legs for t in leg.attempts if t.first.number > request.number and not t.answers and t.first.dst == request.dst
    ]
    return next((error for leg, t in later if (error := error_about(leg, t)) and is_own_refusal(error)), None)


def _of_status(call: Call, scene: Scene, leg: Leg, final: Message) -> Meaning | None:
    """What other refusals of REGISTER mean."""
    row = phrase_of(final)
    known = BY_STATUS.get(final.status or 0)
    slug, confidence = (row.slug, row.confidence) if row else known or ("", "possible")
    if not slug:
        return None
    if row is None and final.status in (403, 404, 480, 604):
        slug, confidence = _account(call, scene, leg, final)
    if row is None and final.status in (408, 504):
        slug = "registrar-unreachable"
    if row is None and final.status == _TOO_MANY:
        slug, confidence = "rate-limit-exceeded", "likely"
    values: dict[str, Value] = {}
    if row is None and slug == "redirected":
        slug, confidence, values = "account-moved", "likely", {"contact": final.contact or ""}
    fault = blame.at_fault(slug, leg, call, scene)
    if row is None and slug == "forbidden" and leg.asked is None:
        return Meaning(slug, leg, final, confidence, "unknown", "unseen")  # who did wrong depends on what was asked
    variant = "said" if row and slug != "rate-limit-exceeded" else "register"
    return Meaning(slug, leg, final, confidence, "unknown" if fault == "callee" else fault, variant, (), values)


def _account(call: Call, scene: Scene, leg: Leg, final: Message) -> tuple[str, Confidence]:
    if final.status in (404, 604):
        return "unknown-user", "certain"
    if final.status == 480:
        return "upstream-unavailable", "possible"
    challenged = any(is_challenge(t.final) for t in leg.attempts)
    own = scene.host(leg.dst.ip).is_server and scene.host(leg.src.ip).role != "pbx"
    if own and not challenged and leg.asked:
        return ("forbidden", "possible") if scene.standing(call.number).is_let_in else ("acl-denied", "likely")
    return "forbidden", "likely"
