"""607 or 608, or words to that effect: the callee or a network blocks this caller."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="number-blocked",
    area="routing",
    seeks=Seeks(statuses=statuses_of("number-blocked")),
    scope="outcome",
    check=claims("number-blocked", "error"),
    references=("RFC 8197", "RFC 8688", "ATIS-1000099"),
    texts={
        "": Text(
            en=Words(
                title="Calls from {caller} are blocked",
                explanation=(
                    "{peer} answered {status} {phrase}: the called person does not want calls from this number, or an analysis in the "
                    "network took them for unwanted ones."
                ),
                fix=(
                    "Stop calling this person if that is what was wanted.",
                    (
                        "After 608 the header Call-Info names whom to ask for redress, after 603 Network Blocked the text of Reason does "
                        "(url, tel, email); otherwise ask the carrier which list the number is on."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Вызовы с номера {caller} заблокированы",
                explanation=(
                    "{peer} ответил {status} {phrase}: вызываемый не хочет вызовов с этого номера, или сеть сочла их нежелательными."
                ),
                fix=(
                    "Если человек не хочет, чтобы ему звонили, не звоните.",
                    (
                        "После 608 заголовок Call-Info называет, куда обратиться, после 603 Network Blocked это сказано в тексте Reason "
                        "(url, tel, email); иначе узнайте у оператора, в какой список попал номер."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
