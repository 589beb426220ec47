"""A subscription to an event that the other side does not know: 489."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding

_BAD_EVENT = 489


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a SUBSCRIBE, PUBLISH or NOTIFY that was answered 489: its cause where nothing else came of it, and no fault even so."""
    for leg in call.legs:
        refused = next((t for t in leg.transactions if t.final and t.final.status == _BAD_EVENT and t.request), None)
        if refused and refused.request and refused.final:
            event = (refused.request.header("Event") or refused.request.header("o") or "").split(";")[0].strip()
            yield Finding(
                rule=RULE.slug,
                severity="notice",
                confidence="certain",
                at_fault="nobody",
                evidence=(proof("asked", refused.request), proof("answer", refused.final)),
                variant="publish" if refused.method == "PUBLISH" else "",
                values={"event": event or "?", "asker": refused.request.src.ip, "peer": refused.request.dst.ip},
                is_cause=call.result == "rejected" and leg.status == _BAD_EVENT,
                at=refused.final.number,
            )
            return


RULE = Rule(
    slug="event-unsupported",
    area="routing",
    seeks=Seeks(kinds=frozenset({"subscription"}), statuses=frozenset({_BAD_EVENT})),
    scope="outcome",
    check=check,
    references=("RFC 6665 section 8.3.2", "RFC 3903 section 6"),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not know the event {event}",
                explanation=(
                    "{asker} wanted to be told of {event}, and {peer} answered 489: it has no such service. Calls are not touched by it; "
                    "what is missing is the lamp, the message waiting sign or the list that the device wanted."
                ),
                fix=(
                    "Switch that feature off on {asker} if nobody misses it: it is asked for again and again otherwise.",
                    (
                        "Or switch it on at the server: Asterisk res_pjsip_exten_state, res_pjsip_mwi and others (module show like "
                        "res_pjsip); Kamailio presence and presence_dialoginfo; FreeSWITCH manage-presence in the profile."
                    ),
                ),
                notes={"asked": "asked for", "answer": "not known"},
            ),
            ru=Words(
                title="{peer} не знает события {event}",
                explanation=(
                    "{asker} хотел подписаться на {event}, и {peer} ответил 489: такой службы у него нет. Вызовам это не мешает; не "
                    "будет лампы, значка голосовой почты или списка, ради которых устройство подписывалось."
                ),
                fix=(
                    "Отключите эту функцию на {asker}, если она никому не нужна: иначе он будет спрашивать снова и снова.",
                    (
                        "Или включите её на сервере: Asterisk res_pjsip_exten_state, res_pjsip_mwi и другие (module show like res_pjsip); "
                        "Kamailio presence и presence_dialoginfo; FreeSWITCH manage-presence у профиля."
                    ),
                ),
                notes={"asked": "подписка", "answer": "такое событие неизвестно"},
            ),
        ),
        "publish": Text(
            en=Words(
                title="{peer} takes no publications of {event}",
                explanation=(
                    "{asker} published its state ({event}), and {peer} answered 489: it has no such service. Calls are not touched by it; "
                    "others do not see that state."
                ),
                fix=(
                    (
                        "Switch publishing off on {asker} (presence agent, PUBLISH) if nobody misses it: it is tried again and again "
                        "otherwise."
                    ),
                    (
                        "Or switch it on at the server: Asterisk res_pjsip_publish_asterisk and type=inbound-publication; Kamailio "
                        "presence (handle_publish); FreeSWITCH manage-presence in the profile."
                    ),
                ),
                notes={"asked": "published", "answer": "not known"},
            ),
            ru=Words(
                title="{peer} не принимает публикаций события {event}",
                explanation=(
                    "{asker} сообщил своё состояние ({event}) запросом PUBLISH, и {peer} ответил 489: такой службы у него нет. Вызовам это "
                    "не мешает; этого состояния не увидят другие."
                ),
                fix=(
                    (
                        "Отключите публикацию состояния на {asker} (presence, PUBLISH), если она никому не нужна: иначе он будет пробовать "
                        "снова и снова."
                    ),
                    (
                        "Или включите её на сервере: Asterisk res_pjsip_publish_asterisk и type=inbound-publication; Kamailio presence "
                        "(handle_publish); FreeSWITCH manage-presence у профиля."
                    ),
                ),
                notes={"asked": "публикация", "answer": "такое событие неизвестно"},
            ),
        ),
    },
)
