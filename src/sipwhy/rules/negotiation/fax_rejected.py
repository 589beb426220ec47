"""T.38 was offered and refused."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.contacts import contact_host
from sipwhy.diagnosis.meaning import claimed, proof
from sipwhy.diagnosis.offers import has_fax
from sipwhy.model import AtFault, Call, Finding, Leg, Message, Transaction
from sipwhy.model.digits import is_whole_number
from sipwhy.model.quirk import Quirk
from sipwhy.reference.networks import is_numeric
from sipwhy.reference.products import usual_role

_AGAIN = frozenset({401, 407, 422, 481, 487, 491})
"""Tried again, or explained by other rules."""
_OVER_IT = 20.0
"""Seconds after a refusal within which no page can have been sent by G.711 instead: the machines only then begin to settle (ITU-T T.30)."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if T.38 was refused and never agreed on later; the cause if the call ended before a page could be sent otherwise."""
    if found := meant(RULE.slug, call, scene):
        yield claimed(found, call, "error", frozenset({"", "first"}))
        return
    legs = call.legs if call.result == "answered" else ()
    refused = [(leg, t, final) for leg in legs for t in _asked(leg) if (final := _refusal(t))]
    if refused and not any(_is_agreed(t) for leg in legs for t in _asked(leg)):
        yield _finding(call, scene, *min(refused, key=lambda one: one[2].number))


def _asked(leg: Leg) -> list[Transaction]:
    """The changes of the call to T.38."""
    return [t for t in leg.transactions_of("INVITE", "UPDATE") if t.request and t.request.is_in_dialog and has_fax(t.request)]


def _refusal(transaction: Transaction) -> Message | None:
    """The answer that refuses: by its status, or by port 0."""
    final = transaction.final
    if final is None or final.status is None or final.status in _AGAIN:
        return None
    return final if final.status >= 300 or (final.sdp and not has_fax(final)) else None


def _is_agreed(transaction: Transaction) -> bool:
    final = transaction.final
    return final is not None and final.status is not None and final.status < 300 and has_fax(final)


def _finding(call: Call, scene: Scene, leg: Leg, asked: Transaction, final: Message) -> Finding:
    bye = min((t.first for one in call.legs for t in one.transactions_of("BYE")), key=lambda message: message.ts, default=None)
    is_passed_on = scene.host(final.src.ip).role == "proxy"
    far = _far(final, leg) if is_passed_on else None
    ended = bye is not None and (bye.ts - final.ts) / 1e6 <= _OVER_IT
    return Finding(
        rule=RULE.slug,
        severity="error" if ended else "notice",
        confidence="likely",
        at_fault=_refuser(final, leg, call, scene),
        evidence=(proof("offer", asked.first), proof("answer", final), *([proof("hangup", bye)] if ended and bye else [])),
        values={
            "asker": asked.first.src.ip,
            "peer": final.src.ip,
            "far": far,
            "status": final.status,
            "phrase": final.reason or "",
            "gap": (bye.ts - final.ts) / 1e6 if bye else None,
        },
        variant=_variant(ended=ended, is_passed_on=is_passed_on, is_far_known=far is not None),
        is_cause=ended,
        at=final.number,
    )


def _variant(*, ended: bool, is_passed_on: bool, is_far_known: bool) -> str:
    if not is_passed_on:
        return "" if ended else "fallback"
    return ("passed-on" if ended else "passed-on-fallback") + ("" if is_far_known else "-hidden")


def _far(final: Message, leg: Leg) -> str | None:
    """Who is behind the proxy that passed the refusal on: by the Contact of that side, else its media; None if it hides both."""
    said = [m for m in leg.messages if m.src.ip == final.src.ip and m.number <= final.number]
    named = [contact_host(m) for m in reversed(said)]
    named += [media.address for m in reversed(said) if m.sdp for media in m.sdp.media]
    return next((ip for ip in named if ip and ip != final.src.ip and is_numeric(ip)), None)


