"""The 200 OK is repeated to the end: its ACK does not arrive, and its sender gives the call up."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.acknowledging import (
    asked_elsewhere,
    bye_of,
    dropped,
    far_end,
    is_crossed,
    is_dropped,
    is_unheard,
    origin_of,
    passed_and_lost,
    variant_of,
)
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.contacts import hidden_contact, repeats_of_answer
from sipwhy.diagnosis.lost_ack.between_captures import located, lost_between_words
from sipwhy.diagnosis.lost_ack.misguided import MISGUIDED, misguided
from sipwhy.diagnosis.lost_ack.unheard_answer import unheard_words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.unacknowledged import lost_segment
from sipwhy.model import Call, Finding, Leg, Message, Transaction
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the farthest leg whose 200 was repeated until its sender gave up; not if a hidden Contact or a late CANCEL explains it."""
    if hidden_contact(call) or any(is_crossed(leg) or lost_segment(leg, scene) for leg in call.legs):
        return
    for leg, transaction, answer in dropped(call):
        found = misguided(RULE.slug, call, scene, leg, transaction) or _finding(leg, transaction, answer, call, scene)
        yield located(found, leg, transaction, scene)
        return
    for leg in reversed(call.legs):
        again = next((t for t in leg.transactions_of("INVITE") if t not in leg.attempts and is_dropped(leg, t)), None)
        if again and again.final and leg.answer and bye_of(leg, again.final):
            yield _of_change(leg, again, (again.final, leg.answer), call, scene)
            return


def _of_change(leg: Leg, transaction: Transaction, answers: tuple[Message, Message], call: Call, scene: Scene) -> Finding:
    """The finding where the answer to a re-INVITE got no ACK and its sender hung up for that; `answers` are that one and the call's."""
    answer, first = answers
    found = _finding(leg, transaction, answer, call, scene)
    values = {**found.values, "talk": ((bye_of(leg, answer) or answer).ts - first.ts) / 1e6, "since": (answer.ts - first.ts) / 1e6}
    return replace(found, values=values, variant="change-seen" if transaction.ack else "change")


def _finding(leg: Leg, transaction: Transaction, answer: Message, call: Call, scene: Scene) -> Finding:
    """
    The finding where no address proves more. The network is the likeliest to have lost it, and proved to be only where nothing
    else of the same sender arrives, though it is sent to where the answers come from.
    """
    repeats, ack, bye, unheard = repeats_of_answer(transaction), transaction.ack, bye_of(leg, answer), is_unheard(leg, transaction)
    passed, lost = passed_and_lost(leg, answer)
    elsewhere = None if passed or unheard else asked_elsewhere(answer, ack, scene)
    evidence = [proof("answered", answer), proof("repeated", repeats[-1])]
    found = {"ack": ack, "passed": passed, "lost": None if passed else lost, "hangup": bye}
    evidence += [proof(note, message) for note, message in found.items() if message]
    is_proved = lost is not None and passed is None and lost.dst == answer.src
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="certain" if is_proved else "likely",
        at_fault=author(answer, leg, call, scene) if elsewhere else "network",
        evidence=tuple(evidence),
        values={
            "answerer": far_end((origin_of(call, leg) if unheard else None) or answer, scene),
            "asker": answer.dst.ip,
            "times": len(repeats),
            "talk": ((bye or repeats[-1]).ts - answer.ts) / 1e6,
            "target": elsewhere,
            "method": passed.method if passed else lost.method if lost else None,
        },
        variant="unheard" if unheard else variant_of(ack, passed, lost, elsewhere),
        is_cause=True,
        at=repeats[0].number,
    )


_EN = {
    "answered": "answered",
    "repeated": "still repeats the answer",
    "ack": "an ACK that did not arrive",
    "passed": "arrived by the same way as the ACK",
    "lost": "this got no answer either",
    "hangup": "gives up and hangs up",
}
_RU = {
    "answered": "вызов принят",
    "repeated": "всё ещё повторяет ответ",
    "ack": "ACK, который не дошёл",
    "passed": "дошёл тем же путём, что и ACK",
    "lost": "тоже без ответа",
    "hangup": "не дождался ACK и разъединяет",
}
_REINVITE_FIX_EN = (
    "Look on {asker} whether ACK to this re-INVITE leaves, and to which address: it goes to the Contact of the 200 OK, through the route "
    "of the dialog.",
    "If only re-INVITEs fail so, the Contact in their 200 OK differs from the first one: compare the two.",
)
_REINVITE_FIX_RU = (
    "Проверьте на {asker}, уходит ли ACK на этот re-INVITE и куда: он идёт на Contact из 200 OK по маршруту диалога.",
    "Если так только с re-INVITE, у них в 200 OK другой Contact, чем в первом ответе: сравните их.",
)

