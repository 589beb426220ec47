"""482 or 483: the request came back, or passed too many servers; 440: it would ring too many places at once."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.circles import Round, round_of
from sipwhy.diagnosis.claims import statuses_of
from sipwhy.diagnosis.meaning import claimed, proof
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU
from sipwhy.model import Call, Finding, Leg, Result, Value
from sipwhy.model.quirk import Quirk

_UNTOLD: frozenset[Result] = frozenset({"incomplete", "unanswered", "cancelled", "no-answer", "failed"})
_LOOPED = frozenset({482, 483})
"""Statuses that say so themselves: only with these does it matter which way the call went."""
_TOO_MANY = 440
"""A proxy had more places to ring at once than Max-Breadth allows (RFC 5393 section 5.3.3): a circle that forks, or a big group."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the answer; where two hosts send the call to each other, neither of them alone is to blame."""
    if found := meant(RULE.slug, call, scene):
        finding = claimed(found, call, "error", frozenset({"", "circle", "few", "forwarded", "itself", "sent-on", "circle-of-two"}))
        is_told = not found.variant and found.message.status in _LOOPED
        if is_told and _comes_back(call, found.leg):
            finding = replace(finding, at_fault="unknown")
        if found.message.status == _TOO_MANY and not found.variant:
            finding = replace(finding, variant="breadth")
        yield _of_both(finding, seen) if is_told and (seen := round_of(call)) else finding
    elif call.result in _UNTOLD and (found_round := round_of(call)):
        yield _unnoticed(call, scene, found_round)


def _of_both(finding: Finding, seen: Round) -> Finding:
    """The finding where a server noticed, and the request itself shows which two hosts send it to each other."""
    ends: dict[str, Value] = {"asker": seen.back.src.ip, "peer": seen.back.dst.ip, "times": seen.times}
    return replace(
        finding,
        variant="both",
        evidence=(proof("sent", seen.first), proof("request", seen.back), *finding.evidence),
        values={**finding.values, **ends},
    )


def _unnoticed(call: Call, scene: Scene, found: Round) -> Finding:
    """The finding where the request itself shows the circle, and no answer tells the caller."""
    ends = (found.back.src.ip, found.back.dst.ip)
    roles = {scene.host(ip).role for ip in ends}
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="certain",
        at_fault=next((role for role in ("pbx", "proxy", "trunk") if role in roles), "unknown"),
        evidence=(proof("sent", found.first), proof("request", found.back)),
        values={"callee": call.callee or "", "asker": ends[0], "peer": ends[1], "times": found.times, "hops": found.hops},
        variant="round-hops" if found.by_hops else "round",
        is_cause=True,
        at=found.back.number,
    )


def _comes_back(call: Call, leg: Leg) -> bool:
    """Whether the host that was asked on a leg sent the call back to who asked it, another host, under the same Call-ID."""
    if leg.src.ip == leg.dst.ip:
        return False
    ways = {(m.src.ip, m.dst.ip) for one in call.legs if one.call_id == leg.call_id for m in one.requests if m.is_initial}
    return (leg.dst.ip, leg.src.ip) in ways


