"""A change of the running call was refused, and the call ended over it."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import writer
from sipwhy.diagnosis.changes import refused_changes
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if a re-INVITE or UPDATE was refused for good and BYE followed at once; a refused fax is another matter."""
    for change in refused_changes(call):
        if change.hangup:
            yield Finding(
                rule=RULE.slug,
                severity="warning",
                confidence="likely",
                at_fault=writer(change.final, change.leg, call, scene),
                evidence=(proof("change", change.request), proof("answer", change.final), proof("hangup", change.hangup)),
                values={**change.values, "gap": (change.hangup.ts - change.final.ts) / 1e6},
                is_cause=True,
                at=change.final.number,
            )
            return


RULE = Rule(
    slug="reinvite-rejected",
    area="dialog",
    seeks=Seeks(flags=Flag.IN_DIALOG_REJECTED),
    check=check,
    references=("RFC 3261 section 14",),
    texts={
        "": Text(
            en=Words(
                title="{peer} refused to change the call ({status} {phrase}), and it ended",
                explanation=(
                    "{asker} sent {method} within the call (hold, another codec, direct media, session refresh), {peer} answered "
                    "{status} {phrase}, and {gap:seconds} later the call was over."
                ),
                fix=(
                    "See what the change was: compare its description with the one agreed before.",
                    (
                        "If the PBX wanted the telephones to talk directly, forbid it: Asterisk direct_media=no, chan_sip "
                        "directmedia=no; FreeSWITCH bypass_media=false."
                    ),
                    "For codecs, let both sides keep to one.",
                ),
                notes={
                    "change": "asks to change the call",
                    "answer": "the refusal",
                    "hangup": "the call ends",
                },
            ),
            ru=Words(
                title="{peer} отказался менять вызов ({status} {phrase}), и он завершился",
                explanation=(
                    "{asker} отправил внутри вызова {method} (удержание, другой кодек, прямой голос, обновление сеанса), {peer} ответил "
                    "{status} {phrase}, и через {gap:seconds} вызов завершился."
                ),
                fix=(
                    "Посмотрите, что менялось: сравните это описание с согласованным раньше.",
                    (
                        "Если АТС хотела пустить голос между телефонами напрямую, запретите это: Asterisk direct_media=no, chan_sip "
                        "directmedia=no; FreeSWITCH bypass_media=false."
                    ),
                    "Если дело в кодеках, оставьте с обеих сторон один.",
                ),
                notes={
                    "change": "просьба изменить вызов",
                    "answer": "отказ",
                    "hangup": "вызов завершается",
                },
            ),
        ),
    },
)
