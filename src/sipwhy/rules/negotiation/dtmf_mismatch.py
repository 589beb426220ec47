"""Digits that a caller keys do not arrive: the two sides do not agree on how telephone events travel (RFC 4733)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.deafness import party
from sipwhy.diagnosis.digits import Refused, events_toward, kept, refused, unasked
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.payloads import Asked, asked_by, events_in, is_whole, undeclared
from sipwhy.diagnosis.talk import OTHER, SIDES, Talk, announced, streams_toward, talks
from sipwhy.model import Call, Finding, Side, Stream
from sipwhy.model.finding import weaker
from sipwhy.model.sign import Sign
from sipwhy.reference import hearing

_PLAIN = ("PCMU", "PCMA", "G722", "L16")
"""Codecs that carry the tones themselves well enough."""
_DYNAMIC = 96
"""The first payload type that only a description gives a meaning (RFC 3551 section 6)."""
_CISCO = frozenset({100, 119, 122, 123, 125, 126, 127})
"""What Cisco's gateways send under by default that is neither voice nor digits: NSE of fax and modem, text, relay, CAS (its table of RTP
payload types)."""
_MOST_KEYED = 0.25
"""Share of the packets of voice up to which others beside them may be keyed digits."""
_UNBROKEN = 0.2
"""Seconds of nothing up to which a sender never keeps silent: behind comfort noise it does, between voice and digits it does not."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where events were sent under a number that the receiver did not give, or into a leg that knows none."""
    known = announced(call)
    for talk in talks(call):
        for side in SIDES:
            asked, own = asked_by(talk, side), asked_by(talk, OTHER[side])
            for stream in streams_toward(call, talk, side, known):
                number = _wrong_number(stream, asked, own)
                if number is not None and stream.dst in talk.sockets(side):
                    yield _numbered(scene, (talk, side), stream, number)
                    return
    for talk in (one for one in talks(call) if is_whole(one)):
        for side in SIDES:
            asked, own = asked_by(talk, side), asked_by(talk, OTHER[side])
            for stream in streams_toward(call, talk, side, known):
                odd = _unnamed(stream, asked, own)
                if odd and stream.dst in talk.sockets(side):
                    yield _nameless(scene, (talk, side), stream, odd)
                    return
    if lost := refused(call):
        yield _refused(lost)
    elif sent := next(unasked(call), None):
        yield _unasked(scene, *sent)
    elif found := next((found for talk in talks(call) if (found := _one_sided(talk))), None):
        yield _lacking(call, scene, *found)
    elif held := kept(call):
        yield _held_back(*held)


def _wrong_number(stream: Stream, asked: Asked, own: Asked) -> int | None:
    """The payload type of events that the sender calls so and the receiver gave another number."""
    wanted = {codec.payload_type for codec in asked.events}
    for codec in own.events:
        sent = sum(count for kind, count in stream.payload_types if kind == codec.payload_type)
        if wanted and codec.payload_type not in asked.types and sent >= hearing.DIGIT and stream.payload_type != codec.payload_type:
            return codec.payload_type
    return None


def _unnamed(stream: Stream, asked: Asked, own: Asked) -> tuple[int, int] | None:
    """A dynamic payload type that neither side named, in some packets of a voice, where both agreed on events and none came as agreed."""
    if not asked.events or not own.events or events_in(stream, asked, own) or stream.pause > _UNBROKEN:
        return None
    voice = sum(count for kind, count in stream.payload_types if kind in asked.types)
    for kind, count in undeclared(stream, asked):
        if kind >= _DYNAMIC and kind not in own.types | _CISCO and hearing.DIGIT <= count <= voice * _MOST_KEYED:
            return kind, count
    return None


def _one_sided(talk: Talk) -> tuple[Talk, Side] | None:
    """The side without telephone events, where the other one has them and both have voice."""
    for side in SIDES:
        asked, own = asked_by(talk, side), asked_by(talk, OTHER[side])
        if asked.voice and own.voice and own.events and not asked.events:
            return talk, side
    return None


def _refused(lost: Refused) -> Finding:
    talk, side = lost.talk, lost.side
    answers = [key.answer for key in lost.keys if key.answer]
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence=weaker("certain", talk.leg.confidence),
        at_fault="unknown",
        evidence=tuple(proof("refused", answer) for answer in answers),
        values={
            "sender": talk.host(OTHER[side]).ip,
            "receiver": talk.host(side).ip,
            "count": len(lost.keys),
            "status": answers[0].status,
        },
        variant="refused",
        at=answers[0].number,
    )


