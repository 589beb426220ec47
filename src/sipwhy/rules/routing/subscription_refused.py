"""A subscription, publication or notification that the other side does not take: 403, 405, 480, 481, 501 or 603; NOTIFY 404, too."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import event_of
from sipwhy.model import Call, Finding

_GONE = 481
_NO_METHOD = frozenset({405, 501})
_NOT_FOUND, _ABSENT = 404, frozenset({404, 480})
_REFUSALS = frozenset({403, 603, _GONE}) | _NO_METHOD | _ABSENT


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where the last word on a subscription or event is such an answer: a lamp or a list is missing, and calls are not touched."""
    leg = next((leg for leg in reversed(call.legs) if leg.status == call.status and leg.deciding), None)
    asked, refused = (leg.deciding.request, leg.deciding.final) if leg and leg.deciding else (None, None)
    if asked is None or refused is None or refused.status not in _REFUSALS or call.result != "rejected":
        return
    if refused.status == _NOT_FOUND and asked.method != "NOTIFY":
        return  # what SUBSCRIBE asks for is not there: that has words of its own
    event, variant = event_of(asked), _variant(asked.method or "", refused.status)
    evidence = [proof("asked", asked), proof("answer", refused)]
    if variant == "gone" and asked.header("Expires") == "0":
        variant = "ended"
    elif variant == "gone" and (anew := scene.subscribed_anew(refused, event)):
        variant = "anew"
        evidence.append(proof("anew", anew))
    yield Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="certain",
        at_fault="nobody",
        evidence=tuple(evidence),
        values={
            "event": event, "method": asked.method or "", "target": call.callee or "", "asker": asked.src.ip, "peer": asked.dst.ip,
            "status": refused.status, "phrase": refused.reason or "",
        },
        variant=variant,
        is_cause=True,
        at=refused.number,
    )  # fmt: skip


def _variant(method: str, status: int) -> str:
    if status == _GONE:
        return "notify" if method == "NOTIFY" else "gone"
    if status in _ABSENT:
        return "absent"
    return "method" if status in _NO_METHOD else ""


