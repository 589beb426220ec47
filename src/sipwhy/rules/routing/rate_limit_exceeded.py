"""Too many calls at once or per second for what the server grants."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="rate-limit-exceeded",
    area="routing",
    seeks=Seeks(statuses=statuses_of("rate-limit-exceeded", 488, 606)),
    scope="outcome",
    check=claims("rate-limit-exceeded", "error", ("", "bandwidth")),
    references=("RFC 3261 section 21.5.4",),
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
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
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
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
        "bandwidth": Text(
            en=Words(
                title="{peer} has no bandwidth left for another call",
                explanation=(
                    "{peer} answered {status} {phrase} and Warning 370, insufficient bandwidth ({words}): the codecs fit, but its admission "
                    "control (CAC) counts the line as full. The call would pass as soon as others end."
                ),
                fix=(
                    "Compare the limit of that location or region with the calls that stood at that moment: CUCM System > Location, RTMT.",
                    "Widen the limit, or use a codec that takes less on that line (G.729 instead of G.711).",
                    "If few calls stood, look for calls that hang in the accounts of the admission control.",
                ),
                notes={"answer": "the refusal", "told": "what the caller was told in the end"},
            ),
            ru=Words(
                title="У {peer} не осталось полосы для ещё одного вызова",
                explanation=(
                    "{peer} ответил {status} {phrase} и Warning 370, не хватает полосы ({words}): кодеки подходят, но по его учёту полосы "
                    "(CAC) линия заполнена. Вызов пройдёт, как только закончатся другие."
                ),
                fix=(
                    "Сравните лимит этой площадки или региона с числом вызовов в тот момент: CUCM System > Location, RTMT.",
                    "Поднимите лимит или возьмите на этой линии кодек поуже (G.729 вместо G.711).",
                    "Если вызовов было мало, поищите зависшие вызовы в учёте полосы.",
                ),
                notes={"answer": "отказ", "told": "что в итоге ответили звонящему"},
            ),
        ),
    },
)