def _unasked(scene: Scene, talk: Talk, side: Side, stream: Stream, events: int) -> Finding:
    message = talk.description(side)
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence=weaker("likely", talk.leg.confidence),
        at_fault=party(talk, OTHER[side], scene),
        evidence=(proof("lacks", message), stream_proof("unasked", stream)),
        values={"sender": talk.host(OTHER[side]).ip, "receiver": talk.host(side).ip, "packets": events},
        variant="unasked",
        at=message.number,
    )


def _held_back(talk: Talk, side: Side, stream: Stream, events: int) -> Finding:
    message = talk.description(side)
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="possible",
        at_fault="unknown",
        evidence=(proof("agreed", message), stream_proof("keyed", stream)),
        values={"having": talk.host(OTHER[side]).ip, "receiver": talk.host(side).ip, "packets": events},
        variant="kept",
        at=message.number,
    )


def _numbered(scene: Scene, way: tuple[Talk, Side], stream: Stream, number: int) -> Finding:
    talk, side = way
    asked = asked_by(talk, side)
    message = talk.description(side)
    return Finding(
        rule=RULE.slug,
        severity="warning",
        confidence=weaker("likely", talk.leg.confidence),
        at_fault=party(talk, OTHER[side], scene),
        evidence=(proof("asked", message), stream_proof("stream", stream)),
        values={
            "sender": talk.host(OTHER[side]).ip,
            "receiver": talk.host(side).ip,
            "number": number,
            "wanted": asked.events[0].payload_type,
            "packets": sum(count for kind, count in stream.payload_types if kind == number),
        },
        variant="number",
        is_cause=True,
        at=message.number,
    )


def _nameless(scene: Scene, way: tuple[Talk, Side], stream: Stream, odd: tuple[int, int]) -> Finding:
    talk, side = way
    message = talk.description(side)
    return Finding(
        rule=RULE.slug,
        severity="warning",
        confidence="possible",
        at_fault=party(talk, OTHER[side], scene),
        evidence=(proof("asked", message), stream_proof("stream", stream)),
        values={
            "sender": talk.host(OTHER[side]).ip,
            "receiver": talk.host(side).ip,
            "number": odd[0],
            "wanted": asked_by(talk, side).events[0].payload_type,
            "packets": odd[1],
        },
        variant="unnamed",
        is_cause=True,
        at=message.number,
    )


def _lacking(call: Call, scene: Scene, talk: Talk, side: Side) -> Finding:
    """A leg that knows no events: a warning if digits came for it on another leg and its codec spoils tones."""
    asked = asked_by(talk, side)
    keyed = _keyed(call, talk, side)
    spoils = not any(name.upper() in _PLAIN for name in asked.voice)
    message = talk.description(side)
    host = scene.host(talk.host(side).ip)
    role = host.role if host.role in ("pbx", "trunk") and not host.is_gateway else ""
    evidence = [proof("lacks", message)]
    evidence += [stream_proof("keyed", stream) for stream, _ in keyed[:1]]
    return Finding(
        rule=RULE.slug,
        severity="warning" if keyed and spoils else "notice",
        confidence=weaker("likely" if keyed and spoils else "possible", talk.leg.confidence),
        at_fault=party(talk, side, scene),
        evidence=tuple(evidence),
        values={
            "lacking": talk.host(side).ip,
            "having": talk.host(OTHER[side]).ip,
            "packets": sum(count for _, count in keyed),
            "codecs": asked.voice,
        },
        variant="-".join(filter(None, ("keyed" if keyed else "", role))),
        is_cause=bool(keyed) and spoils,
        at=message.number,
    )


def _keyed(call: Call, talk: Talk, side: Side) -> list[tuple[Stream, int]]:
    """Streams with events that came on other legs for a side, to be sent on to it."""
    known = announced(call)
    found: list[tuple[Stream, int]] = []
    for other in talks(call):
        if other.leg.index != talk.leg.index:
            streams = events_toward(call, other, side, known)
            found += [(stream, events) for stream, events in streams if stream.dst.ip == talk.host(OTHER[side]).ip]
    return found


