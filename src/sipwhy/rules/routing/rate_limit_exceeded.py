"""Too many calls at once or per second for what the server grants."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="rate-limit-exceeded",
    area="routing",
    seeks=Seeks(statuses=statuses_of("rate-limit-exceeded")),
    scope="outcome",
    check=claims("rate-limit-exceeded", "error"),
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
    },
)
