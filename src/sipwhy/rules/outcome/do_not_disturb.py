"""A telephone refuses at once and without ringing: most likely it is set to do not disturb."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="do-not-disturb",
    area="outcome",
    seeks=Seeks(statuses=statuses_of("do-not-disturb", 480, 603)),
    scope="outcome",
    check=claims("do-not-disturb", "info"),
    references=("RFC 3261 section 21.4.18",),
    texts={
        "": Text(
            en=Words(
                title='{callee} seems to be set to "do not disturb"',
                explanation=(
                    'The telephone {peer} answered {status} {phrase} at once and without ringing. Telephones do that when "do not '
                    'disturb" is on, or when they are told to reject calls; the message itself does not say which.'
                ),
                fix=(
                    "Look at the telephone's display for DND and switch it off (on many PBXs also *79 or the extension's status).",
                    "If DND is off, look for a blocking list, or for a line that is not registered or switched off in the telephone.",
                ),
                notes={
                    "answer": "refused at once",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="Похоже, у {callee} включён режим «не беспокоить»",
                explanation=(
                    "Телефон {peer} ответил {status} {phrase} сразу, не начав звонить. Так телефоны ведут себя при включённом «не "
                    "беспокоить» (DND) или запрете входящих; что именно включено, сам ответ не говорит."
                ),
                fix=(
                    "Проверьте на экране телефона значок DND и выключите его (на многих АТС ещё *79 или статус добавочного).",
                    "Если DND выключен, проверьте чёрный список и не отключена ли эта линия в телефоне.",
                ),
                notes={
                    "answer": "отказ сразу",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
