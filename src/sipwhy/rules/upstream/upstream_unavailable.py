"""503, or a cause that means congestion: the next hop takes no calls now."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

_ROUTE_EN = (
    "If no other route is tried after {status} with this cause, set one (Asterisk: decide by HANGUPCAUSE and not by DIALSTATUS alone; "
    "FreeSWITCH: continue_on_fail; Kamailio: failure route)."
)
_ROUTE_RU = (
    "Если после {status} с этой причиной другой маршрут не пробуется, задайте его (Asterisk: по HANGUPCAUSE, а не только по DIALSTATUS; "
    "FreeSWITCH: continue_on_fail; Kamailio: failure route)."
)

RULE = Rule(
    slug="upstream-unavailable",
    area="upstream",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("upstream-unavailable", 480)),
    scope="outcome",
    check=claims("upstream-unavailable", "error", ("", "channels", "network")),
    references=("RFC 3261 section 21.5.4", "ITU-T Q.850 causes 34, 38, 41, 42, 44 and 47", "RFC 3326"),
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
                        "Set a second route for this direction that is tried after {status} (Asterisk: the next Dial() on CONGESTION or "
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
                        "Задайте для направления второй маршрут, который пробуется после {status} (Asterisk: следующий Dial() при "
                        "CONGESTION и CHANUNAVAIL; FreeSWITCH: список в bridge; Kamailio: dispatcher и failure route)."
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
        "channels": Text(
            en=Words(
                title="{peer} has no free channel for the call: {status} {phrase}, cause {cause} ({words})",
                explanation=(
                    "{peer} answered {status} {phrase}, and Reason says why: Q.850 cause {cause}, {words}. All channels that the call "
                    "could take, yours there or those behind {peer}, are taken or blocked; the status by itself would tell less. The "
                    "caller was told {told}."
                ),
                fix=(
                    (
                        "Count the calls on this trunk at that moment, both ways, against the channels that you rent: more of them, or "
                        "fewer calls at once, if it is full each time."
                    ),
                    "Look for calls that hang and hold channels: far longer than the others, or without BYE.",
                    _ROUTE_EN,
                    (
                        "If you are well below your number: ticket to the carrier with Call-ID, time and the Reason header; its own "
                        "channels are full or blocked then."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="У {peer} нет свободного канала для вызова: {status} {phrase}, причина {cause} ({words})",
                explanation=(
                    "{peer} ответил {status} {phrase}, а в Reason стоит почему: причина Q.850 {cause}, {words}. Все каналы, по которым мог "
                    "пойти вызов, ваши на нём или те, что за {peer}, заняты или заблокированы; сам код ответа говорит меньше. Звонящий "
                    "получил {told}."
                ),
                fix=(
                    (
                        "Сравните число вызовов на этом транке в тот момент, в обе стороны, с арендованными каналами: если он каждый раз "
                        "полон, добавьте каналов или ограничьте число одновременных вызовов."
                    ),
                    "Ищите зависшие вызовы, которые держат каналы: намного длиннее остальных или без BYE.",
                    _ROUTE_RU,
                    (
                        "Если до вашего предела далеко, подайте оператору заявку с Call-ID, временем и заголовком Reason: значит, заняты "
                        "или заблокированы его каналы."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
        "network": Text(
            en=Words(
                title="{peer} or the network behind it cannot take the call now: {status} {phrase}, cause {cause} ({words})",
                explanation=(
                    "{peer} answered {status} {phrase}, and Reason says why: Q.850 cause {cause}, {words}. It is trouble or want of "
                    "resources at {peer} or in the network behind it, not with the number or the person called. The caller was told "
                    "{told}. The same call may pass a minute later or through another carrier."
                ),
                fix=(
                    "Try again after a minute: congestion (cause 42) and temporary failure (41) mostly pass; out of order (38) lasts.",
                    _ROUTE_EN,
                    (
                        "If it lasts: ticket to the carrier with Call-ID, time, the number and the Reason header; say whether all numbers "
                        "or those of one direction fail."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} или сеть за ним сейчас не может принять вызов: {status} {phrase}, причина {cause} ({words})",
                explanation=(
                    "{peer} ответил {status} {phrase}, а в Reason стоит почему: причина Q.850 {cause}, {words}. Это неполадка или "
                    "нехватка ресурсов на {peer} или в сети за ним, номер и вызываемый ни при чём. Звонящий получил {told}. Через минуту "
                    "или через другого оператора этот же вызов может пройти."
                ),
                fix=(
                    "Повторите через минуту: перегрузка (42) и временный сбой (41) обычно проходят, неисправность сети (38) дольше.",
                    _ROUTE_RU,
                    (
                        "Если не проходит долго, подайте оператору заявку с Call-ID, временем, номером и заголовком Reason; укажите, не "
                        "проходят все номера или одно направление."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
