"""The next hop answered 100 Trying and then 408 or nothing: something behind it kept silent."""

from __future__ import annotations

from collections.abc import Iterable

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims
from sipwhy.diagnosis.people import is_unseen_person
from sipwhy.model import Call, Finding

_claim = claims("upstream-timeout", "error", ("", "cancelled", "timer"))


def check(call: Call, scene: Scene) -> Iterable[Finding]:
    """Fires where what the farthest host that took the call sent it to kept silent; not if it rang elsewhere and somebody declined."""
    return () if is_unseen_person(call) else _claim(call, scene)


_NOTES_EN = {
    "request": "this request got no answer",
    "answer": "the refusal",
    "told": "what the caller was told in the end",
}
_NOTES_RU = {
    "request": "на этот запрос никто не ответил",
    "answer": "отказ",
    "told": "что в итоге ответили звонящему",
}

RULE = Rule(
    slug="upstream-timeout",
    area="upstream",
    seeks=Seeks(results=frozenset({"failed", "cancelled", "no-answer", "unanswered", "declined"})),
    scope="outcome",
    check=check,
    references=("RFC 3261 sections 16.8 and 21.4.9", "RFC 3326 section 2", "ITU-T Q.850 cause 102"),
    texts={
        "": Text(
            en=Words(
                title="{peer} took the call and got nowhere with it",
                explanation=(
                    "{peer} answered 100 Trying at most, and no ringing followed: whatever it sent the call to did not answer in time. "
                    "Between {asker} and {peer} everything works."
                ),
                fix=(
                    "Ask the operator of {peer} where the call got stuck, with Call-ID and time.",
                    "If {peer} is yours, look at its outgoing leg: capture there, and check the route's gateway.",
                    "Set a second route for the case of a timeout.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} принял вызов, но дальше он не прошёл",
                explanation=(
                    "{peer} ответил самое большее 100 Trying, и звонка не последовало: тот, кому он отправил вызов, вовремя не ответил. "
                    "Между {asker} и {peer} всё в порядке."
                ),
                fix=(
                    "Узнайте у владельца {peer}, где застрял вызов, указав Call-ID и время.",
                    "Если {peer} ваш, смотрите его исходящее плечо: снимите дамп там и проверьте шлюз маршрута.",
                    "Задайте второй маршрут на случай таймаута.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "cancelled": Text(
            en=Words(
                title="{caller} hung up after {seconds:seconds} without ringing",
                explanation=(
                    "{peer} answered 100 Trying and nothing more for {seconds:seconds}; then the caller gave up. Something behind {peer} "
                    "kept silent."
                ),
                fix=(
                    "See where {peer} sends the call, and whether that host answers.",
                    "Shorten the time after which {peer} tries another route.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{caller} положил трубку через {seconds:seconds} тишины",
                explanation=(
                    "{peer} ответил 100 Trying и {seconds:seconds} не присылал ничего; затем звонящий прекратил вызов. Кто-то за {peer} "
                    "молчал."
                ),
                fix=(
                    "Посмотрите, куда {peer} отправляет вызов и отвечает ли тот узел.",
                    "Уменьшите время, через которое {peer} пробует другой маршрут.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "timer": Text(
            en=Words(
                title="{other} gave the call to {callee} up after {seconds:seconds} without ringing",
                explanation=(
                    "{peer} answered 100 Trying and nothing more for {seconds:seconds}; then {other} called the attempt off and says why: "
                    "{reason}, its own timer. Nobody hung up: something behind {peer} kept silent, or the timer is too short for this way."
                ),
                fix=(
                    "See where {peer} sends the call, and whether that host answers.",
                    (
                        "Is the timer of {other} long enough? Calls to mobile and foreign numbers may take ten seconds until they ring "
                        "(FreeSWITCH: progress_timeout; Kamailio: fr_timer, fr_inv_timer)."
                    ),
                    "Set a second route on {other} for the case of a timeout.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{other} снял вызов для {callee} через {seconds:seconds} без вызывного сигнала",
                explanation=(
                    "{peer} ответил 100 Trying и {seconds:seconds} не присылал ничего; затем {other} снял попытку и назвал причину: "
                    "{reason}, истёк его собственный таймер. Трубку никто не клал: кто-то за {peer} молчал, или таймер для этого "
                    "направления слишком короткий."
                ),
                fix=(
                    "Посмотрите, куда {peer} отправляет вызов и отвечает ли тот узел.",
                    (
                        "Достаточно ли велик таймер на {other}? На мобильных и зарубежных номерах до гудка может пройти десять секунд "
                        "(FreeSWITCH: progress_timeout; Kamailio: fr_timer, fr_inv_timer)."
                    ),
                    "Задайте на {other} второй маршрут на случай таймаута.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
