"""500, 502 or 504 from the next hop: it broke down over the call."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="upstream-server-error",
    area="upstream",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("upstream-server-error")),
    scope="outcome",
    check=claims("upstream-server-error", "error", ("", "precondition")),
    references=("RFC 3261 section 21.5", "RFC 3312 section 8"),
    texts={
        "": Text(
            en=Words(
                title="{peer} failed internally: {status} {phrase}",
                explanation=(
                    "{peer} took the request and answered {status} {phrase}: a fault inside it, or of the gateway behind it. The caller "
                    "and the number are not the problem."
                ),
                fix=(
                    (
                        "If {peer} is a carrier: open a ticket with Call-ID, time and both numbers; send the direction through another "
                        "carrier meanwhile."
                    ),
                    (
                        "If it is yours: look at its log at that second. FreeSWITCH and Asterisk: a broken dial plan or module; Kamailio "
                        '500 "server error occurred": a failed route or no memory.'
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Внутренний сбой {peer}: {status} {phrase}",
                explanation=(
                    "{peer} принял запрос и ответил {status} {phrase}: сбой внутри него или шлюза за ним. Звонящий и номер ни при чём."
                ),
                fix=(
                    (
                        "Если {peer} оператор, откройте заявку с Call-ID, временем и обоими номерами, а направление пока пустите через "
                        "другого."
                    ),
                    (
                        "Если он ваш, смотрите его журнал за эту секунду. FreeSWITCH и Asterisk: ошибка диалплана или модуля; Kamailio "
                        "500 «server error occurred»: сбой маршрута или нехватка памяти."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
        "precondition": Text(
            en=Words(
                title="{peer} could not meet the preconditions of the call: {status} {phrase}",
                explanation=(
                    "{peer} answered {status} {phrase}: the resources that were to be there before it rings, in mobile networks the bearer "
                    "for voice, were not reserved in time, or the demand (a=des:qos) cannot be met. Where the descriptions have no line "
                    "a=des or a=curr, 580 is a house code of that switch, and its documentation has to tell."
                ),
                fix=(
                    "Compare a=curr:qos and a=des:qos of INVITE, 183, PRACK and UPDATE: whose side stays at none?",
                    "A trunk or PBX that needs no reservation: do not offer precondition in Supported.",
                    "In a mobile network: look for the bearer (Rx, N5) of that side at that second.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не смог выполнить предварительные условия вызова: {status} {phrase}",
                explanation=(
                    "{peer} ответил {status} {phrase}: ресурсы, которые должны появиться до звонка (в мобильной сети канал для голоса), не "
                    "выделили вовремя, или требование (a=des:qos) выполнить нельзя. Если строк a=des и a=curr в описаниях нет, 580 здесь "
                    "собственный код этого коммутатора, и смысл надо искать в его документации."
                ),
                fix=(
                    "Сравните a=curr:qos и a=des:qos в INVITE, 183, PRACK и UPDATE: на чьей стороне остаётся none?",
                    "Транку или АТС, которым резервирование не нужно, не предлагайте precondition в Supported.",
                    "В мобильной сети проверьте выделение канала (Rx, N5) на этой стороне в ту секунду.",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
