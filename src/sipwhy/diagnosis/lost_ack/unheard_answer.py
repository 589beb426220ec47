"""The words of `ack-lost` where the 2xx itself got lost: the caller never heard that somebody picked up, and cancelled."""

from __future__ import annotations

from collections.abc import Mapping

from sipwhy.diagnosis.rule import Text, Words


def unheard_words(notes_en: Mapping[str, str], notes_ru: Mapping[str, str]) -> Text:
    """The words, with the rule's own notes beside its evidence."""
    return Text(
        en=Words(
            title="{answerer} picked up, but its 200 OK never reached {asker}",
            explanation=(
                "{answerer} answered the call and repeated its 200 OK {times:count:time|times}; {asker} sent no ACK and then CANCEL, which "
                "it would not send if it had the answer. {asker} heard it ring on unanswered; the person at {answerer} picked up and heard "
                "nobody. What {answerer} sends does not get there, though ringing did."
            ),
            fix=(
                "Capture on {asker}: does the 200 OK arrive there? It is larger than 180 Ringing, as it brings the media description.",
                "If not, look at what lies between: MTU and fragments, SIP ALG, a firewall that inspects SIP.",
            ),
            notes=notes_en,
        ),
        ru=Words(
            title="{answerer} снял трубку, но его 200 OK не дошёл до {asker}",
            explanation=(
                "{answerer} ответил на вызов и повторил 200 OK {times:count:раз|раза|раз}, а {asker} не прислал ACK и отправил CANCEL: "
                "получив ответ, так не делают. Для {asker} телефон звонил дальше и никто не ответил, а у {answerer} сняли трубку и никого "
                "не услышали. Ответы {answerer} до {asker} не доходят, хотя ответ 18x дошёл."
            ),
            fix=(
                "Снимите дамп на {asker}: приходит ли туда 200 OK? Он больше, чем 180 Ringing: в нём описание медиа.",
                "Если нет, смотрите, что между ними: MTU и фрагменты, SIP ALG, межсетевой экран с разбором SIP.",
            ),
            notes=notes_ru,
        ),
    )
