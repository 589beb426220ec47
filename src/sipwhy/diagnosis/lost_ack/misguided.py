"""ACK that cannot arrive: a proxy named an address that nobody reaches, or was gone past; the answer names a port that is shut."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sipwhy.diagnosis.acknowledging import bye_of, gone_past
from sipwhy.diagnosis.blame import author, sender
from sipwhy.diagnosis.contacts import hidden_route, repeats_of_answer
from sipwhy.diagnosis.lost_ack.swallowed import swallowed
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.rule import Text, Words
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.silence import is_own_refusal
from sipwhy.model import Call, Evidence, Finding, Leg, Message, NetworkError, Transaction
from sipwhy.model.headers import host_of
from sipwhy.reference.networks import network_kind


def misguided(slug: str, call: Call, scene: Scene, leg: Leg, transaction: Transaction) -> Finding | None:
    """The finding of the rule `slug` where an address proves why ACK does not arrive; `transaction` is of `leg`."""
    return (
        _kept_back(slug, call, leg, transaction)
        or _misled(slug, call, scene)
        or _astray(slug, call, scene, transaction)
        or _shut(slug, call, scene, leg, transaction)
        or _by_stream(slug, call, scene, leg, transaction)
    )


def _kept_back(slug: str, call: Call, leg: Leg, transaction: Transaction) -> Finding | None:
    """The finding where the ACKs came to a proxy, and it passed none of them on."""
    answer, repeats = transaction.final, repeats_of_answer(transaction)
    kept = swallowed(call, transaction, repeats)
    if answer is None or kept is None:
        return None
    bye = bye_of(leg, answer)
    evidence = [proof("invite", kept.passed), proof("answered", answer), proof("kept", kept.acks[0]), proof("repeated", repeats[-1])]
    return Finding(
        rule=slug,
        severity="error",
        confidence=kept.confidence,
        at_fault="proxy",
        evidence=(*evidence, *([proof("hangup", bye)] if bye else [])),
        values={
            "answerer": answer.src.ip,
            "asker": kept.acks[0].src.ip,
            "proxy": kept.acks[0].dst.ip,
            "receiver": kept.passed.dst.ip,
            "acks": len(kept.acks),
            "times": len(repeats),
            "talk": ((bye or repeats[-1]).ts - answer.ts) / 1e6,
        },
        variant="kept",
        is_cause=True,
        at=repeats[0].number,
    )


def _misled(slug: str, call: Call, scene: Scene) -> Finding | None:
    """The finding of a rule where a proxy told the caller to send ACK by an address that it cannot reach."""
    for leg in call.legs:
        for transaction in leg.attempts:
            answer, repeats = transaction.final, repeats_of_answer(transaction)
            route = hidden_route(answer) if answer and repeats and not transaction.ack else None
            if answer is None or route is None:
                continue
            role = scene.host(answer.src.ip).role
            return Finding(
                rule=slug,
                severity="error",
                confidence="likely",
                at_fault=role if role in ("pbx", "proxy", "trunk") else "proxy",
                evidence=(proof("route", answer), proof("repeated", repeats[-1])),
                values={
                    "answerer": call.legs[-1].dst.ip,
                    "asker": answer.dst.ip,
                    "proxy": answer.src.ip,
                    "route": route,
                    "network": network_kind(route),
                    "times": len(repeats),
                    "talk": (repeats[-1].ts - answer.ts) / 1e6,
                },
                variant="route",
                is_cause=True,
                at=repeats[0].number,
            )
    return None


def _astray(slug: str, call: Call, scene: Scene, transaction: Transaction) -> Finding | None:
    """The finding where the caller's ACK was seen going past the proxy that had asked to stay in the way."""
    answer, past, repeats = transaction.final, gone_past(call, transaction), repeats_of_answer(transaction)
    if answer is None or past is None:
        return None
    leg, ack, asked = past
    return Finding(
        rule=slug,
        severity="error",
        confidence="likely",
        at_fault=sender(call.first if ack.src.ip == call.first.src.ip else leg, call, scene),
        evidence=(proof("route", asked.message), proof("astray", ack), proof("repeated", repeats[-1])),
        values={
            "answerer": answer.src.ip,
            "asker": ack.src.ip,
            "receiver": ack.dst.ip,
            "proxy": asked.hosts[0],
            "times": len(repeats),
            "talk": (repeats[-1].ts - answer.ts) / 1e6,
        },
        variant="astray",
        is_cause=True,
        at=repeats[0].number,
    )