RULE = Rule(
    slug="ack-lost",
    area="dialog",
    seeks=Seeks(flags=Flag.ANSWER_REPEATED),
    check=check,
    references=("RFC 3261 sections 13.3.1.4 and 17.1.1.3", "RFC 6026"),
    texts={
        "": Text(
            en=Words(
                title="The call broke off after {talk:seconds}: no ACK reached {answerer}",
                explanation=(
                    "{answerer} answered the call and repeated its 200 OK {times:count:time|times}, because no ACK came, and then it "
                    "ended the call, as the standard demands. In this capture there is no ACK from {asker} at all: it was lost before this "
                    "point, sent elsewhere, or never sent."
                ),
                fix=(
                    "Capture on {asker}: does it send ACK, and to which address? It goes to the Contact of the 200 OK, through the "
                    "Record-Route, not simply back.",
                    (
                        "Check that this Contact and every Record-Route address can be reached from {asker}, and that no firewall or SIP "
                        "ALG on the way drops ACK."
                    ),
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Вызов оборвался через {talk:seconds}: ACK не дошёл до {answerer}",
                explanation=(
                    "{answerer} ответил на вызов и повторил 200 OK {times:count:раз|раза|раз}, потому что ACK не приходил, и затем "
                    "завершил вызов, как велит стандарт. В этом дампе ACK от {asker} нет совсем: он потерялся до этой точки, ушёл в другое "
                    "место или не был отправлен."
                ),
                fix=(
                    (
                        "Снимите дамп на {asker}: отправляет ли он ACK и на какой адрес? ACK идёт на Contact из 200 OK через "
                        "Record-Route, а не просто обратно."
                    ),
                    (
                        "Проверьте, что этот Contact и все адреса Record-Route доступны с {asker} и что межсетевой экран или SIP ALG по "
                        "пути не отбрасывает ACK."
                    ),
                ),
                notes=_RU,
            ),
        ),
        "unheard": unheard_words(_EN, _RU),
        **lost_between_words(_EN, _RU),
        **MISGUIDED,
        "seen": Text(
            en=Words(
                title="The call broke off after {talk:seconds}: the ACK got lost on the way to {answerer}",
                explanation=(
                    "{asker} sent ACK each time, and {answerer} still repeated its 200 OK {times:count:time|times} and then gave up: the "
                    "ACK passes this capture point and does not arrive."
                ),
                fix=(
                    "Capture on {answerer}: does the ACK arrive there? If not, look at firewall and NAT between the two.",
                    "If it does arrive, compare its Request-URI, CSeq and To tag with the 200 OK: an ACK that does not fit is ignored.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Вызов оборвался через {talk:seconds}: ACK потерялся по пути к {answerer}",
                explanation=(
                    "{asker} каждый раз отправлял ACK, но {answerer} повторил 200 OK {times:count:раз|раза|раз} и затем завершил вызов: "
                    "точку съёма ACK проходит, а до адресата не доходит."
                ),
                fix=(
                    "Снимите дамп на {answerer}: доходит ли ACK? Если нет, смотрите межсетевой экран и NAT между ними.",
                    "Если доходит, сравните его Request-URI, CSeq и тег To с 200 OK: неподходящий ACK отбрасывается.",
                ),
                notes=_RU,
            ),
        ),
        "passed": Text(
            en=Words(
                title="The call broke off after {talk:seconds}: no ACK reached {answerer}, though {method} did",
                explanation=(
                    "{answerer} repeated its 200 OK {times:count:time|times}, because no ACK came, and then gave up. Yet {method} from "
                    "{asker}, which goes to the same address, arrived and was answered: Contact and way are right, and the ACK alone is "
                    "missing. Something on the way drops it, or {asker} does not send it."
                ),
                fix=(
                    "Capture on {asker}: does it send ACK for every repeated 200 OK?",
                    "If it does, look for what treats ACK otherwise than {method}: SIP ALG in the router, rules of a firewall or an SBC.",
                    "If not, update {asker}: for it the call is answered, as {method} shows, so it must send the ACK.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Вызов оборвался через {talk:seconds}: до {answerer} не дошёл ACK, хотя {method} дошёл",
                explanation=(
                    "{answerer} повторил 200 OK {times:count:раз|раза|раз}, потому что ACK не приходил, и затем завершил вызов. А {method} "
                    "от {asker}, который идёт на тот же адрес, дошёл и получил ответ: Contact и путь верны, не хватает одного ACK. Его "
                    "отбрасывает что-то по пути, или {asker} его не отправляет."
                ),
                fix=(
                    "Снимите дамп на {asker}: отправляет ли он ACK на каждый повтор 200 OK?",
                    (
                        "Если отправляет, ищите то, что обходится с ACK иначе, чем с {method}: SIP ALG в маршрутизаторе, правила "
                        "межсетевого экрана или SBC."
                    ),
                    "Если нет, обновите {asker}: судя по {method}, вызов для него принят, значит, он должен был отправить ACK.",
                ),
                notes=_RU,
            ),
        ),
        "seen-passed": Text(
            en=Words(
                title="The call broke off after {talk:seconds}: {answerer} got {method}, but not the ACK before it",
                explanation=(
                    "{asker} sent ACK each time, and {answerer} still repeated its 200 OK {times:count:time|times} and then gave up. Yet "
                    "{method} from {asker}, which goes to the same address, arrived and was answered: Contact and way are right. Something "
                    "behind this capture point drops the ACK alone, or {answerer} does not know it as one of this call."
                ),
                fix=(
                    "Capture on {answerer}: does the ACK arrive there?",
                    "If not, look for what treats ACK otherwise than {method}: SIP ALG in the router, rules of a firewall or an SBC.",
                    "If it does, compare its Request-URI, CSeq and To tag with the 200 OK: an ACK that does not fit is ignored.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Вызов оборвался через {talk:seconds}: {method} до {answerer} дошёл, а ACK перед ним нет",
                explanation=(
                    "{asker} каждый раз отправлял ACK, но {answerer} повторил 200 OK {times:count:раз|раза|раз} и затем завершил вызов. А "
                    "{method} от {asker}, который идёт на тот же адрес, дошёл и получил ответ: Contact и путь верны. Один только ACK "
                    "отбрасывает что-то за точкой съёма, или {answerer} не узнаёт в нём ACK этого вызова."
                ),
                fix=(
                    "Снимите дамп на {answerer}: доходит ли ACK?",
                    "Если нет, ищите то, что обходится с ACK иначе, чем с {method}: SIP ALG, правила межсетевого экрана или SBC.",
                    "Если доходит, сравните его Request-URI, CSeq и тег To с 200 OK: неподходящий ACK отбрасывается.",
                ),
                notes=_RU,
            ),
        ),
        "lost": Text(
            en=Words(
                title="The call broke off after {talk:seconds}: neither ACK nor {method} of {asker} reaches {answerer}",
                explanation=(
                    "{answerer} repeated its 200 OK {times:count:time|times}, because no ACK came, and then gave up. {method} from {asker} "
                    "got no answer either: what {answerer} sends arrives, and nothing that goes to the address in its Contact does."
                ),
                fix=(
                    "Capture on {answerer}: do ACK and {method} arrive there? If not, look at firewall, NAT and routes between the two.",
                    "Check that the Contact of the 200 OK and every Record-Route address can be reached from {asker}.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Вызов оборвался через {talk:seconds}: до {answerer} не доходят от {asker} ни ACK, ни {method}",
                explanation=(
                    "{answerer} повторил 200 OK {times:count:раз|раза|раз}, потому что ACK не приходил, и затем завершил вызов. {method} "
                    "от {asker} тоже остался без ответа: то, что шлёт {answerer}, доходит, а всё, что идёт на адрес из его Contact, нет."
                ),
                fix=(
                    "Снимите дамп на {answerer}: доходят ли ACK и {method}? Если нет, смотрите межсетевой экран, NAT и маршруты между "
                    "ними.",
                    "Проверьте, что Contact из 200 OK и все адреса Record-Route доступны с {asker}.",
                ),
                notes=_RU,
            ),
        ),
        "elsewhere": Text(
            en=Words(
                title="The call broke off after {talk:seconds}: the 200 OK asks for ACK at {target}, and none reached {answerer}",
                explanation=(
                    "{answerer} repeated its 200 OK {times:count:time|times}, because no ACK came, and then gave up. The answer came from "
                    "another address than the one that it names in Contact or Record-Route: {asker} sends ACK, and BYE later, to {target}."
                ),
                fix=(
                    "Check that {target} is an address of {answerer} that {asker} can reach. If it is an old or a wrong one, correct it: "
                    "Asterisk external_signaling_address, FreeSWITCH ext-sip-ip, Kamailio listen=... advertise ....",
                    "If the address is right, capture there: does the ACK arrive, and is it passed on?",
                ),
                notes={
                    "answered": "asks for ACK elsewhere",
                    "repeated": "still repeats the answer",
                    "ack": "an ACK that did not arrive",
                    "lost": "this got no answer either",
                    "hangup": "gives up and hangs up",
                },
            ),
            ru=Words(
                title="Вызов оборвался через {talk:seconds}: 200 OK велит слать ACK на {target}, а до {answerer} он не дошёл",
                explanation=(
                    "{answerer} повторил 200 OK {times:count:раз|раза|раз}, потому что ACK не приходил, и затем завершил вызов. Ответ "
                    "пришёл не с того адреса, который назван в его Contact или Record-Route: {asker} отправляет ACK, а потом и BYE, на "
                    "{target}."
                ),
                fix=(
                    "Проверьте, что {target} — адрес узла {answerer} и доступен с {asker}. Если он старый или неверный, исправьте: "
                    "Asterisk external_signaling_address, FreeSWITCH ext-sip-ip, Kamailio listen=... advertise ....",
                    "Если адрес верен, снимите дамп там: доходит ли ACK и передаётся ли дальше?",
                ),
                notes={
                    "answered": "просит ACK на другой адрес",
                    "repeated": "всё ещё повторяет ответ",
                    "ack": "ACK, который не дошёл",
                    "lost": "тоже без ответа",
                    "hangup": "не дождался ACK и разъединяет",
                },
            ),
        ),
        "change": Text(
            en=Words(
                title="The call broke off after {talk:seconds}: no ACK to a re-INVITE reached {answerer}",
                explanation=(
                    "{since:seconds} after the answer {asker} changed or refreshed the call by re-INVITE. {answerer} answered 200 OK and "
                    "repeated it {times:count:time|times}. In this capture there is no ACK to it. Then {answerer} hung up, as the "
                    "standard demands."
                ),
                fix=_REINVITE_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="Вызов оборвался через {talk:seconds}: ACK на re-INVITE не дошёл до {answerer}",
                explanation=(
                    "Через {since:seconds} после ответа {asker} изменил или обновил вызов через re-INVITE. {answerer} ответил 200 OK и "
                    "повторил его {times:count:раз|раза|раз}. В этом дампе ACK на него нет. Тогда {answerer} положил трубку, как велит "
                    "стандарт."
                ),
                fix=_REINVITE_FIX_RU,
                notes=_RU,
            ),
        ),
        "change-seen": Text(
            en=Words(
                title="The call broke off after {talk:seconds}: the ACK to a re-INVITE got lost on the way to {answerer}",
                explanation=(
                    "{since:seconds} after the answer {asker} changed or refreshed the call by re-INVITE. {answerer} answered 200 OK and "
                    "repeated it {times:count:time|times}. ACK was sent and did not arrive. Then {answerer} hung up, as the standard "
                    "demands."
                ),
                fix=_REINVITE_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="Вызов оборвался через {talk:seconds}: ACK на re-INVITE потерялся по пути к {answerer}",
                explanation=(
                    "Через {since:seconds} после ответа {asker} изменил или обновил вызов через re-INVITE. {answerer} ответил 200 OK и "
                    "повторил его {times:count:раз|раза|раз}. ACK был отправлен и не дошёл. Тогда {answerer} положил трубку, как велит "
                    "стандарт."
                ),
                fix=_REINVITE_FIX_RU,
                notes=_RU,
            ),
        ),
    },
)