_EN = {
    "asked": "the number that the receiver gave to telephone events",
    "stream": "telephone events under another number",
    "lacks": "this description has no telephone-event",
    "keyed": "digits that were keyed on the other leg",
    "agreed": "this leg agreed on telephone-event",
    "refused": "a digit is refused",
    "unasked": "telephone events among the voice",
}
_RU = {
    "asked": "номер, который получатель дал событиям DTMF",
    "stream": "события DTMF под другим номером",
    "lacks": "в этом описании нет telephone-event",
    "keyed": "цифры, набранные на другом плече",
    "agreed": "на этом плече telephone-event согласован",
    "refused": "цифра отклонена",
    "unasked": "события DTMF среди пакетов голоса",
}
_FIX_EN = (
    "Switch RFC 4733 (RFC 2833) on at {lacking}: DTMF type in the telephone's account, dtmf_mode=rfc4733 in Asterisk PJSIP.",
    (
        "If {lacking} cannot: tones in the voice with G.711 only (Asterisk PJSIP dtmf_mode=inband or auto), or SIP INFO on both sides "
        "(dtmf_mode=info)."
    ),
)
_FIX_RU = (
    "Включите на {lacking} RFC 4733 (RFC 2833): тип DTMF в учётной записи телефона, dtmf_mode=rfc4733 в Asterisk PJSIP.",
    (
        "Если {lacking} не умеет: тоны в голосе, только с G.711 (Asterisk PJSIP dtmf_mode=inband или auto), либо SIP INFO на обеих "
        "сторонах (dtmf_mode=info)."
    ),
)

_PLAINLY = Text(
    en=Words(
        title="{lacking} knows no telephone events: digits from {having} reach it only as tones",
        explanation=(
            "{having} offered digits as telephone events (RFC 4733), and the description of {lacking} has none. Digits then travel "
            "as tones in the voice or by SIP INFO, if at all: a menu at {lacking} may not react to keys."
        ),
        fix=_FIX_EN,
        notes=_EN,
    ),
    ru=Words(
        title="{lacking} не знает telephone-event: цифры от {having} дойдут до него только тонами",
        explanation=(
            "{having} предложил передавать цифры событиями telephone-event (RFC 4733), а в описании {lacking} их нет. Тогда цифры "
            "идут тонами в голосе или через SIP INFO, если идут вообще: меню на {lacking} может не реагировать на клавиши."
        ),
        fix=_FIX_RU,
        notes=_RU,
    ),
)
_KEYED = Text(
    en=Words(
        title="Keyed digits do not get beyond {having}: {lacking} knows no telephone events",
        explanation=(
            "{packets:count:packet|packets} of telephone events came to {having} on the other leg, and on this one {lacking} "
            "agreed to voice only ({codecs:list}). {having} has to turn them into tones, which only G.711 carries well."
        ),
        fix=_FIX_EN,
        notes=_EN,
    ),
    ru=Words(
        title="Набранные цифры не идут дальше {having}: {lacking} не знает telephone-event",
        explanation=(
            "На {having} по другому плечу пришло {packets:count:пакет|пакета|пакетов} с событиями DTMF, а на этом плече {lacking} "
            "согласился только на голос ({codecs:list}). {having} должен превратить их в тоны, а хорошо их передаёт только G.711."
        ),
        fix=_FIX_RU,
        notes=_RU,
    ),
)
_FIX_PBX_EN = (
    "Switch RFC 4733 on at {lacking}: Asterisk PJSIP dtmf_mode=rfc4733; chan_sip dtmfmode=rfc2833; FreeSWITCH dtmf-type=rfc2833.",
    _FIX_EN[1],
)
_FIX_PBX_RU = (
    "Включите на {lacking} RFC 4733: Asterisk PJSIP dtmf_mode=rfc4733; chan_sip dtmfmode=rfc2833; FreeSWITCH dtmf-type=rfc2833.",
    _FIX_RU[1],
)
_FIX_TRUNK_EN = (
    "Ask the carrier for RFC 4733 (RFC 2833) on this trunk: {having} has telephone-event in its SDP, that of {lacking} has none.",
    (
        "If the carrier cannot: tones in the voice with G.711 only (Asterisk PJSIP dtmf_mode=inband or auto), or SIP INFO where the "
        "carrier takes it (dtmf_mode=info)."
    ),
)
_FIX_TRUNK_RU = (
    "Попросите оператора включить на этом транке RFC 4733 (RFC 2833): в SDP от {having} telephone-event есть, в SDP от {lacking} нет.",
    (
        "Если оператор не может: тоны в голосе, только с G.711 (Asterisk PJSIP dtmf_mode=inband или auto), либо SIP INFO, если оператор "
        "его принимает (dtmf_mode=info)."
    ),
)


