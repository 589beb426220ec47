"""A subscription to what the server does not have: a lamp without a hint, a mailbox that nobody set up; 404."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding, Message

_NOT_FOUND = 404
_MAILBOX = "message-summary"
"""RFC 3842: the message waiting sign."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a SUBSCRIBE that was answered 404: the event is known, and there is nothing of that name to tell of."""
    leg = call.first
    asked, refused = (leg.deciding.request, leg.deciding.final) if leg.deciding else (None, None)
    if asked is None or refused is None or asked.method != "SUBSCRIBE" or refused.status != _NOT_FOUND:
        return
    event = _event(asked)
    yield Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="certain" if event == _MAILBOX else "likely",
        at_fault="nobody",
        evidence=(proof("asked", asked), proof("answer", refused)),
        values={"event": event or "?", "target": call.callee or "", "asker": asked.src.ip, "peer": asked.dst.ip},
        variant="mailbox" if event == _MAILBOX else "",
        is_cause=call.result == "rejected",
        at=refused.number,
    )


def _event(asked: Message) -> str:
    return (asked.header("Event") or asked.header("o") or "").split(";")[0].strip().lower()


RULE = Rule(
    slug="subscription-target-unknown",
    area="routing",
    seeks=Seeks(kinds=frozenset({"subscription"}), statuses=frozenset({_NOT_FOUND})),
    check=check,
    references=(
        "RFC 6665 section 4.2.1",
        "RFC 3842",
        "asterisk: res/res_pjsip_mwi.c mwi_new_subscribe",
        "asterisk: res/res_pjsip_exten_state.c new_subscribe",
    ),
    texts={
        "": Text(
            en=Words(
                title="{peer} has nothing to tell of {target} ({event})",
                explanation=(
                    "{asker} subscribed to {event} of {target}, and {peer} answered 404: it knows the event, but has no {target} whose "
                    "state it could report. Calls are not touched by it; what is missing is the lamp (BLF) or the state beside a name."
                ),
                fix=(
                    "Asterisk: give {target} a hint in the context of the subscriber (exten => {target},hint,PJSIP/{target}); core show "
                    "hints lists those there are, subscribe_context of the endpoint tells where it looks.",
                    "Or take the key for {target} off {asker} if that number is gone.",
                ),
                notes={"asked": "asked for", "answer": "not known"},
            ),
            ru=Words(
                title="{peer} нечего сообщить о {target} ({event})",
                explanation=(
                    "{asker} подписался на {event} для {target}, и {peer} ответил 404: событие ему знакомо, но {target}, о чьём состоянии "
                    "он мог бы сообщать, у него нет. Вызовам это не мешает; не будет лампы (BLF) или состояния рядом с именем."
                ),
                fix=(
                    "Asterisk: задайте для {target} hint в контексте подписчика (exten => {target},hint,PJSIP/{target}); имеющиеся покажет "
                    "core show hints, а где их ищут, задаёт subscribe_context у endpoint.",
                    "Или уберите на {asker} клавишу для {target}, если такого номера больше нет.",
                ),
                notes={"asked": "подписка", "answer": "не найдено"},
            ),
        ),
        "mailbox": Text(
            en=Words(
                title="No voice mailbox is set up on {peer} for {target}",
                explanation=(
                    "{asker} subscribed to the message waiting sign (message-summary) of {target}, and {peer} answered 404: there is no "
                    "mailbox for it. Many telephones ask for it by themselves. Calls are not touched by it."
                ),
                fix=(
                    "Switch the MWI subscription off on {asker} if there is no voicemail: it is asked for again and again otherwise.",
                    "Or set the mailbox up: Asterisk PJSIP mailboxes=NUMBER@default in the aor, chan_sip mailbox= in the peer; the box "
                    "itself stands in voicemail.conf.",
                ),
                notes={"asked": "asked for", "answer": "no such mailbox"},
            ),
            ru=Words(
                title="На {peer} нет ящика голосовой почты для {target}",
                explanation=(
                    "{asker} подписался на индикацию MWI (message-summary) для {target}, и {peer} ответил 404: ящика для него нет. Многие "
                    "телефоны делают это сами. Вызовам это не мешает."
                ),
                fix=(
                    "Отключите на {asker} подписку на MWI, если голосовой почты нет: иначе он будет спрашивать снова и снова.",
                    (
                        "Или заведите ящик: в Asterisk PJSIP mailboxes=НОМЕР@default в aor, в chan_sip mailbox= у пира; сам ящик — в "
                        "voicemail.conf."
                    ),
                ),
                notes={"asked": "подписка", "answer": "такого ящика нет"},
            ),
        ),
    },
)
