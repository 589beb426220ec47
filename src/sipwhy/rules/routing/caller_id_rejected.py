"""The carrier does not accept the caller's number: not verified, not yours, anonymous."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="caller-id-rejected",
    area="routing",
    seeks=Seeks(statuses=statuses_of("caller-id-rejected")),
    scope="outcome",
    check=claims("caller-id-rejected", "error"),
    references=("RFC 3325", "RFC 5079", "RFC 8224"),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not accept the caller's number",
                explanation=(
                    "{peer} answered {status} {phrase} ({words}): it refuses the number or name that {asker} presents as caller, not the "
                    "number that was dialled."
                ),
                fix=(
                    (
                        "Present a number that belongs to you at this carrier: Asterisk PJSIP from_user or CALLERID(num), with send_pai "
                        "or send_rpid as the carrier wants; FreeSWITCH effective_caller_id_number; Kamailio uac_replace_from()."
                    ),
                    "Ask the carrier which form it wants (E.164, with or without plus), in which header, and to verify further numbers.",
                    "If the caller hides the number, forbid that on this trunk.",
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="{peer} не принимает номер звонящего",
                explanation=(
                    "{peer} ответил {status} {phrase} ({words}): его не устраивает номер или имя, которые {asker} показывает как "
                    "вызывающего, а не набранный номер."
                ),
                fix=(
                    (
                        "Подставляйте номер, который закреплён за вами у этого оператора: Asterisk PJSIP from_user или CALLERID(num), "
                        "при необходимости send_pai или send_rpid; FreeSWITCH effective_caller_id_number; Kamailio uac_replace_from()."
                    ),
                    (
                        "Уточните у оператора форму номера (E.164, с плюсом или без) и заголовок, в котором он его ждёт; попросите "
                        "подтвердить остальные номера."
                    ),
                    "Если звонящий скрывает номер, запретите это на данном транке.",
                ),
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
