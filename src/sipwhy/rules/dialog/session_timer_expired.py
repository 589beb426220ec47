"""A session timer was agreed, the refresh did not come, and the other side hung up."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Limit, Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import at_end
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import reason_text
from sipwhy.diagnosis.timers import interval as interval_of
from sipwhy.diagnosis.timers import refresher as refresher_of
from sipwhy.model import Call, Endpoint, Finding, Leg, Message
from sipwhy.model.flag import Flag
from sipwhy.reference.spelling import normalised

SLACK = Limit(
    slug="session-timer-expired",
    name="slack",
    usual=3.0,
    en="how many seconds the BYE may come before or after the moment that the timer gives",
    ru="на сколько секунд BYE может разойтись с моментом, который даёт таймер",
)


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where BYE came when a session timer runs out and no refresh had been answered since the last one."""
    for leg in call.legs:
        agreed = leg.answer
        bye = next((t.first for t in leg.transactions_of("BYE")), None)
        interval = interval_of(agreed) if agreed else None
        if agreed and bye and interval:
            refreshes = _refreshes(leg, agreed, bye)
            if refreshes and interval_of(refreshes[-1]) is None:
                return  # a 2xx without Session-Expires switches the timer off (RFC 4028 section 7.2)
            last = max([agreed.ts, *(refresh.ts for refresh in refreshes)])
            waited = (bye.ts - last) / 1e6
            refresher = _refresher(agreed, leg)
            if bye.src != refresher and (_says_so(bye) or _is_time(waited, interval, scene.limit(SLACK))):
                yield _finding(call, scene, leg, bye, interval)
                return


def _finding(call: Call, scene: Scene, leg: Leg, bye: Message, interval: int) -> Finding:
    agreed = leg.answer or bye
    refresher = _refresher(agreed, leg)
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="certain" if _says_so(bye) else "likely",
        at_fault=at_end(refresher, leg, call, scene),
        evidence=(proof("agreed", agreed), proof("hangup", bye)),
        values={"interval": float(interval), "talk": (bye.ts - agreed.ts) / 1e6, "refresher": refresher.ip, "side": bye.src.ip},
        is_cause=True,
        at=bye.number,
    )


def _refresher(answer: Message, leg: Leg) -> Endpoint:
    """Who refreshes: the 2xx says uac or uas (RFC 4028 section 9)."""
    return leg.dst if refresher_of(answer) == "uas" else leg.src


def _refreshes(leg: Leg, agreed: Message, bye: Message) -> list[Message]:
    """The answers that took a re-INVITE or UPDATE of the dialog before its BYE."""
    finals = (transaction.final for transaction in leg.transactions_of("INVITE", "UPDATE"))
    return [final for final in finals if final and agreed.ts < final.ts < bye.ts and final.status and final.status < 300]


def _says_so(bye: Message) -> bool:
    said = normalised(reason_text(bye))
    return any(part in said for part in ("session refresh", "session timer", "session expired", "session timeout", "session interval"))


def _is_time(waited: float, interval: int, slack: float) -> bool:
    """BYE is due min(32, interval / 3) before the end; some wait to the end, some hang up at two thirds (RFC 4028 section 10)."""
    moments = (interval - min(32.0, interval / 3), float(interval))
    return any(abs(waited - moment) < slack for moment in moments)


RULE = Rule(
    slug="session-timer-expired",
    area="dialog",
    limits=(SLACK,),
    seeks=Seeks(flags=Flag.SESSION_TIMER),
    check=check,
    references=("RFC 4028 section 10",),
    texts={
        "": Text(
            en=Words(
                title="Cut off after {talk:seconds}: {refresher} did not refresh the session",
                explanation=(
                    "Both sides had agreed on a session timer of {interval:seconds}, and {refresher} had taken it on to refresh the call "
                    "by re-INVITE or UPDATE. It did not, and {side} hung up, as RFC 4028 recommends shortly before the interval ends."
                ),
                fix=(
                    "Update {refresher}, or switch session timers off there.",
                    (
                        "Or let the server refresh, or do without: Asterisk PJSIP timers=no, chan_sip session-timers=refuse; FreeSWITCH "
                        "enable-timer=false."
                    ),
                    "If the refresh was sent and lost, look at the Contact and Record-Route on the way.",
                ),
                notes={
                    "agreed": "the session timer is agreed",
                    "hangup": "hangs up for want of a refresh",
                },
            ),
            ru=Words(
                title="Разрыв через {talk:seconds}: {refresher} не обновил сеанс",
                explanation=(
                    "Стороны договорились о таймере сеанса {interval:seconds}, и обновлять вызов через re-INVITE или UPDATE взялся "
                    "{refresher}. Он этого не сделал, и {side} разъединил вызов, как велит RFC 4028, незадолго до конца интервала."
                ),
                fix=(
                    "Обновите {refresher} или выключите на нём таймеры сеанса.",
                    (
                        "Или пусть обновляет сервер, либо обойдитесь без таймеров: Asterisk PJSIP timers=no, chan_sip "
                        "session-timers=refuse; FreeSWITCH enable-timer=false."
                    ),
                    "Если обновление было отправлено и потерялось, проверьте Contact и Record-Route по пути.",
                ),
                notes={
                    "agreed": "таймер сеанса согласован",
                    "hangup": "разъединяет, не дождавшись обновления",
                },
            ),
        ),
    },
)