def _refuser(final: Message, leg: Leg, call: Call, scene: Scene) -> AtFault:
    """
    Whose refusal it is: a proxy has no say in descriptions and only passes on what the party behind it says (RFC 3261 section 16.7).

    Behind it is a carrier where a whole number was called that has no account there, unless the answer is a telephone's own.
    """
    written = author(final, leg, call, scene)
    if written != "proxy":
        return written
    if final.src != leg.dst:
        return "caller"
    is_outside = is_whole_number(call.callee) and not scene.registrations(call.callee or "")
    return "trunk" if is_outside and usual_role(final.agent or "") != "phone" else "callee"


_FIX_EN = (
    (
        "Allow T.38 on {peer}: Asterisk PJSIP t38_udptl=yes, t38_udptl_ec=redundancy; chan_sip t38pt_udptl=yes,redundancy; FreeSWITCH "
        "fax_enable_t38=true; on an ATA or trunk the T.38 setting."
    ),
    "If {peer} cannot do T.38, switch it off on both sides and send faxes by G.711 (PCMA) with echo cancellation off.",
)
_FIX_RU = (
    (
        "Разрешите T.38 на {peer}: Asterisk PJSIP t38_udptl=yes, t38_udptl_ec=redundancy; chan_sip t38pt_udptl=yes,redundancy; FreeSWITCH "
        "fax_enable_t38=true; на адаптере (ATA) или транке настройка T.38."
    ),
    "Если {peer} не умеет T.38, выключите его с обеих сторон и отправляйте факсы через G.711 (PCMA) без эхоподавления.",
)
_BEHIND_EN = (
    (
        "A proxy like {peer} as a rule only passes the answer on. Allow T.38 on the device behind it that named the address {far} "
        "(Asterisk PJSIP t38_udptl=yes, t38_udptl_ec=redundancy; FreeSWITCH fax_enable_t38=true); of a carrier ask its support for it."
    ),
    "If that side cannot do T.38, switch it off on {asker}, too, and send faxes by G.711 (PCMA) with echo cancellation off.",
)
_BEHIND_RU = (
    (
        "Прокси, как {peer}, обычно лишь передаёт ответ дальше. Разрешите T.38 на узле за ним, который назвал адрес {far} (Asterisk "
        "PJSIP t38_udptl=yes, t38_udptl_ec=redundancy; FreeSWITCH fax_enable_t38=true); если это оператор — через его техподдержку."
    ),
    "Если та сторона не умеет T.38, выключите его и на {asker} и отправляйте факсы через G.711 (PCMA) без эхоподавления.",
)
_NOTES_EN = {
    "offer": "the change to T.38",
    "answer": "the refusal",
    "hangup": "the call ends",
    "told": "what the caller was told in the end",
}
_NOTES_RU = {"offer": "переход на T.38", "answer": "отказ", "hangup": "вызов завершается", "told": "что в итоге ответили звонящему"}