_REFUSED = Text(
    en=Words(
        title="{receiver} refuses the digits that {sender} sends by SIP INFO: {status}",
        explanation=(
            "{sender} sent {count:count:digit|digits} to {receiver} by INFO, and none was taken: the answer was {status}. By SDP and "
            "RTP no telephone events (RFC 4733) carried them on this leg either: a menu does not react to keys, unless they went as tones "
            "in the voice, too."
        ),
        fix=(
            (
                "Switch RFC 4733 (RFC 2833) on at {sender} and {receiver}: DTMF type in the telephone's account, dtmf_mode=rfc4733 in "
                "Asterisk PJSIP."
            ),
            "If INFO it must be: let {receiver} take it (Asterisk PJSIP dtmf_mode=info or auto_info).",
            "415: {receiver} may want the other body of the two, application/dtmf-relay or application/dtmf.",
        ),
        notes=_EN,
    ),
    ru=Words(
        title="{receiver} отклоняет цифры, которые {sender} передаёт через SIP INFO: {status}",
        explanation=(
            "{sender} передал {receiver} через INFO {count:count:цифру|цифры|цифр}, и ни одна не принята: ответ {status}. Судя по SDP "
            "и RTP, событиями telephone-event (RFC 4733) на этом плече их тоже не передали: меню не реагирует на клавиши, разве что цифры "
            "ушли ещё и тонами в голосе."
        ),
        fix=(
            (
                "Включите на {sender} и {receiver} RFC 4733 (RFC 2833): тип DTMF в учётной записи телефона, dtmf_mode=rfc4733 в "
                "Asterisk PJSIP."
            ),
            "Если нужен именно INFO, настройте его приём на {receiver} (Asterisk PJSIP dtmf_mode=info или auto_info).",
            "415: возможно, {receiver} ждёт другое из двух тел: application/dtmf-relay или application/dtmf.",
        ),
        notes=_RU,
    ),
)
_UNASKED = Text(
    en=Words(
        title="{sender} sends digits as telephone events, to which {receiver} did not agree",
        explanation=(
            "{sender} sent {packets:count:packet|packets} of telephone events (RFC 4733), and the description of {receiver} has none. "
            "{receiver} may throw them away, and a menu does not react to keys."
        ),
        fix=(_FIX_EN[0].replace("{lacking}", "{receiver}"), _FIX_EN[1].replace("{lacking}", "{receiver}")),
        notes=_EN,
    ),
    ru=Words(
        title="{sender} передаёт цифры событиями DTMF, на которые {receiver} не соглашался",
        explanation=(
            "{sender} отправил {packets:count:пакет|пакета|пакетов} с событиями DTMF (RFC 4733), а в описании {receiver} их нет. "
            "{receiver} может их отбросить, и тогда меню не реагирует на клавиши."
        ),
        fix=(_FIX_RU[0].replace("{lacking}", "{receiver}"), _FIX_RU[1].replace("{lacking}", "{receiver}")),
        notes=_RU,
    ),
)


def _advising(text: Text, en: tuple[str, ...], ru: tuple[str, ...]) -> Text:
    """The same with other advice: who is asked for a change depends on who the host is."""
    return replace(text, en=replace(text.en, fix=en), ru=replace(text.ru, fix=ru))


