"""Too many calls at once or per second for what the server grants."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import ONE, Overview, Rule, Seeks, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, Burst, lost_by
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU
from sipwhy.model import Finding


def whole(overview: Overview) -> Iterator[Finding]:
    """Fires where a host refuses by 503 only what comes close behind many others, and carries what does not."""
    if overview.behaviour:
        found = (_of_burst(overview.behaviour, one) for one in overview.behaviour.bursts)
        yield from (finding for finding in found if finding.call_numbers)


def _of_burst(behaviour: Behaviour, one: Burst) -> Finding:
    ground, bad, good = behaviour.ground, int(one.refused[0]), int(one.passed[-1])
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault="pbx" if ground.blame(int(ground.legs("dst_ip")[bad])) == "pbx" else ground.sender(bad),
        evidence=(ground.answer("answer", bad), ground.proof("passed", good)),
        values={
            "peer": ground.target(bad),
            "asker": ground.source(bad),
            "refused": len(one.refused),
            "passed": len(one.passed),
            "most": one.most,
            "least": one.least,
            "most_open": one.most_open,
            "least_open": one.least_open,
        },
        variant="channels" if one.may_be_channels else "burst",
        call_numbers=lost_by(ground, one.refused),
        is_cause=True,
        at=ground.ends_at(bad),
    )


RULE = Rule(
    slug="rate-limit-exceeded",
    area="routing",
    seeks=Seeks(
        statuses=statuses_of("rate-limit-exceeded", 488, 606),
        either=Seeks(kinds=frozenset({"registration"}), statuses=statuses_of("rate-limit-exceeded", 429)),
    ),
    scope="outcome",
    check=claims("rate-limit-exceeded", "error", ("", "bandwidth", "register")),
    whole=whole,
    looks_at=("behaviour.bursts",),
    references=("RFC 3261 section 21.5.4", "RFC 6585 section 4"),
    texts={
        "": Text(
            en=Words(
                title="{peer} grants no more calls: a limit is reached",
                explanation=(
                    "{peer} answered {status} {phrase} ({words}): the limit of calls per second or of simultaneous calls is used up. The "
                    "call would pass at another moment."
                ),
                fix=(
                    "Count calls per second and simultaneous calls towards {peer} at that time.",
                    (
                        "Slow the dialler down or raise the limit with the carrier; on your own server: FreeSWITCH max-sessions and "
                        "sessions-per-second, Kamailio pipelimit, Asterisk maxcalls or GROUP_COUNT()."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} больше вызовов не принимает: достигнут предел",
                explanation=(
                    "{peer} ответил {status} {phrase} ({words}): исчерпан предел вызовов в секунду (CPS) или одновременных вызовов. В "
                    "другой момент вызов прошёл бы."
                ),
                fix=(
                    "Посчитайте CPS и число одновременных вызовов в сторону {peer} в этот момент.",
                    (
                        "Замедлите обзвон или поднимите предел у оператора; на своём сервере: FreeSWITCH max-sessions и "
                        "sessions-per-second, Kamailio pipelimit, Asterisk maxcalls или GROUP_COUNT()."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
        "bandwidth": Text(
            en=Words(
                title="{peer} has no bandwidth left for another call",
                explanation=(
                    "{peer} answered {status} {phrase} and Warning 370, insufficient bandwidth ({words}): the codecs fit, but its "
                    "admission control (CAC) counts the line as full. The call would pass as soon as others end."
                ),
                fix=(
                    "Compare the limit of that location or region with the calls of that moment: CUCM System > Location, RTMT.",
                    "Widen the limit, or use a codec that takes less on that line (G.729 instead of G.711).",
                    "If few calls stood, look for calls that hang in the accounts of the admission control.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="У {peer} не осталось полосы для ещё одного вызова",
                explanation=(
                    "{peer} ответил {status} {phrase} и Warning 370, не хватает полосы ({words}): кодеки подходят, но по его учёту полосы "
                    "(CAC) линия заполнена. Вызов пройдёт, как только закончатся другие."
                ),
                fix=(
                    "Сравните лимит этой площадки или региона с числом вызовов в тот момент: CUCM System > Location, RTMT.",
                    "Поднимите лимит или возьмите на этой линии кодек с меньшей полосой (G.729 вместо G.711).",
                    "Если вызовов было мало, поищите зависшие вызовы в учёте полосы.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "register": Text(
            en=Words(
                title="{peer} refuses the registration of {callee}: too many requests",
                explanation=(
                    "{peer} answered REGISTER with {status} {phrase}. In SIP 429 belongs to transfers (RFC 3892); to a REGISTER it is "
                    "HTTP's: too many requests in too short a time (RFC 6585), by this device, its address or its account."
                ),
                fix=(
                    "How often does {asker} register, and does anything else register the same account or from the same address?",
                    "Register less often: FreeSWITCH expire-seconds and retry-seconds of the gateway; Asterisk retry_interval and "
                    "forbidden_retry_interval of type=registration; the expiry of a telephone.",
                    "Ask the operator of {peer} for the limit; on your own server look at pike, pipelimit, ratelimit or the firewall.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} отклоняет регистрацию {callee}: слишком много запросов",
                explanation=(
                    "{peer} ответил на REGISTER {status} {phrase}. В SIP код 429 относится к переводам (RFC 3892); на REGISTER так "
                    "отвечают в смысле 429 из HTTP: слишком много запросов за короткое время (RFC 6585) от этого устройства, его адреса "
                    "или учётной записи."
                ),
                fix=(
                    "Как часто регистрируется {asker}, и не регистрируется ли кто-то ещё с той же учётной записью или с того же адреса?",
                    "Регистрируйтесь реже: во FreeSWITCH expire-seconds и retry-seconds шлюза; в Asterisk retry_interval и "
                    "forbidden_retry_interval секции type=registration; у телефона срок регистрации.",
                    "Узнайте лимит у владельца {peer}; на своём сервере проверьте pike, pipelimit, ratelimit и межсетевой экран.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "burst": Text(
            en=Words(
                title="{peer} refuses what comes too fast: the limit of calls per second",
                explanation=(
                    "{peer} refused {refused:count:call|calls} of {asker} by 503, and every one of them had at least {least} others sent "
                    "within the second before. The {passed:count:call|calls} that passed had {most} at the most. So {peer} is well, and "
                    "its limit of calls per second (CPS) lies between."
                ),
                fix=(
                    "Slow the sender down to {most} calls a second and fewer: the dialler's pacing, Kamailio pipelimit, FreeSWITCH "
                    "sessions-per-second.",
                    "Or order more calls per second from the carrier; let a call that got 503 go by a second route or wait a second.",
                ),
                notes={"answer": "the first of the refusals", "passed": "one that came alone passes", ONE: "sent too close behind others"},
            ),
            ru=Words(
                title="{peer} отвергает то, что приходит слишком часто: лимит вызовов в секунду (CPS)",
                explanation=(
                    "{peer} ответил 503 на {refused:count:вызов|вызова|вызовов} от {asker}, и перед каждым из них за секунду ушло не "
                    "меньше {least} других. А перед теми, что прошли ({passed}), не больше {most}. Значит, {peer} исправен, а его лимит "
                    "вызовов в секунду (CPS) лежит между этими числами."
                ),
                fix=(
                    "Замедлите отправителя до {most} вызовов в секунду: темп обзвона, Kamailio pipelimit, FreeSWITCH sessions-per-second.",
                    "Или закажите у оператора больший CPS; вызов, получивший 503, отправляйте вторым маршрутом или через секунду.",
                ),
                notes={"answer": "первый из отказов", "passed": "одиночный вызов проходит", ONE: "отправлен слишком близко к другим"},
            ),
        ),
        "channels": Text(
            en=Words(
                title="{peer} refuses what exceeds a limit: calls at once, or calls per second",
                explanation=(
                    "{peer} refused {refused:count:call|calls} of {asker} by 503. Every one of them found at least {least_open} calls open "
                    "and {least} sent within the second before; the {passed:count:call|calls} that passed found {most_open} and {most} at "
                    "the most. So {peer} is well, and a limit is reached: of calls at once (channels) or per second (CPS). Which of the "
                    "two, these calls do not tell."
                ),
                fix=(
                    "Ask the carrier how many channels and how many calls per second are ordered.",
                    "Keep to both: Asterisk GROUP_COUNT(), FreeSWITCH limit and sessions-per-second, Kamailio dialog and pipelimit.",
                    "Or order more; let a call that got 503 go by a second route.",
                ),
                notes={"answer": "the first of the refusals", "passed": "beside fewer calls it passes", ONE: "sent beside too many others"},
            ),
            ru=Words(
                title="{peer} отвергает вызовы сверх лимита: одновременных вызовов или вызовов в секунду",
                explanation=(
                    "{peer} ответил 503 на {refused:count:вызов|вызова|вызовов} от {asker}. В момент каждого из них было открыто вызовов "
                    "не меньше {least_open}, а за секунду до него ушло не меньше {least}; у тех, что прошли ({passed}), не больше "
                    "{most_open} и {most}. Значит, {peer} исправен, но исчерпан лимит: каналов (одновременных вызовов) или вызовов в "
                    "секунду (CPS). Какой из двух, по этим вызовам не видно."
                ),
                fix=(
                    "Уточните у оператора, сколько каналов и какой CPS у вас заказано.",
                    "Не превышайте ни то, ни другое: Asterisk GROUP_COUNT(), FreeSWITCH limit и sessions-per-second, "
                    "Kamailio dialog и pipelimit.",
                    "Или закажите больше; вызов, получивший 503, отправляйте вторым маршрутом.",
                ),
                notes={
                    "answer": "первый из отказов",
                    "passed": "при меньшем числе вызовов проходит",
                    ONE: "отправлен, когда открыто слишком много",
                },
            ),
        ),
    },
)
