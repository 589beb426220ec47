"""Dozens of requests a second from one source that nobody wants: refused, or not answered at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sipwhy.diagnosis import ONE, CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import HEAVY, RATE, Behaviour, Flood, packed
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each source that sent fifty unwanted requests or more to one host within a second."""
    if overview.behaviour:
        for is_same in (False, True):
            alike = [flood for flood in overview.behaviour.floods if flood.is_same == is_same]
            for floods in packed(alike, lambda flood: len(flood.legs)):
                yield _finding(overview.behaviour, floods)


def _finding(behaviour: Behaviour, floods: Sequence[Flood]) -> Finding:
    ground, legs = behaviour.ground, np.sort(np.concatenate([flood.legs for flood in floods]))
    rate = max(flood.rate for flood in floods)
    is_served = all(flood.is_served for flood in floods)
    is_grave = rate >= HEAVY * ground.limit(RATE)
    is_open = not is_grave and all(flood.may_be_check for flood in floods)
    return Finding(
        rule=RULE.slug,
        severity="error" if is_grave else "notice" if is_open else "warning",
        confidence="possible" if is_open else "likely",
        at_fault="caller",
        evidence=(ground.proof("first", legs[0]), ground.proof("last", legs[-1])),
        values={
            "source": ground.named(flood.source for flood in floods),
            "target": ground.named(flood.target for flood in floods),
            "method": floods[0].method,
            "requests": len(legs) if len(legs) > 1 else int(ground.legs("messages")[legs[0]]) // 2,
            "rate": rate,
            "user": ground.evidence.text(int(ground.user[legs[0]])) or "",
        },
        variant="served" if is_served else "same" if all(flood.is_same for flood in floods) else "",
        call_numbers=ground.numbers(legs),
        is_cause=True,
        at=ground.begins_at(legs[0]),
    )


_LIMIT_EN = (
    "Limit what one address may send, before the server: iptables hashlimit or nft limit; Kamailio pike (reqs_density_per_unit); an SBC's "
    "rate limit."
)
_LIMIT_RU = (
    "Ограничьте поток с одного адреса ещё до сервера: iptables hashlimit или nft limit; Kamailio pike (reqs_density_per_unit); лимит на "
    "SBC."
)
_YOURS_EN = "If {source} is yours, stop the program there: a test tool, a loop, a monitor set to milliseconds."
_YOURS_RU = "Если {source} ваш, остановите там программу: тестовый генератор, цикл, мониторинг с периодом в миллисекунды."
_NOTES_EN = {"first": "the first", "last": "the last", ONE: "one of them"}
_NOTES_RU = {"first": "первый", "last": "последний", ONE: "один из них"}

RULE = CaptureRule(
    slug="flood",
    area="security",
    check=check,
    looks_at=("behaviour.floods",),
    known_by=("source", "target"),
    limits=(RATE,),
    references=("RFC 3261 section 26.1.5", "Kamailio pike module", "RFC 7339"),
    texts={
        "": Text(
            en=Words(
                title="{source} floods {target} with {method}: {rate} in one second",
                explanation=(
                    "{source} sent {requests:count:request|requests} to {target}, up to {rate} a second, and hardly one was taken. It "
                    "neither answers challenges nor acknowledges refusals nor repeats what is unanswered, as an honest system would: it is "
                    "an attack, or a runaway program."
                ),
                fix=(
                    _LIMIT_EN,
                    "Ban {source}; with UDP the address may be forged: then only a limit helps, and your provider.",
                    _YOURS_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{source} заваливает {target} запросами {method}: {rate} за секунду",
                explanation=(
                    "{source} отправил {target} {requests:count:запрос|запроса|запросов}, до {rate} в секунду, и почти ни один не принят. "
                    "На запрос аутентификации он не отвечает, отказы не подтверждает, неотвеченное не повторяет, как сделала бы нормальная "
                    "система: это атака или зациклившаяся программа."
                ),
                fix=(
                    _LIMIT_RU,
                    "Заблокируйте {source}; по UDP адрес могли подделать: тогда помогут только лимит и ваш провайдер.",
                    _YOURS_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
        "same": Text(
            en=Words(
                title="{source} subscribes to {user} at {target} without end: {rate:count:time|times} in one second",
                explanation=(
                    "{source} began {requests:count:subscription|subscriptions} to one and the same user, up to {rate} within a second, "
                    "each as a new dialog. A telephone asks for a handful of events of one user and refreshes each in its dialog: this "
                    "is a runaway program, or an attack. Each one taken costs {target} memory and a NOTIFY at every change."
                ),
                fix=(
                    "If {source} is yours, restart it and update it: telephones and presence clients loop when a NOTIFY does not reach "
                    "them, or is not what they expect.",
                    _LIMIT_EN,
                    "Let {target} allow only so many subscriptions of one account: Asterisk allow_subscribe=no on that endpoint for now.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{source} без конца подписывается на {user} у {target}: {rate:count:раз|раза|раз} за секунду",
                explanation=(
                    "{source} открыл {requests:count:подписку|подписки|подписок} на одного и того же абонента, до {rate} за секунду, и "
                    "каждую новым диалогом. Телефону хватает нескольких событий на абонента, и продлевает он их внутри диалога: это "
                    "зациклившаяся программа или атака. Каждая принятая подписка стоит {target} памяти и NOTIFY при любой перемене."
                ),
                fix=(
                    "Если {source} ваш, перезапустите его и обновите ПО: телефоны и клиенты presence зацикливаются, когда NOTIFY до них не "
                    "доходит или не такой, какого они ждут.",
                    _LIMIT_RU,
                    "Ограничьте на {target} число подписок одной учётной записи; в Asterisk пока поможет allow_subscribe=no у этого "
                    "endpoint.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "served": Text(
            en=Words(
                title="{source} asks {target} without end: {rate} OPTIONS in one second, and {target} answers",
                explanation=(
                    "{source} sent {requests:count:request|requests} OPTIONS for one user to {target}, up to {rate} a second, for seconds "
                    "on end. A check asks so often only where hundreds of trunks lead there, for each of them. The answer is longer than "
                    "the request: if the address is forged, {target} is being used to bury {source} under answers (reflection)."
                ),
                fix=(
                    "Do not answer strangers: admit known addresses only to the SIP port, in the firewall.",
                    _LIMIT_EN,
                    _YOURS_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{source} без конца опрашивает {target}: {rate} OPTIONS за секунду, и {target} отвечает",
                explanation=(
                    "{source} отправил {target} {requests:count:запрос|запроса|запросов} OPTIONS к одному абоненту, до {rate} в секунду, "
                    "несколько секунд подряд. Для проверки столько нужно, только если туда ведут сотни транков и проверяется каждый. Ответ "
                    "длиннее запроса: если адрес подделан, через {target} заваливают ответами {source} (отражение)."
                ),
                fix=(
                    "Не отвечайте посторонним: пускайте на порт SIP через межсетевой экран только известные адреса.",
                    _LIMIT_RU,
                    _YOURS_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