RULE = Rule(
    slug="dtmf-mismatch",
    area="negotiation",
    seeks=Seeks(
        results=frozenset({"answered"}),
        signs=Sign.KEYED_ONE_SIDED | Sign.ODD_TYPES,
        either=Seeks(results=frozenset({"answered"}), is_remark=True),
    ),
    check=check,
    felt=("refused", "unasked"),
    references=("RFC 4733 sections 2.1 and 2.5", "RFC 3264 sections 5.1 and 7", "RFC 6086"),
    texts={
        "": _PLAINLY,
        "pbx": _advising(_PLAINLY, _FIX_PBX_EN, _FIX_PBX_RU),
        "trunk": _advising(_PLAINLY, _FIX_TRUNK_EN, _FIX_TRUNK_RU),
        "keyed": _KEYED,
        "keyed-pbx": _advising(_KEYED, _FIX_PBX_EN, _FIX_PBX_RU),
        "keyed-trunk": _advising(_KEYED, _FIX_TRUNK_EN, _FIX_TRUNK_RU),
        "refused": _REFUSED,
        "unasked": _UNASKED,
        "kept": Text(
            en=Words(
                title="Digits that were keyed come to {having}, and none go on to {receiver}",
                explanation=(
                    "{packets:count:packet|packets} of telephone events came to {having} on the other leg while {receiver} was on the "
                    "line. This leg agreed on telephone events too, and {having} sent none. That is right where {having} takes digits "
                    "itself: feature codes, a menu of its own. A menu at {receiver} does not get them, unless they went on as tones in "
                    "the voice."
                ),
                fix=(
                    (
                        "If they were for {receiver}: look at the DTMF mode of both legs on {having}: Asterisk PJSIP dtmf_mode=rfc4733; "
                        "chan_sip dtmfmode=rfc2833; FreeSWITCH dtmf-type=rfc2833."
                    ),
                    "Asterisk: options of Dial for feature codes (t, T, k, K, w, W, x, X) and features.conf tell which digits it takes.",
                    "Whether they went on as tones: sipwhy media FILE N --listen.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Набранные цифры приходят на {having}, а дальше к {receiver} не идут",
                explanation=(
                    "На {having} по другому плечу пришло {packets:count:пакет|пакета|пакетов} с событиями DTMF, пока {receiver} был на "
                    "линии. На этом плече telephone-event тоже согласован, но {having} не отправил ни одного события. Это нормально, если "
                    "{having} забирает цифры себе: коды функций, собственное меню. Меню на {receiver} их не получит, разве что они ушли "
                    "тонами в голосе."
                ),
                fix=(
                    (
                        "Если цифры предназначались {receiver}, проверьте режим DTMF обоих плеч на {having}: Asterisk PJSIP "
                        "dtmf_mode=rfc4733; chan_sip dtmfmode=rfc2833; FreeSWITCH dtmf-type=rfc2833."
                    ),
                    "Asterisk: какие цифры он забирает, видно по опциям Dial для кодов функций (t, T, k, K, w, W, x, X) и features.conf.",
                    "Ушли ли цифры тонами: sipwhy media FILE N --listen.",
                ),
                notes=_RU,
            ),
        ),
        "unnamed": Text(
            en=Words(
                title="{sender} sends something under number {number}, which nobody named, and no telephone events under {wanted}",
                explanation=(
                    "Both agreed to carry digits as telephone events under number {wanted}. {sender} sent none of those, and "
                    "{packets:count:packet|packets} of number {number} in its voice, which no description names. If these are its digits, "
                    "{receiver} throws them away, and a menu does not react to keys; the voice itself is not concerned."
                ),
                fix=(
                    "Set the payload type of DTMF on {sender} to {wanted}, or to automatic, and update it if that is set already.",
                    "Look into one such packet with Wireshark (Decode As RTP event): 4 bytes of which the first is the digit.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} шлёт что-то под номером {number}, которого никто не объявлял, а событий DTMF под {wanted} нет",
                explanation=(
                    "Стороны договорились передавать цифры событиями telephone-event под номером {wanted}. {sender} не прислал ни одного, "
                    "зато среди пакетов голоса от него {packets:count:пакет|пакета|пакетов} с номером {number}, которого нет ни в одном "
                    "описании. Если это цифры, {receiver} их отбрасывает, и меню не реагирует на клавиши; самого голоса это не касается."
                ),
                fix=(
                    "Задайте на {sender} payload type для DTMF равным {wanted} или автоматический; если уже так, обновите его.",
                    "Посмотрите такой пакет в Wireshark (Decode As, RTP event): 4 байта, первый из них — цифра.",
                ),
                notes=_RU,
            ),
        ),
        "number": Text(
            en=Words(
                title="{sender} sends digits under number {number}, {receiver} waits for {wanted}",
                explanation=(
                    "In its description {receiver} gave telephone events the number {wanted}; {sender} sent {packets:count:packet|packets} "
                    "of them under its own number {number}. {receiver} may throw them away, and a menu does not react to keys."
                ),
                fix=(
                    "Give telephone events one number on both sides, usually 101: payload type for DTMF in the telephone's account.",
                    "Update {sender}: by RFC 3264 it has to use the number of the other side.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="{sender} передаёт цифры под номером {number}, а {receiver} ждёт {wanted}",
                explanation=(
                    "В своём описании {receiver} дал событиям DTMF номер {wanted}, а {sender} отправил "
                    "{packets:count:пакет|пакета|пакетов} под своим номером {number}. {receiver} может их отбросить, и меню не "
                    "реагирует на клавиши."
                ),
                fix=(
                    "Задайте событиям DTMF один номер на обеих сторонах, обычно 101: payload type для DTMF в учётной записи телефона.",
                    "Обновите ПО на {sender}: по RFC 3264 он обязан брать номер другой стороны.",
                ),
                notes=_RU,
            ),
        ),
    },
)
