"""Attempts that got no answer, or nothing but 1xx: the next hop, the network before it, or a NAT that forgot the way."""

from __future__ import annotations

from sipwhy.diagnosis.blame import keeper, maker
from sipwhy.diagnosis.legs import Deciding
from sipwhy.diagnosis.meaning import Meaning
from sipwhy.diagnosis.misrouting import answered_elsewhere, misrouted
from sipwhy.diagnosis.reading import ring_start
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.silence import Silence, is_giving_up, on_the_way, said_by, silence_of, variant_of
from sipwhy.diagnosis.translation import rewritten
from sipwhy.diagnosis.unacknowledged import lost_segment
from sipwhy.model import AtFault, Call, Leg, Message, Value
from sipwhy.model.finding import weaker
from sipwhy.model.message import REASSEMBLY_TIMED_OUT, TOO_LARGE
from sipwhy.reference.networks import leads_inside

_TIMER_C = 180.0
"""Seconds after its last provisional answer when a proxy ends an attempt (RFC 3261 section 16.6 step 11)."""
_AT_ONCE = 1_000_000
"""µs; logs that write whole seconds put what follows at once into the same second or the next."""


def of_silence(call: Call, scene: Scene, where: Deciding) -> Meaning | None:
    """What it means that the deciding leg has no final answer."""
    leg = where.leg
    if leg.final is not None:
        return None
    if is_explained_below(call, leg, scene):
        return None
    told = where.path[-2].final if len(where.path) > 1 else None
    silent = silence_of(leg, told.ts if told else None)
    if silent:
        return _unanswered(call, scene, where, silent, told)
    if told and leg.deciding and leg.deciding.answers:
        return _only_provisional(call, scene, where, told)
    return None if told else _never_ended(call, scene, where)


def _unanswered(call: Call, scene: Scene, where: Deciding, silent: Silence, told: Message | None) -> Meaning:
    leg = where.leg
    standing = scene.standing(call.number)
    values: dict[str, Value] = {"times": silent.times, "seconds": silent.seconds, **said_by(silent.error)}
    notes = (("told", told),) if told else ()
    if has_lost_fragment(leg, only_told=scene.lacks_fragments):
        slug, variant = "fragment-lost", "mtu" if any(error.detail in TOO_LARGE for error in leg.errors) else ""
    elif _goes_to_hidden(leg):
        slug, variant = "private-contact", "request"
    elif leg.is_forward and standing.account in ("bound", "silent") and standing.behind_nat and not silent.error:
        slug, variant = "nat-binding-lost", ""
    elif not leg.is_forward and standing.host_answers_others and not silent.error:
        slug, variant = "banned-address", ""
    else:
        slug, variant = "next-hop-unreachable", _variant(silent, told)
        values["transport"] = silent.request.transport.upper()
    # Silence alone may be the host's, its address's or the way's; a port that was just closed may be open again before the timer runs out.
    certain = variant == "icmp" and not silent.may_return
    confidence = weaker("certain" if certain else "possible" if silent.is_unrepeated else "likely", where.confidence)
    fault = {"nat-binding-lost": "network", "fragment-lost": "network", "banned-address": keeper(leg, scene)}.get(slug)
    fault = on_the_way(silent.error) if variant == "way" else "unknown" if variant == "unrepeated" else fault
    unforwarded: AtFault = keeper(leg, scene) if variant == "taken" else "unknown"
    blamed = fault or (maker(leg, call, scene) if leg.is_forward else unforwarded)
    return Meaning(slug, leg, silent.request, confidence, blamed, variant, notes, values)


def _variant(silent: Silence, told: Message | None) -> str:
    if _is_unconnected(silent, told):
        return "connection"
    if silent.is_taken:
        return "taken"
    return "unrepeated" if silent.is_unrepeated else variant_of(silent.error)


def _is_unconnected(silent: Silence, told: Message | None) -> bool:
    """
    Whether a request that a log shows was given up as soon as it was made: the sender learnt at once that it cannot be sent.

    Over TCP and TLS who gets no answer waits 32 s for one (timers B and F, RFC 3261 section 17.1), and a failed connection ends the
    request at once (section 18.4).
    """
    is_alone = silent.request.line is not None and silent.times == 1 and silent.request.transport != "udp"
    return is_alone and told is not None and told.ts - silent.request.ts <= _AT_ONCE


def _only_provisional(call: Call, scene: Scene, where: Deciding, told: Message) -> Meaning | None:
    leg = where.leg
    transaction = leg.deciding
    if transaction is None:
        return None
    start = ring_start(leg)
    if start:
        rang = (told.ts - start.ts) / 1e6
        return Meaning("no-answer", leg, start, "likely", "user", "timeout", (("told", told),), {"rang": rang})
    seconds = (told.ts - transaction.first.ts) / 1e6
    confidence = weaker("likely", where.confidence)
    blamed = maker(leg, call, scene)
    return Meaning("upstream-timeout", leg, transaction.first, confidence, blamed, "", (("told", told),), {"seconds": seconds})


def _never_ended(call: Call, scene: Scene, where: Deciding) -> Meaning | None:
    """Only provisional answers, nobody gave up, and the capture goes on past timer C."""
    leg = where.leg
    transaction = leg.deciding
    if transaction is None or not transaction.provisional or leg.result != "failed":
        return None
    last, blamed, confidence = transaction.provisional[-1], maker(leg, call, scene), weaker("likely", where.confidence)
    seconds = (call.capture_end - last.ts) / 1e6
    if not ring_start(leg):
        return Meaning("upstream-timeout", leg, transaction.first, confidence, blamed, "", (), {"seconds": seconds})
    return Meaning("no-final-answer", leg, last, confidence, blamed, "", (), {"seconds": seconds}) if seconds >= _TIMER_C else None


def _goes_to_hidden(leg: Leg) -> bool:
    """Whether a public host sent to an address that nobody outside can reach."""
    return leads_inside(leg.src.ip, leg.dst.ip)


def has_lost_fragment(leg: Leg, *, only_told: bool = False) -> bool:
    """
    Whether a message of the leg was lost in pieces, or for want of them: told by ICMP (RFC 792, RFC 1191), or seen so, which
    proves nothing where the capture itself lacks fragments (`only_told`).
    """
    return any(
        (error.kind == "fragment-lost" and not only_told) or error.detail in (REASSEMBLY_TIMED_OUT, *TOO_LARGE) for error in leg.errors
    )


def is_explained_below(call: Call, leg: Leg, scene: Scene) -> bool:
    """
    Whether silence tells nothing about the host: the connection of the leg was reset, came to nothing or swallowed a segment, or a router
    spoilt the messages, or the answers go astray. What can be so is flagged (TROUBLE_BEHIND, CONNECTION_RESET, SEGMENT_LOST, TRANSLATED,
    STARTS_LATE beside a request): rules of scope "call" seek all of that, so such calls are judged one by one.
    """
    reset = any(error.kind == "tcp-reset" and not is_giving_up(error, leg) for error in leg.errors)
    if reset or lost_segment(leg, scene) or rewritten(call) or misrouted(call) or answered_elsewhere(call, leg):
        return True
    return any(upset.ends and set(upset.ends) == {leg.src, leg.dst} for upset in scene.upsets(leg) if upset.severity == "error")