_PASSED_ON = Text(
    en=Words(
        title="{peer} refuses T.38 ({status} {phrase}), and the fax ends",
        explanation=(
            "{asker} wanted to change the call to T.38, the refusal came by way of the proxy {peer}, and {gap:seconds} later the "
            "call was over: too soon for a page by voice codec."
        ),
        fix=_BEHIND_EN,
        notes=_NOTES_EN,
    ),
    ru=Words(
        title="{peer} не принял T.38 ({status} {phrase}), и факс оборвался",
        explanation=(
            "{asker} хотел перевести вызов на T.38, отказ пришёл через прокси {peer}, и через {gap:seconds} вызов завершился: "
            "передать страницу голосовым кодеком за это время нельзя."
        ),
        fix=_BEHIND_RU,
        notes=_NOTES_RU,
    ),
)
_PASSED_ON_FALLBACK = Text(
    en=Words(
        title="{peer} refuses T.38 ({status} {phrase}); the fax goes on as voice",
        explanation=(
            "{asker} wanted to change the call to T.38 and the refusal came by way of the proxy {peer}. The call went on with its "
            "voice codec: a fax may pass so over a good line, and fails with loss, jitter or a codec other than G.711."
        ),
        fix=_BEHIND_EN,
        notes=_NOTES_EN,
    ),
    ru=Words(
        title="{peer} не принял T.38 ({status} {phrase}); факс идёт как голос",
        explanation=(
            "{asker} хотел перевести вызов на T.38, отказ пришёл через прокси {peer}. Вызов продолжился с голосовым кодеком: по "
            "хорошей линии факс так пройдёт, а при потерях, джиттере или кодеке не G.711 нет."
        ),
        fix=_BEHIND_RU,
        notes=_NOTES_RU,
    ),
)
_HIDDEN_EN = (
    "A proxy like {peer} as a rule only passes the answer on, and this one hides who is behind it: neither Contact nor SDP names another "
    "address. Look on {peer} for where it sends this call, and allow T.38 there (Asterisk PJSIP t38_udptl=yes, t38_udptl_ec=redundancy; "
    "FreeSWITCH fax_enable_t38=true); of a carrier ask its support for it."
)
_HIDDEN_RU = (
    "Прокси, как {peer}, обычно лишь передаёт ответ дальше, а кто за ним, не видно: ни Contact, ни SDP другого адреса не называют. "
    "Посмотрите на {peer}, куда уходит этот вызов, и разрешите T.38 там (Asterisk PJSIP t38_udptl=yes, t38_udptl_ec=redundancy; FreeSWITCH "
    "fax_enable_t38=true); если это оператор — через его техподдержку."
)


def _hidden(text: Text) -> Text:
    """The same of a party of which no address is known."""
    return replace(text, en=replace(text.en, fix=(_HIDDEN_EN, *text.en.fix[1:])), ru=replace(text.ru, fix=(_HIDDEN_RU, *text.ru.fix[1:])))


RULE = Rule(
    slug="fax-rejected",
    area="negotiation",
    seeks=Seeks(results=frozenset({"answered"}), quirks=Quirk.FAX, either=Seeks(statuses=frozenset({415, 488, 606}), quirks=Quirk.FAX)),
    check=check,
    references=("ITU-T T.38 annex D", "RFC 3264 section 6"),
    texts={
        "": Text(
            en=Words(
                title="{peer} refuses T.38 ({status} {phrase}), and the fax ends",
                explanation=(
                    "{asker} wanted to change the call to T.38, {peer} refused, and {gap:seconds} later the call was over: too soon for a "
                    "page by voice codec."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не принял T.38 ({status} {phrase}), и факс оборвался",
                explanation=(
                    "{asker} хотел перевести вызов на T.38, {peer} отказал, и через {gap:seconds} вызов завершился: передать страницу "
                    "голосовым кодеком за это время нельзя."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "fallback": Text(
            en=Words(
                title="{peer} refuses T.38 ({status} {phrase}); the fax goes on as voice",
                explanation=(
                    "{asker} wanted to change the call to T.38 and {peer} refused. The call went on with its voice codec: a fax may pass "
                    "so over a good line, and fails with loss, jitter or a codec other than G.711."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не принял T.38 ({status} {phrase}); факс идёт как голос",
                explanation=(
                    "{asker} хотел перевести вызов на T.38, {peer} отказал. Вызов продолжился с голосовым кодеком: по хорошей линии факс "
                    "так пройдёт, а при потерях, джиттере или кодеке не G.711 нет."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "passed-on": _PASSED_ON,
        "passed-on-fallback": _PASSED_ON_FALLBACK,
        "passed-on-hidden": _hidden(_PASSED_ON),
        "passed-on-fallback-hidden": _hidden(_PASSED_ON_FALLBACK),
        "first": Text(
            en=Words(
                title="{peer} refuses a call that is fax from the start ({status} {phrase})",
                explanation="The INVITE of {asker} offers T.38 and no audio, and {peer} answered {status} {phrase}: it takes no T.38 here.",
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не принял вызов, который сразу был факсом ({status} {phrase})",
                explanation=(
                    "В INVITE от {asker} предложен T.38 без голоса, и {peer} ответил {status} {phrase}: T.38 он здесь не принимает."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
    },
)
