"""A change of the running call was refused, and the call went on as it was."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.changes import refused_changes
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the first re-INVITE or UPDATE refused for good; not where the call ended over it, and not on fax."""
    for change in refused_changes(call):
        if not change.hangup:
            yield Finding(
                rule=RULE.slug,
                severity="notice",
                confidence="certain",
                at_fault=author(change.final, change.leg, call, scene),
                evidence=(proof("change", change.request), proof("answer", change.final)),
                values=change.values,
                at=change.final.number,
            )
            return


RULE = Rule(
    slug="change-refused",
    area="dialog",
    seeks=Seeks(flags=Flag.IN_DIALOG_REJECTED),
    check=check,
    aside=True,
    references=("RFC 3261 section 14.1",),
    texts={
        "": Text(
            en=Words(
                title="{peer} refused to change the call ({status} {phrase}); it went on as it was",
                explanation=(
                    "{asker} sent {method} within the call (hold, another codec, direct media, session refresh), and {peer} answered "
                    "{status}. The call keeps what was agreed before: hold or the new codec did not happen."
                ),
                fix=(
                    "Compare the description of the change with the one agreed before.",
                    (
                        "If the PBX wanted the telephones to talk directly, forbid it: Asterisk direct_media=no; FreeSWITCH "
                        "bypass_media=false."
                    ),
                ),
                notes={"change": "asks to change the call", "answer": "the refusal"},
            ),
            ru=Words(
                title="{peer} отказался менять вызов ({status} {phrase}); разговор продолжился без изменений",
                explanation=(
                    "{asker} отправил внутри вызова {method} (удержание, другой кодек, прямой голос, обновление сеанса), и {peer} ответил "
                    "{status}. Осталось то, о чём договорились раньше: удержания или нового кодека не будет."
                ),
                fix=(
                    "Сравните описание в изменении с согласованным раньше.",
                    (
                        "Если АТС хотела пустить голос между телефонами напрямую, запретите это: Asterisk direct_media=no; FreeSWITCH "
                        "bypass_media=false."
                    ),
                ),
                notes={"change": "просьба изменить вызов", "answer": "отказ"},
            ),
        )
    },
)