def _shut(slug: str, call: Call, scene: Scene, leg: Leg, transaction: Transaction) -> Finding | None:
    """The finding where the ACK went to the port that Contact names, and the host that answered says by ICMP that nobody listens there."""
    answer, repeats = transaction.final, repeats_of_answer(transaction)
    found = _turned_back(call, answer) if answer else None
    if answer is None or found is None:
        return None
    ack, error = found
    report = Evidence(note="report", file=error.file, frame=error.frame)
    return Finding(
        rule=slug,
        severity="error",
        confidence="certain",
        at_fault=author(answer, leg, call, scene),
        evidence=(proof("shut", answer), proof("ack", ack), report, proof("repeated", repeats[-1])),
        values={
            "answerer": answer.src.ip,
            "asker": ack.src.ip,
            "port": ack.dst.port,
            "actual": answer.src.port,
            "times": len(repeats),
            "talk": (repeats[-1].ts - answer.ts) / 1e6,
        },
        variant="shut",
        is_cause=True,
        at=repeats[0].number,
    )


def _by_stream(slug: str, call: Call, scene: Scene, leg: Leg, transaction: Transaction) -> Finding | None:
    """The finding where the answer came over UDP, and its Contact asks for ACK over TCP or TLS (RFC 3263 section 4.1)."""
    answer, repeats = transaction.final, repeats_of_answer(transaction)
    if answer is None or transaction.ack or answer.transport != "udp":
        return None
    contact = answer.contact or ""
    asked, host = _STREAM.search(contact), host_of(contact)
    if asked is None or host is None or host[0] != answer.src.ip:
        return None
    return Finding(
        rule=slug,
        severity="error",
        confidence="likely",
        at_fault=author(answer, leg, call, scene),
        evidence=(proof("contact", answer), proof("repeated", repeats[-1])),
        values={
            "answerer": answer.src.ip,
            "asker": answer.dst.ip,
            "transport": asked[1].upper(),
            "times": len(repeats),
            "talk": (repeats[-1].ts - answer.ts) / 1e6,
        },
        variant="stream",
        is_cause=True,
        at=repeats[0].number,
    )


def _turned_back(call: Call, answer: Message) -> tuple[Message, NetworkError] | None:
    """The ACK of an answer that its sender's own host turned back, at another port than the answer came from."""
    for leg in call.legs:
        if leg.dst.ip != answer.src.ip or leg.dst.port == answer.src.port:
            continue
        told = {error.message: error for error in leg.errors if is_own_refusal(error)}
        for ack in (one for one in leg.requests if one.method == "ACK" and one.to_tag == answer.to_tag):
            if error := told.get(ack.number):
                return ack, error
    return None


_STREAM = re.compile(r";transport=(tcp|tls)\b", re.IGNORECASE)