RULE = Rule(
    slug="subscription-refused",
    area="routing",
    seeks=Seeks(kinds=frozenset({"subscription"}), results=frozenset({"rejected"}), statuses=_REFUSALS),
    scope="outcome",
    check=check,
    references=("RFC 6665 sections 4.1.2.2, 4.2.1 and 4.2.2", "RFC 3903 section 6", "RFC 3842"),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not allow {asker} this {method} ({event:or:no event named}): {status} {phrase}",
                explanation=(
                    "{asker} sent {method} for {event:or:an event} of {target:or:an account}, and {peer} refused it with {status}: its "
                    "policy does not let this one watch or tell that (presence, lamps (BLF), message waiting (MWI)). Calls are not touched "
                    "by it; the feature alone fails."
                ),
                fix=(
                    (
                        "If the feature is wanted, allow it on {peer}: Asterisk PJSIP allow_subscribe=yes and subscribe_context of the "
                        "endpoint; chan_sip allowsubscribe=yes; Kamailio the route of SUBSCRIBE and the presence rules; FreeSWITCH "
                        "manage-presence in the profile."
                    ),
                    "If not, switch it off on {asker}: it is asked for again and again otherwise.",
                    "If REGISTER of the same account is refused too, mend its password first: some servers answer a wrong one so.",
                ),
                notes={"asked": "asked for", "answer": "not allowed"},
            ),
            ru=Words(
                title="{peer} не разрешает {asker} этот {method} ({event:or:событие не названо}): {status} {phrase}",
                explanation=(
                    "{asker} послал {method} на {event:or:событие} для {target:or:учётной записи}, и {peer} отказал ответом {status}: его "
                    "политика не разрешает следить за этим или сообщать об этом (presence, лампы BLF, индикация MWI). Вызовам это не "
                    "мешает, не работает только сама функция."
                ),
                fix=(
                    (
                        "Если функция нужна, разрешите её на {peer}: Asterisk PJSIP allow_subscribe=yes и subscribe_context у endpoint; "
                        "chan_sip allowsubscribe=yes; Kamailio маршрут для SUBSCRIBE и правила presence; FreeSWITCH manage-presence у "
                        "профиля."
                    ),
                    "Если нет, отключите её на {asker}: иначе он будет спрашивать снова и снова.",
                    "Если той же учётной записи отказывают и в REGISTER, начните с пароля: некоторые серверы так отвечают на неверный.",
                ),
                notes={"asked": "запрос", "answer": "не разрешено"},
            ),
        ),
        "absent": Text(
            en=Words(
                title="{peer} has nobody to give this {method} for {target:or:the account} to: {status} {phrase}",
                explanation=(
                    "{asker} sent {method} ({event:or:no event named}), and {peer} answered {status}: {target:or:who it was for} is not "
                    "known there, or cannot be reached just now, as a telephone that is off or not registered. Calls are not touched by "
                    "it; the lamp (BLF), the message waiting sign or the command that it was for does not come."
                ),
                fix=(
                    "Is {target:or:it} registered, and under that name? Compare the request's address with the account's.",
                    "If nobody misses the feature, switch it off on {asker}: it is tried again and again otherwise.",
                ),
                notes={"asked": "sent", "answer": "nobody takes it"},
            ),
            ru=Words(
                title="На {peer} некому передать {method} для {target:or:учётной записи}: {status} {phrase}",
                explanation=(
                    "{asker} послал {method} ({event:or:событие не названо}), и {peer} ответил {status}: {target:or:адресат} там "
                    "неизвестен или сейчас недоступен, например телефон выключен или не зарегистрирован. Вызовам это не мешает, не "
                    "дойдёт только лампа BLF, индикация MWI или команда, ради которой запрос послан."
                ),
                fix=(
                    "Зарегистрирован ли {target:or:адресат} и под тем ли именем? Сравните адрес в запросе с адресом учётной записи.",
                    "Если функция не нужна, отключите её на {asker}: иначе он будет повторять запрос снова и снова.",
                ),
                notes={"asked": "послан", "answer": "передать некому"},
            ),
        ),
        "method": Text(
            en=Words(
                title="{peer} takes no {method}: {status} {phrase}",
                explanation=(
                    "{asker} sent {method} for {event:or:an event}, and {peer} answered {status}: it serves no such requests. Calls are "
                    "not touched by it; what is missing is the lamp (BLF), the message waiting sign (MWI) or the state that it was for."
                ),
                fix=(
                    "Switch that feature off on {asker} if nobody misses it: it is tried again and again otherwise.",
                    (
                        "Or switch it on at the server: Asterisk res_pjsip_pubsub with res_pjsip_exten_state and res_pjsip_mwi; Kamailio "
                        "presence; FreeSWITCH manage-presence in the profile. Carriers serve no lamps."
                    ),
                ),
                notes={"asked": "asked for", "answer": "not served"},
            ),
            ru=Words(
                title="{peer} не принимает {method}: {status} {phrase}",
                explanation=(
                    "{asker} послал {method} на {event:or:событие}, и {peer} ответил {status}: таких запросов он не обслуживает. Вызовам "
                    "это не мешает; не будет лампы (BLF), индикации MWI или состояния, ради которых запрос посылался."
                ),
                fix=(
                    "Отключите эту функцию на {asker}, если она никому не нужна: иначе он будет пробовать снова и снова.",
                    (
                        "Или включите её на сервере: Asterisk res_pjsip_pubsub, res_pjsip_exten_state и res_pjsip_mwi; Kamailio presence; "
                        "FreeSWITCH manage-presence у профиля. Операторы ламп не обслуживают."
                    ),
                ),
                notes={"asked": "запрос", "answer": "не обслуживается"},
            ),
        ),
        "gone": Text(
            en=Words(
                title="{peer} does not know this subscription any more: 481 to {method}",
                explanation=(
                    "{asker} wanted to renew its subscription to {event:or:an event}, and {peer} answered 481: it has no such dialog. It "
                    "lapsed, or the server was restarted. The device has to subscribe anew (RFC 6665 section 4.1.2.2); until then its lamp "
                    "or sign stands still. Calls are not touched by it."
                ),
                fix=(
                    (
                        "No new subscription that was taken is seen after it here: if the lamp or sign stands still, restart {asker}, and "
                        "update its firmware."
                    ),
                    "If it happens again and again, shorten the subscription interval on {asker}, or look for restarts of {peer}.",
                ),
                notes={"asked": "the subscription that was to go on", "answer": "not known any more"},
            ),
            ru=Words(
                title="{peer} больше не знает этой подписки: 481 на {method}",
                explanation=(
                    "{asker} хотел продлить подписку на {event:or:событие}, и {peer} ответил 481: такого диалога у него нет. Срок подписки "
                    "истёк, или сервер перезапускался. Устройство должно подписаться заново (RFC 6665, раздел 4.1.2.2); до тех пор лампа "
                    "или значок не меняются. Вызовам это не мешает."
                ),
                fix=(
                    (
                        "Новой принятой подписки после этого здесь не видно: если лампа или значок не меняются, перезапустите {asker} и "
                        "обновите его прошивку."
                    ),
                    "Если это повторяется, сократите на {asker} интервал подписки или проверьте, не перезапускается ли {peer}.",
                ),
                notes={"asked": "подписка, которую хотели продлить", "answer": "уже неизвестна"},
            ),
        ),
        "anew": Text(
            en=Words(
                title="{peer} did not know this subscription any more, and {asker} has subscribed anew",
                explanation=(
                    "{asker} wanted to renew its subscription to {event:or:an event}, and {peer} answered 481: it had no such dialog. It "
                    "had lapsed, or the server was restarted. A new subscription followed and was taken, as RFC 6665 section 4.1.2.2 asks: "
                    "the lamp or sign works again."
                ),
                fix=("If it happens again and again, shorten the subscription interval on {asker}, or look for restarts of {peer}.",),
                notes={"asked": "the subscription that was to go on", "answer": "not known any more", "anew": "subscribed anew, and taken"},
            ),
            ru=Words(
                title="{peer} уже не знал этой подписки, и {asker} подписался заново",
                explanation=(
                    "{asker} хотел продлить подписку на {event:or:событие}, и {peer} ответил 481: такого диалога у него не было. Срок "
                    "подписки истёк, или сервер перезапускался. После этого устройство подписалось заново, и подписка принята, как "
                    "требует RFC 6665, раздел 4.1.2.2: лампа или значок снова работают."
                ),
                fix=("Если это повторяется, сократите на {asker} интервал подписки или проверьте, не перезапускается ли {peer}.",),
                notes={"asked": "подписка, которую хотели продлить", "answer": "уже неизвестна", "anew": "новая подписка, принята"},
            ),
        ),
        "ended": Text(
            en=Words(
                title="{asker} ended a subscription that {peer} no longer had: 481 to {method}",
                explanation=(
                    "{asker} sent SUBSCRIBE with Expires: 0 for {event:or:an event}, that is, it wanted the subscription to end. {peer} "
                    "answered 481: there was none any more. So it has ended, as intended."
                ),
                fix=("There is nothing to do.",),
                notes={"asked": "the subscription is to end", "answer": "there is none any more"},
            ),
            ru=Words(
                title="{asker} завершил подписку, которой на {peer} уже не было: 481 на {method}",
                explanation=(
                    "{asker} послал SUBSCRIBE с Expires: 0 на {event:or:событие}, то есть хотел закончить подписку. {peer} ответил 481: её "
                    "уже нет. Так что она закончена, как и хотели."
                ),
                fix=("Ничего делать не нужно.",),
                notes={"asked": "подписку хотят закончить", "answer": "её уже нет"},
            ),
        ),
        "notify": Text(
            en=Words(
                title="{peer} does not want this notification: 481 to NOTIFY ({event:or:no event named})",
                explanation=(
                    "{asker} told {peer} the state of {event:or:an event}, and {peer} answered 481: it has no such subscription, or not "
                    "any more. After a restart of the device that is usual, and the server forgets the subscription (RFC 6665 section "
                    "4.2.2); some servers also send NOTIFY that nobody asked for. Calls are not touched by it."
                ),
                fix=(
                    "If the lamp or the message waiting sign works, there is nothing to do.",
                    (
                        "If it does not, let {peer} subscribe, or take notifications without a subscription (unsolicited MWI). Asterisk "
                        "PJSIP: mailboxes= in the aor waits for SUBSCRIBE, mailboxes= in the endpoint sends unasked."
                    ),
                ),
                notes={"asked": "the notification", "answer": "no such subscription"},
            ),
            ru=Words(
                title="{peer} не ждёт этого уведомления: 481 на NOTIFY ({event:or:событие не названо})",
                explanation=(
                    "{asker} сообщил {peer} состояние {event:or:события}, и {peer} ответил 481: такой подписки у него нет или уже нет. "
                    "После перезапуска устройства это обычно, и сервер такую подписку забывает (RFC 6665, раздел 4.2.2); некоторые серверы "
                    "шлют NOTIFY и без подписки. Вызовам это не мешает."
                ),
                fix=(
                    "Если лампа или индикация MWI работает, ничего делать не нужно.",
                    (
                        "Если нет, включите на {peer} подписку или приём уведомлений без подписки (unsolicited MWI). Asterisk PJSIP: "
                        "mailboxes= в aor ждёт SUBSCRIBE, mailboxes= в endpoint шлёт без запроса."
                    ),
                ),
                notes={"asked": "уведомление", "answer": "такой подписки нет"},
            ),
        ),
    },
)