RULE = Rule(
    slug="loop-detected",
    area="routing",
    seeks=Seeks(
        statuses=statuses_of("loop-detected"),
        by_outcome=True,
        either=Seeks(statuses=_LOOPED, either=Seeks(results=_UNTOLD, quirks=Quirk.CAME_TWICE)),
    ),
    check=check,
    references=("RFC 3261 sections 16.3, 21.4.20 and 21.4.21", "RFC 5393"),
    texts={
        "breadth": Text(
            en=Words(
                title="The call to {callee} would ring too many places at once",
                explanation=(
                    "{peer} answered {status} {phrase}: it would have to send the call to more places at the same time than the request "
                    "still allows (Max-Breadth, 60 at the start). Either the places send it back and it multiplies in a circle, or the "
                    "group is that big."
                ),
                fix=(
                    "Follow {callee} through the servers on the way: does one of them appear twice in Via of one request? Then break the "
                    "circle there.",
                    "If not, ring the places of the group one after another, and remove registrations that are dead.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Вызов на {callee} пришлось бы разослать сразу в слишком много мест",
                explanation=(
                    "{peer} ответил {status} {phrase}: ему пришлось бы отправить вызов одновременно в большее число мест, чем ещё "
                    "разрешает запрос (Max-Breadth, вначале 60). Либо вызов возвращается и множится по кругу, либо группа и правда "
                    "так велика."
                ),
                fix=(
                    "Проследите {callee} по серверам на пути: встречается ли один из них дважды в Via одного запроса? Тогда разорвите "
                    "круг на нём.",
                    "Если нет, обзванивайте группу по очереди и уберите мёртвые регистрации.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "": Text(
            en=Words(
                title="The call to {callee} runs in a circle",
                explanation=(
                    "{peer} answered {status} {phrase}: the request came by again, or its Max-Forwards was used up. Two servers send the "
                    "number to each other, a forwarding points back to itself, or the sender began with too small a Max-Forwards."
                ),
                fix=(
                    "Follow {callee} through the routes of every server on the way: which one sends it back?",
                    "Look for forwardings in a circle (1001 to 1002, 1002 to 1001).",
                    "If Max-Forwards of the very first request is small, correct the sender: RFC 3261 recommends 70.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Вызов на {callee} ходит по кругу",
                explanation=(
                    "{peer} ответил {status} {phrase}: запрос вернулся или исчерпал Max-Forwards. Два сервера отправляют номер друг "
                    "другу, переадресация замкнута на себя, или отправитель начал со слишком малого Max-Forwards."
                ),
                fix=(
                    "Проследите {callee} по маршрутам всех серверов на пути: который отправляет вызов обратно?",
                    "Поищите замкнутую переадресацию (1001 на 1002, 1002 на 1001).",
                    "Если мал Max-Forwards самого первого запроса, исправьте отправителя: RFC 3261 советует 70.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "circle": Text(
            en=Words(
                title="{asker} and {peer} send the call to {callee} to each other",
                explanation=(
                    "The number went {times:count:time|times} between {asker} and {peer}, each round as a new call: each of them takes the "
                    "other for the way to this number. As every leg has its own Call-ID and Max-Forwards, no server notices; it ends when "
                    "lines or licences are used up."
                ),
                fix=(
                    "On {asker} look which route sends {callee} to {peer}: often a default route. Close it for numbers that come from "
                    "{peer}.",
                    "On {peer} set the route by which this number is to go, or refuse it (404).",
                ),
                notes={"request": "here the call comes back", "told": "how it ended"},
            ),
            ru=Words(
                title="{asker} и {peer} отправляют вызов на {callee} друг другу",
                explanation=(
                    "Номер прошёл между {asker} и {peer} {times:count:раз|раза|раз}, и каждый круг — новым вызовом: каждый считает другого "
                    "дорогой к этому номеру. У каждого плеча свои Call-ID и Max-Forwards, поэтому серверы этого не замечают; кончается "
                    "это, когда заканчиваются линии или лицензии."
                ),
                fix=(
                    "На {asker} найдите маршрут, который шлёт {callee} на {peer}: часто это маршрут по умолчанию. Закройте его для "
                    "номеров, пришедших с {peer}.",
                    "На {peer} задайте маршрут, по которому этот номер должен уходить, или отказывайте (404).",
                ),
                notes={"request": "здесь вызов вернулся", "told": "чем кончилось"},
            ),
        ),
        "circle-of-two": Text(
            en=Words(
                title="{other} and {forwarded} are forwarded to each other, over {peer} and {asker}",
                explanation=(
                    "{asker} forwards {other} to {forwarded} at {peer}, {peer} forwards {forwarded} to {other} at {asker}, and so it went "
                    "{times:count:time|times}, each time as a new call. As every leg has its own Call-ID and Max-Forwards, no server "
                    "notices; it ends when a limit or the lines are used up."
                ),
                fix=(
                    "Switch one of the two forwardings off: that of {other}, or that of {forwarded}.",
                    "Let {peer} and {asker} allow fewer forwardings of one call: Asterisk MAX_FORWARDS, or a check of Diversion.",
                ),
                notes={"request": "here the call comes back", "told": "how it ended"},
            ),
            ru=Words(
                title="{other} и {forwarded} переадресованы друг на друга, через {peer} и {asker}",
                explanation=(
                    "{asker} переадресует {other} на {forwarded}, то есть на {peer}, {peer} переадресует {forwarded} на {other}, то есть "
                    "обратно на {asker}, и так {times:count:раз|раза|раз}, каждый раз новым вызовом. У каждого плеча свои Call-ID и "
                    "Max-Forwards, поэтому серверы этого не замечают; кончается это пределом переадресаций или когда заняты все линии."
                ),
                fix=(
                    "Отключите одну из двух переадресаций: с {other} или с {forwarded}.",
                    "Уменьшите на {peer} и {asker} допустимое число переадресаций вызова: MAX_FORWARDS в Asterisk или проверка Diversion.",
                ),
                notes={"request": "здесь вызов вернулся", "told": "чем кончилось"},
            ),
        ),
        "both": Text(
            en=Words(
                title="{asker} and {peer} send the call to {callee} to each other until one of them answers {status} {phrase}",
                explanation=(
                    "One INVITE passed between {asker} and {peer} again and again, {times:count:time|times} as far as is seen, until its "
                    "Max-Forwards was used up or a server knew it again: {status} {phrase}. Each of them takes the other for the way to "
                    "this number."
                ),
                fix=(
                    "On {asker} look which route sends {callee} to {peer}, and on {peer} which one sends it back; let one of them end it.",
                    "Refuse on either of them what came from the other and would go back to it.",
                ),
                notes={"sent": "the request as it was sent first", "request": "here it comes back", **REFUSED_EN},
            ),
            ru=Words(
                title="{asker} и {peer} отправляют вызов на {callee} друг другу, пока один не ответит {status} {phrase}",
                explanation=(
                    "Один INVITE раз за разом проходил между {asker} и {peer}, насколько видно, {times:count:раз|раза|раз}, пока не "
                    "исчерпал Max-Forwards или пока сервер его не узнал: {status} {phrase}. Каждый считает другого дорогой к этому "
                    "номеру."
                ),
                fix=(
                    "Найдите на {asker} маршрут, который шлёт {callee} на {peer}, а на {peer} тот, что шлёт обратно; один из них надо "
                    "убрать.",
                    "Отказывайте на любом из них вызову, который пришёл с другого и ушёл бы туда же.",
                ),
                notes={"sent": "запрос, как он ушёл впервые", "request": "здесь он возвращается", **REFUSED_RU},
            ),
        ),
        "round-hops": Text(
            en=Words(
                title="{asker} and {peer} send the same request for {callee} to each other",
                explanation=(
                    "One INVITE, with one Call-ID and one CSeq, passed between {asker} and {peer} {times:count:time|times}, to and fro, "
                    "each time with a lower Max-Forwards; {hops} was left at the end. As each of them writes only its own Via (topology "
                    "hiding), neither notices that the request was there before."
                ),
                fix=(
                    "On {asker} look which route sends {callee} to {peer}, and on {peer} which one sends it back; let one of them end it.",
                    "Refuse on either of them what came from the other and would go back to it.",
                ),
                notes={"sent": "the request as it was sent first", "request": "here it comes back"},
            ),
            ru=Words(
                title="{asker} и {peer} отправляют друг другу один и тот же запрос на {callee}",
                explanation=(
                    "Один INVITE с одним Call-ID и одним CSeq прошёл между {asker} и {peer} туда и обратно {times:count:раз|раза|раз}, "
                    "каждый раз с меньшим Max-Forwards; под конец осталось {hops}. Оба оставляют в запросе только свой Via (скрытие "
                    "топологии), поэтому не замечают, что он здесь уже был."
                ),
                fix=(
                    "Найдите на {asker} маршрут, который шлёт {callee} на {peer}, а на {peer} тот, что шлёт обратно; один из них надо "
                    "убрать.",
                    "Отказывайте на любом из них вызову, который пришёл с другого и ушёл бы туда же.",
                ),
                notes={"sent": "запрос, как он ушёл впервые", "request": "здесь он возвращается"},
            ),
        ),
        "round": Text(
            en=Words(
                title="{asker} and {peer} send the same request for {callee} to each other",
                explanation=(
                    "One INVITE, with one Call-ID, passed from {asker} to {peer} {times:count:time|times}, and its own earlier Via stood "
                    "in it each time. Every round takes Max-Forwards down, {hops} was left at the end, and nobody told the caller 482 or "
                    "483: it hears nothing until it gives up."
                ),
                fix=(
                    "On {asker} look which route sends {callee} to {peer}, and on {peer} which one sends it back; let one of them end it.",
                    "A server that meets a request with Max-Forwards: 0 must answer 483: update the one that keeps silent.",
                ),
                notes={"sent": "passes for the first time", "request": "here the same request comes by again"},
            ),
            ru=Words(
                title="{asker} и {peer} отправляют друг другу один и тот же запрос на {callee}",
                explanation=(
                    "Один INVITE, с одним Call-ID, прошёл от {asker} к {peer} {times:count:раз|раза|раз}, и всякий раз в нём стоял его же "
                    "прежний Via. Каждый круг уменьшает Max-Forwards, под конец осталось {hops}, а ответа 482 или 483 звонящему никто не "
                    "дал: он не слышит ничего, пока не положит трубку."
                ),
                fix=(
                    "Найдите на {asker} маршрут, который шлёт {callee} на {peer}, а на {peer} тот, что шлёт обратно; один из них надо "
                    "убрать.",
                    "Сервер, получивший Max-Forwards: 0, обязан ответить 483: обновите тот, который молчит.",
                ),
                notes={"sent": "проходит впервые", "request": "здесь тот же запрос проходит снова"},
            ),
        ),
        "few": Text(
            en=Words(
                title="The caller allows the call to {callee} only {hops:count:hop|hops}: Max-Forwards is used up at {peer}",
                explanation=(
                    "The request set out with Max-Forwards: {hops}, every proxy takes one away, and {peer} had to answer {status} "
                    "{phrase}. No server was passed twice, so there is no circle: the value is too small."
                ),
                fix=("Set Max-Forwards of the caller to 70 (RFC 3261 section 8.1.1.6).",),
                notes={"answer": "no hops left", "sent": "sets out with so few"},
            ),
            ru=Words(
                title="У вызова на {callee} только {hops:count:переход|перехода|переходов}: Max-Forwards кончился на {peer}",
                explanation=(
                    "Запрос вышел с Max-Forwards: {hops}, каждый прокси отнимает единицу, и {peer} пришлось ответить {status} {phrase}. "
                    "Ни один сервер не пройден дважды, так что кольца нет: значение слишком мало."
                ),
                fix=("Задайте у звонящего Max-Forwards 70 (RFC 3261, раздел 8.1.1.6).",),
                notes={"answer": "переходы кончились", "sent": "выходит со столь малым числом"},
            ),
        ),
        "sent-on": Text(
            en=Words(
                title="The call to {callee} was forwarded {forwards:count:time|times} and rang nowhere: they seem to go in a circle",
                explanation=(
                    "{peer} told {asker} {forwards:count:time|times} that the call is being forwarded (181), never that anything rings, "
                    "and ended it with {status} {phrase}. Nobody sets so many forwardings one behind the other: it looks as if two or more "
                    "numbers were forwarded to each other until a limit ended it. Where they lead is not in this capture."
                ),
                fix=(
                    "Follow the forwardings from {callee} on, at {peer} and at the carrier: which one leads back?",
                    "Diversion and History-Info in what {peer} sends on name the numbers: capture behind {peer}.",
                    "Let fewer forwardings be allowed: Asterisk follows 20 (MAX_FORWARDS), and each may cost a line.",
                ),
                notes={**REFUSED_EN, "first": "forwarded for the first time"},
            ),
            ru=Words(
                title="Вызов на {callee} переадресован {forwards:count:раз|раза|раз} и нигде не зазвонил: похоже, переадресация замкнулась",
                explanation=(
                    "{peer} сообщил {asker} о переадресации (181) {forwards:count:раз|раза|раз}, о звонке ни разу, и закончил вызов "
                    "ответом {status} {phrase}. Столько переадресаций подряд нарочно не ставят: похоже, номера переведены друг на друга, "
                    "пока не сработал предел. Куда они ведут, в этом дампе не видно."
                ),
                fix=(
                    "Проследите переадресации от {callee} дальше, на {peer} и у оператора: какая из них ведёт обратно?",
                    "Номера названы в Diversion и History-Info того, что {peer} отправляет дальше: снимите дамп за {peer}.",
                    "Уменьшите допустимое число переадресаций: Asterisk позволяет 20 (MAX_FORWARDS), и каждая может занимать линию.",
                ),
                notes={**REFUSED_RU, "first": "первая переадресация"},
            ),
        ),
        "itself": Text(
            en=Words(
                title="{callee} is forwarded to itself: nobody can call it",
                explanation=(
                    "The telephone sends every call on to its own number, {forwards:list}, {peer} follows that, asks it again, and in the "
                    "end told {asker} {status} {phrase}. Nothing ever rings."
                ),
                fix=(
                    "Switch the call forwarding of {callee} off, or set another number for it.",
                    "A telephone that has several lines may mean another one: look to which line the forwarding belongs.",
                ),
                notes={"answer": "the circle ends", "forward": "forwards to itself"},
            ),
            ru=Words(
                title="{callee} переадресован сам на себя: дозвониться до него нельзя",
                explanation=(
                    "Телефон отправляет каждый вызов на свой же номер, {forwards:list}, {peer} спрашивает его снова и в конце концов "
                    "ответил {asker} {status} {phrase}. Звонка не было ни разу."
                ),
                fix=(
                    "Отключите переадресацию на {callee} или укажите в ней другой номер.",
                    "Если на телефоне несколько линий, проверьте, к какой из них относится переадресация.",
                ),
                notes={"answer": "кольцо разорвано", "forward": "переадресует сам на себя"},
            ),
        ),
        "forwarded": Text(
            en=Words(
                title="The forwarding of {callee} leads back to where the call has been",
                explanation=("The telephones forward to each other, {forwards:list}, and {peer} ended the circle with {status} {phrase}."),
                fix=("Switch one of these forwardings off: {forwards:list}.",),
                notes={"answer": "the circle ends", "forward": "forwards"},
            ),
            ru=Words(
                title="Переадресация с {callee} ведёт туда, где вызов уже был",
                explanation=("Телефоны переадресуют друг на друга, {forwards:list}, и {peer} разорвал кольцо ответом {status} {phrase}."),
                fix=("Отключите одну из этих переадресаций: {forwards:list}.",),
                notes={"answer": "кольцо разорвано", "forward": "переадресует"},
            ),
        ),
    },
)
