"""A subscription, publication or notification that the other side does not take: 403, 405, 481, 501 or 603."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding

_GONE = 481
_NO_METHOD = frozenset({405, 501})
_REFUSALS = frozenset({403, 603, _GONE}) | _NO_METHOD


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where the last word on a subscription or event is such an answer: a lamp or a list is missing, and calls are not touched."""
    leg = next((leg for leg in reversed(call.legs) if leg.status == call.status and leg.deciding), None)
    asked, refused = (leg.deciding.request, leg.deciding.final) if leg and leg.deciding else (None, None)
    if asked is None or refused is None or refused.status not in _REFUSALS or call.result != "rejected":
        return
    event = (asked.header("Event") or asked.header("o") or "").split(";")[0].strip()
    yield Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="certain",
        at_fault="nobody",
        evidence=(proof("asked", asked), proof("answer", refused)),
        values={
            "event": event, "method": asked.method or "", "target": call.callee or "", "asker": asked.src.ip, "peer": asked.dst.ip,
            "status": refused.status, "phrase": refused.reason or "",
        },
        variant=_variant(asked.method or "", refused.status or 0),
        is_cause=True,
        at=refused.number,
    )  # fmt: skip


def _variant(method: str, status: int) -> str:
    if status == _GONE:
        return "notify" if method == "NOTIFY" else "gone"
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
                    "{asker} wanted to renew or end its subscription to {event:or:an event}, and {peer} answered 481: it has none of "
                    "that dialog. It lapsed, or the server was restarted. The device has to subscribe anew (RFC 6665 section 4.1.2.2); "
                    "until then its lamp or sign stands still. Calls are not touched by it."
                ),
                fix=(
                    "Does a new SUBSCRIBE without a To tag follow? Then all is well; if not, restart {asker}, and update its firmware.",
                    "If it happens again and again, shorten the subscription interval on {asker}, or look for restarts of {peer}.",
                ),
                notes={"asked": "the subscription that was to go on", "answer": "not known any more"},
            ),
            ru=Words(
                title="{peer} больше не знает этой подписки: 481 на {method}",
                explanation=(
                    "{asker} хотел продлить или закончить подписку на {event:or:событие}, и {peer} ответил 481: такого диалога у него нет. "
                    "Срок подписки истёк, или сервер перезапускался. Устройство должно подписаться заново (RFC 6665, раздел 4.1.2.2); "
                    "до тех пор лампа или значок не меняются. Вызовам это не мешает."
                ),
                fix=(
                    "Следует ли новый SUBSCRIBE без тега в To? Тогда всё в порядке; если нет, перезапустите {asker} и обновите прошивку.",
                    "Если это повторяется, сократите на {asker} интервал подписки или проверьте, не перезапускается ли {peer}.",
                ),
                notes={"asked": "подписка, которую хотели продлить", "answer": "уже неизвестна"},
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
