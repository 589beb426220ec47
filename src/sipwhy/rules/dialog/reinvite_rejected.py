"""A change of the running call was refused, and the call ended over it."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import writer
from sipwhy.diagnosis.changes import RefusedChange, refused_changes
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import codecs_of
from sipwhy.model import Call, Finding, Message
from sipwhy.model.flag import Flag

_OF_MEDIA = (415, 488, 606)


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if a re-INVITE or UPDATE was refused for good and BYE followed at once; a refused fax is another matter."""
    for change in refused_changes(call):
        if change.hangup:
            strange = _strange_offer(change)
            yield Finding(
                rule=RULE.slug,
                severity="warning",
                confidence="likely",
                at_fault=writer(strange or change.final, change.leg, call, scene),
                evidence=(proof("change", change.request), proof("answer", change.final), proof("hangup", change.hangup)),
                values={**change.values, "offered": codecs_of(change.request), "gap": (change.hangup.ts - change.final.ts) / 1e6},
                variant="codecs" if strange else "",
                is_cause=True,
                at=change.final.number,
            )
            return


def _strange_offer(change: RefusedChange) -> Message | None:
    """The request, where it offers none of the codecs that its sender had agreed to with the refuser: nothing was left to accept."""
    if change.final.status not in _OF_MEDIA or not (offered := codecs_of(change.request)):
        return None
    spoken = (m for m in change.leg.messages if m.number < change.request.number and m.src == change.final.src)
    known = {codec.upper() for message in spoken for codec in codecs_of(message)}
    return change.request if known and known.isdisjoint(codec.upper() for codec in offered) else None


_NOTES_EN = {"change": "asks to change the call", "answer": "the refusal", "hangup": "the call ends"}
_NOTES_RU = {"change": "просьба изменить вызов", "answer": "отказ", "hangup": "вызов завершается"}

RULE = Rule(
    slug="reinvite-rejected",
    area="dialog",
    seeks=Seeks(flags=Flag.IN_DIALOG_REJECTED),
    check=check,
    references=("RFC 3261 section 14",),
    texts={
        "": Text(
            en=Words(
                title="{peer} refused to change the call ({status} {phrase}); it ended {gap:seconds} later",
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
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} отказался менять вызов ({status} {phrase}); через {gap:seconds} вызов завершился",
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
                notes=_NOTES_RU,
            ),
        ),
        "codecs": Text(
            en=Words(
                title="{asker} offered other codecs within the call, {peer} refused ({status} {phrase}); it ended {gap:seconds} later",
                explanation=(
                    "{asker} sent {method} with {offered:list} alone, none of the codecs that {peer} had named in this call before. {peer} "
                    "answered {status} {phrase}, and {gap:seconds} later the call was over."
                ),
                fix=(
                    "Let {asker} keep to the codecs of the call in hold, resume and the rest: look at the codec list of its settings.",
                    "Or allow {offered:list} on {peer}: Asterisk PJSIP allow=, chan_sip allow=; FreeSWITCH codec-prefs.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{asker} предложил в вызове другие кодеки, {peer} отказал ({status} {phrase}); через {gap:seconds} вызов завершился",
                explanation=(
                    "{asker} отправил {method}, где есть только {offered:list}: ни одного из кодеков, которые {peer} называл в этом вызове "
                    "раньше. {peer} ответил {status} {phrase}, и через {gap:seconds} вызов завершился."
                ),
                fix=(
                    "Пусть {asker} при удержании, возврате и прочем остаётся на кодеках вызова: проверьте список кодеков в его настройках.",
                    "Или разрешите {offered:list} на {peer}: Asterisk PJSIP allow=, chan_sip allow=; FreeSWITCH codec-prefs.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
