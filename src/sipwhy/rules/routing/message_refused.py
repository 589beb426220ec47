"""A text message (MESSAGE) that did not reach its reader: 403, 404, 480 or 604."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.answer import meaning
from sipwhy.diagnosis.blame import maker
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import AtFault, Call, Finding, Leg

_VARIANTS = {404: "", 604: "", 480: "absent", 403: "forbidden"}


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """
    Fires where the last word on a message is such an answer, and nothing says more of it (`answer.meaning`).

    The leg that is farthest from the sender tells who said it.
    """
    legs = [leg for leg in call.legs if leg.deciding and leg.final and leg.final.status == call.status]
    leg = legs[-1] if legs else None
    variant = _VARIANTS.get(call.status or 0)
    if leg is None or leg.asked is None or leg.final is None or variant is None or call.result != "rejected" or meaning(call, scene):
        return
    yield Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="likely",
        at_fault=_blamed(variant, leg, call, scene),
        evidence=(proof("asked", leg.asked), proof("answer", leg.final)),
        values={
            "caller": call.caller or "",
            "callee": call.callee or "",
            "asker": leg.src.ip,
            "peer": leg.dst.ip,
            "status": leg.final.status,
            "phrase": leg.final.reason or "",
        },
        variant=variant,
        is_cause=True,
        at=leg.final.number,
    )


def _blamed(variant: str, leg: Leg, call: Call, scene: Scene) -> AtFault:
    return maker(leg, call, scene) if variant == "forbidden" else "callee" if variant == "absent" else "user"


_NOTES_EN = {"asked": "the message", "answer": "not delivered"}
_NOTES_RU = {"asked": "сообщение", "answer": "не доставлено"}

RULE = Rule(
    slug="message-refused",
    area="routing",
    seeks=Seeks(kinds=frozenset({"message"}), results=frozenset({"rejected"}), statuses=frozenset(_VARIANTS)),
    scope="outcome",
    check=check,
    references=("RFC 3428 sections 4 and 7", "RFC 3261 sections 21.4.4, 21.4.5 and 21.4.18"),
    texts={
        "": Text(
            en=Words(
                title="{peer} has nobody called {callee:or:that} for the text message from {caller:or:a sender}: {status} {phrase}",
                explanation=(
                    "{peer} answered {status}: there is no {callee:or:such name} for text messages, or nobody is registered as "
                    "{callee:or:that}. Calls to the same number may pass even so: servers look for the reader of a message by another "
                    "way than for a telephone."
                ),
                fix=(
                    "Is {callee:or:the name} right and registered? A message goes to no telephone that is off unless the server keeps it.",
                    (
                        "Asterisk looks in message_context of the endpoint, else in its context: is there an extension that runs "
                        "MessageSend()? Kamailio: does the script let MESSAGE through lookup()? FreeSWITCH: mod_sms and its chatplan."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Сообщение от {caller:or:отправителя} некому доставить: {callee:or:адресата} на {peer} нет, {status} {phrase}",
                explanation=(
                    "{peer} ответил {status}: {callee:or:такого имени} для текстовых сообщений там нет или под этим именем никто не "
                    "зарегистрирован. Вызовы на тот же номер могут проходить: получателя сообщения сервер ищет не так, как телефон."
                ),
                fix=(
                    (
                        "Верен ли {callee:or:адресат} и зарегистрирован ли он? На выключенный телефон сообщение не уйдёт, если сервер его "
                        "не хранит."
                    ),
                    (
                        "Asterisk ищет в message_context у endpoint, а без него в context: есть ли там extension с MessageSend()? "
                        "Kamailio: пропускает ли скрипт MESSAGE через lookup()? FreeSWITCH: mod_sms и его chatplan."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "absent": Text(
            en=Words(
                title="{callee:or:The reader} cannot be reached for the text message: {status} {phrase}",
                explanation=(
                    "{peer} knows {callee:or:the name} and answered {status}: the telephone or program that should show the message is not "
                    "registered, off, or does not take any just now. It was not kept for later, as far as this answer tells."
                ),
                fix=(
                    "Is {callee:or:the reader} registered? Asterisk pjsip show contacts; Kamailio kamctl ul show; FreeSWITCH sofia status "
                    "profile internal reg.",
                    "Keep messages for those who are away: Kamailio module msilo.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{callee:or:Адресат} недоступен для текстового сообщения: {status} {phrase}",
                explanation=(
                    "{peer} знает {callee:or:имя} и ответил {status}: телефон или программа, где сообщение должны прочесть, не "
                    "зарегистрированы, выключены или сейчас сообщений не принимают. На потом, судя по ответу, его не отложили."
                ),
                fix=(
                    "Зарегистрирован ли {callee:or:адресат}? Asterisk pjsip show contacts; Kamailio kamctl ul show; FreeSWITCH sofia "
                    "status profile internal reg.",
                    "Храните сообщения для тех, кого нет в сети: модуль Kamailio msilo.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "forbidden": Text(
            en=Words(
                title="{peer} does not let {caller:or:the sender} send text messages to {callee:or:this name}: {status} {phrase}",
                explanation=(
                    "{peer} answered {status}: its policy is against the message, or against this sender. That says nothing about calls, "
                    "which are allowed by other settings; carriers often take no messages at all."
                ),
                fix=(
                    "Ask the owner of {peer} whether messages are meant to pass, and from whom.",
                    "If REGISTER or calls of the same account are refused too, begin with those.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не разрешает {caller:or:отправителю} текстовые сообщения для {callee:or:этого имени}: {status} {phrase}",
                explanation=(
                    "{peer} ответил {status}: его политика не пропускает такие сообщения или этого отправителя. О вызовах это ничего не "
                    "говорит, их разрешают другие настройки; операторы сообщений часто не принимают вовсе."
                ),
                fix=(
                    "Спросите владельца {peer}, должны ли сообщения проходить и от кого.",
                    "Если той же учётной записи отказывают и в REGISTER или вызовах, начните с них.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
