"""503, or a cause that means congestion: the next hop takes no calls now."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="upstream-unavailable",
    area="upstream",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("upstream-unavailable", 480)),
    scope="outcome",
    check=claims("upstream-unavailable", "error"),
    references=("RFC 3261 section 21.5.4", "ITU-T Q.850 causes 34, 38, 41 and 42"),
    texts={
        "": Text(
            en=Words(
                title="{peer} cannot take the call now: {status} {phrase}",
                explanation=(
                    "{peer} answered {status} {phrase}: overload, maintenance, or no free channel behind it. The caller was told {told}. "
                    "The same call may pass a minute later or through another carrier."
                ),
                fix=(
                    (
                        "Set a second route for this direction that is tried after 503 (Asterisk: the next Dial() on CONGESTION or "
                        "CHANUNAVAIL; FreeSWITCH: bridge with a list; Kamailio: dispatcher, failure route)."
                    ),
                    "Wait as long as Retry-After in the answer says{retry_after:aside:, if it is there}.",
                    (
                        "If it lasts: ticket to the carrier with Call-ID and time; count the calls at that moment against the channels "
                        "you rent."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} сейчас не может принять вызов: {status} {phrase}",
                explanation=(
                    "{peer} ответил {status} {phrase}: перегрузка, обслуживание или нет свободных каналов за ним. Звонящий получил "
                    "{told}. Через минуту или через другого оператора этот же вызов может пройти."
                ),
                fix=(
                    (
                        "Задайте для направления второй маршрут, который пробуется после 503 (Asterisk: следующий Dial() при CONGESTION "
                        "и CHANUNAVAIL; FreeSWITCH: список в bridge; Kamailio: dispatcher и failure route)."
                    ),
                    "Выждите время из Retry-After в ответе{retry_after:aside:, если он там есть}.",
                    (
                        "Если не проходит долго, подайте оператору заявку с Call-ID и временем; сравните число вызовов в этот момент с "
                        "арендованными каналами."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