_KEPT_EN = {
    "invite": "the proxy sends INVITE there",
    "answered": "answered",
    "kept": "the ACK comes to the proxy and goes no farther",
    "repeated": "still repeats the answer",
    "hangup": "gives up and hangs up",
}
_KEPT_RU = {
    "invite": "прокси отправляет туда INVITE",
    "answered": "вызов принят",
    "kept": "ACK дошёл до прокси, дальше его нет",
    "repeated": "всё ещё повторяет ответ",
    "hangup": "не дождался ACK и разъединяет",
}
MISGUIDED: Mapping[str, Text] = {
    "stream": Text(
        en=Words(
            title="The call broke off after {talk:seconds}: {answerer} asks for ACK over {transport}, and speaks UDP",
            explanation=(
                "{answerer} answered over UDP and repeated its 200 OK {times:count:time|times}, because no ACK came. Its Contact says "
                "transport={transport}, so {asker} has to send ACK, and BYE later, over {transport}, and opens a connection for it; if "
                "nobody listens there, nothing arrives."
            ),
            fix=(
                "Set the transport of {answerer} right: its account speaks UDP and its Contact must say the same (or nothing).",
                "If it is to speak {transport}, let it register by {transport} and listen there: ss -lntp.",
            ),
            notes={"contact": "its Contact asks for another transport", "repeated": "still repeats the answer"},
        ),
        ru=Words(
            title="Вызов оборвался через {talk:seconds}: {answerer} ждёт ACK по {transport}, а сам работает по UDP",
            explanation=(
                "{answerer} ответил по UDP и повторил 200 OK {times:count:раз|раза|раз}: ACK не пришёл. В его Contact стоит "
                "transport={transport}, поэтому {asker} обязан отправлять ACK, а потом и BYE, по {transport} и открывает для этого "
                "соединение; если там никто не слушает, ничего не дойдёт."
            ),
            fix=(
                "Исправьте транспорт на {answerer}: учётная запись работает по UDP, и Contact должен говорить то же (или ничего).",
                "Если нужен {transport}, пусть {answerer} и регистрируется по {transport} и слушает этот порт: ss -lntp.",
            ),
            notes={"contact": "в Contact другой транспорт", "repeated": "всё ещё повторяет ответ"},
        ),
    ),
    "kept": Text(
        en=Words(
            title="The call broke off after {talk:seconds}: {proxy} gets the ACK and does not pass it on to {receiver}",
            explanation=(
                "{answerer} repeated its 200 OK {times:count:time|times}, because no ACK came. {asker} sent ACK {acks:count:time|times} "
                "by the way that Record-Route and Contact name, and it came to {proxy}, which had sent INVITE on to {receiver} and got "
                "answers from there. In the same capture no ACK leaves {proxy}: neither {asker} nor {answerer} is to blame."
            ),
            fix=(
                (
                    "Look at how {proxy} routes requests within a dialog: has_totag(), then loose_route(), then t_relay(), for ACK as for "
                    "BYE, and no exit or drop before that. Only an ACK for which loose_route() says no is left to "
                    'if (is_method("ACK") && t_check_trans()) t_relay(). So it is called in the scripts of Kamailio and OpenSIPS.'
                ),
                (
                    "loose_route() takes the Route of the ACK only if {proxy} knows the address in it as its own: listen, socket or alias, "
                    "the outer address too (advertise)."
                ),
                "Write a line to the log before and after loose_route() for ACK, with $ru and $du: it shows where the script leaves it, or "
                "to what address it goes instead.",
            ),
            notes=_KEPT_EN,
        ),
        ru=Words(
            title="Вызов оборвался через {talk:seconds}: {proxy} получает ACK и не передаёт его на {receiver}",
            explanation=(
                "{answerer} повторил 200 OK {times:count:раз|раза|раз}: ACK не пришёл. {asker} отправил ACK {acks:count:раз|раза|раз} по "
                "пути из Record-Route и Contact, и он дошёл до {proxy}, который раньше передал INVITE на {receiver} и получал оттуда "
                "ответы. В том же дампе с {proxy} не уходит ни одного ACK: ни {asker}, ни {answerer} не виноваты."
            ),
            fix=(
                (
                    "Посмотрите, как {proxy} маршрутизирует запросы внутри диалога: has_totag(), затем loose_route(), затем t_relay(), для "
                    "ACK так же, как для BYE, и никаких exit и drop до этого. Только для ACK, который loose_route() не принял, остаётся "
                    'if (is_method("ACK") && t_check_trans()) t_relay(). Так это называется в скриптах Kamailio и OpenSIPS.'
                ),
                "loose_route() принимает Route из ACK, только если {proxy} считает адрес в нём своим: listen, socket или alias, внешний "
                "адрес тоже (advertise).",
                "Пишите в журнал строку до и после loose_route() для ACK с $ru и $du: будет видно, где скрипт его бросает или на какой "
                "адрес отправляет вместо этого.",
            ),
            notes=_KEPT_RU,
        ),
    ),
    "route": Text(
        en=Words(
            title="The call broke off after {talk:seconds}: {proxy} asks for ACK by way of {route}, which {asker} cannot reach",
            explanation=(
                "The 200 OK was repeated {times:count:time|times}, because no ACK came. {proxy} wrote Record-Route {route} into it, "
                "so {asker} sends ACK, and BYE later, to that address and not to {proxy}; nothing of it is in this capture. Such an "
                "address ({network}) means nothing on another host."
            ),
            fix=(
                (
                    "Let {proxy} write the address by which {asker} reaches it: Kamailio listen=... advertise ... or "
                    "record_route_preset(), OpenSIPS socket=... as ... or record_route_preset(); a program of your own must not take "
                    "the first interface it finds."
                ),
                "Look at Via of {proxy} as well: the same address mostly stands there.",
            ),
            notes={
                "route": "its Record-Route leads astray",
                "repeated": "still repeats the answer",
            },
        ),
        ru=Words(
            title="Вызов оборвался через {talk:seconds}: {proxy} велит слать ACK через {route}, а {asker} туда не попадёт",
            explanation=(
                "200 OK повторён {times:count:раз|раза|раз}: ACK не пришёл. {proxy} вписал в ответ Record-Route {route}, поэтому "
                "{asker} отправляет ACK, а потом и BYE, на этот адрес, а не на {proxy}; в дампе их нет. Такой адрес "
                "({network}) на другом узле ничего не значит."
            ),
            fix=(
                (
                    "Пусть {proxy} пишет адрес, по которому {asker} его достаёт: в Kamailio listen=... advertise ... "
                    "или record_route_preset(), в OpenSIPS socket=... as ... или record_route_preset(); своя программа не должна "
                    "брать первый попавшийся интерфейс."
                ),
                "Посмотрите и на Via от {proxy}: обычно там тот же адрес.",
            ),
            notes={
                "route": "этот Record-Route уводит не туда",
                "repeated": "всё ещё повторяет ответ",
            },
        ),
    ),
    "astray": Text(
        en=Words(
            title="The call broke off after {talk:seconds}: {asker} sends ACK past {proxy} to {receiver}, and it does not arrive",
            explanation=(
                "{proxy} wrote itself into Record-Route, so ACK and BYE must go by way of it. {asker} sends ACK straight to {receiver} "
                "without Route, and {answerer} repeated its 200 OK {times:count:time|times}: the ACK did not arrive, or was not known "
                "as one of this call."
            ),
            fix=(
                "Update {asker}; on a B2BUA or gateway look for a setting that ignores Record-Route.",
                "Does the answer still have Record-Route where {asker} gets it? A proxy or SBC between may remove it.",
                "Until then, let {receiver} be reached directly from {asker}: route, firewall, NAT.",
            ),
            notes={
                "route": "asks for this way",
                "astray": "goes past it",
                "repeated": "still repeats the answer",
            },
        ),
        ru=Words(
            title="Вызов оборвался через {talk:seconds}: {asker} шлёт ACK мимо {proxy} прямо на {receiver}, и он не доходит",
            explanation=(
                "{proxy} вписал себя в Record-Route, поэтому ACK и BYE должны идти через него. {asker} шлёт ACK прямо на {receiver} "
                "без Route, а {answerer} повторил 200 OK {times:count:раз|раза|раз}: ACK не дошёл или его не узнали."
            ),
            fix=(
                "Обновите ПО на {asker}; на B2BUA или шлюзе поищите настройку, из-за которой он не учитывает Record-Route.",
                "Доходит ли Record-Route в ответе до {asker}? Его мог убрать прокси или SBC по пути.",
                "До тех пор обеспечьте прямой путь от {asker} к {receiver}: маршрут, межсетевой экран, NAT.",
            ),
            notes={
                "route": "просит идти так",
                "astray": "идёт мимо",
                "repeated": "всё ещё повторяет ответ",
            },
        ),
    ),
    "shut": Text(
        en=Words(
            title="The call broke off after {talk:seconds}: {answerer} asks for ACK at port {port}, where nobody listens",
            explanation=(
                "{answerer} answered from port {actual} and names port {port} in the Contact of its 200 OK. {asker} sent ACK there, as it "
                "must, and {answerer} turned it back itself: port unreachable. So it repeated its 200 OK {times:count:time|times} and got "
                "no ACK; BYE of the other side would come back the same way."
            ),
            fix=(
                "Let {answerer} name the port at which it listens: its local SIP port, and no fixed or outer port left from NAT or STUN.",
                "If it sits behind a NAT or a container that maps port {port} to another one, set that mapping up for UDP.",
            ),
            notes={
                "shut": "names port {port}",
                "ack": "ACK goes there",
                "report": "nobody listens there",
                "repeated": "still repeats the answer",
            },
        ),
        ru=Words(
            title="Вызов оборвался через {talk:seconds}: {answerer} просит слать ACK на порт {port}, а его никто не слушает",
            explanation=(
                "{answerer} ответил с порта {actual}, а в Contact своего 200 OK назвал порт {port}. {asker}, как положено, отправил ACK "
                "туда, и {answerer} сам вернул его: port unreachable. Поэтому 200 OK повторён {times:count:раз|раза|раз}, а ACK так "
                "и не дошёл; BYE от другой стороны вернулся бы так же."
            ),
            fix=(
                "Пусть {answerer} указывает порт, который слушает: местный порт SIP, а не заданный вручную или внешний, оставшийся от NAT "
                "или STUN.",
                "Если {answerer} стоит за NAT или в контейнере, где порт {port} отображается на другой, настройте это отображение для UDP.",
            ),
            notes={
                "shut": "называет порт {port}",
                "ack": "ACK уходит туда",
                "report": "там никто не слушает",
                "repeated": "всё ещё повторяет ответ",
            },
        ),
    ),
}
"""The words of each."""
