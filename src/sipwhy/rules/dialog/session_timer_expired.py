"""A session timer was agreed, the refresh did not come or came to nothing, and one side hung up."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Limit, Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import at_end
from sipwhy.diagnosis.contacts import hidden_contact
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import q850, reason_text, sent_times
from sipwhy.diagnosis.streams import voices
from sipwhy.diagnosis.timers import interval as interval_of
from sipwhy.diagnosis.timers import refresher as refresher_of
from sipwhy.model import Call, Endpoint, Evidence, Finding, Leg, Message, Transaction, Value
from sipwhy.model.flag import Flag
from sipwhy.reference.spelling import normalised

SLACK = Limit(
    slug="session-timer-expired",
    name="slack",
    usual=3.0,
    en="how many seconds the BYE may come before or after the moment that the timer gives",
    ru="на сколько секунд BYE может разойтись с моментом, который даёт таймер",
)

_STILL = 2_000_000
"""How long before BYE the last voice may have been, µs: pauses of silence suppression are longer only where nobody speaks."""
_EARLIEST = 0.3
"""The share of the interval after which a request may be the refresh; half is recommended (RFC 4028 section 7.2)."""
_REPEATS = 5
"""How often a refresh was sent before its sender may have given it up: a mute peer, and no packet lost here and there."""
_GIVEN_UP = 10_000_000
"""How long after the last repeat, µs, BYE still comes of the silence: repeats are 4 s apart at most."""
_ON_THE_SECOND = 1.0
_CLEARED = 16
"""Q.850 cause "normal call clearing": somebody hung up, whatever had been refused before; a timer says another one, or nothing."""
_OTHERS = frozenset({401, 407, 408, 481, 491})
"""Refusals of a refresh that end or mend by themselves."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where BYE came when a session timer runs out, or a refresh had come to nothing, and none was answered since the last one."""
    for leg in call.legs:
        bye = next((t.first for t in leg.transactions_of("BYE")), None)
        agreed = _agreed(leg, bye) if bye else None
        interval = interval_of(agreed) if agreed else None  # a 2xx without it switches the timer off (RFC 4028 section 7.2)
        if agreed and bye and interval:
            waited = (bye.ts - agreed.ts) / 1e6
            is_due = _says_so(bye) or _is_time(waited, interval, scene.limit(SLACK))
            own, refused = bye.src == _refresher(agreed), _refusal(_tried(leg, agreed, bye, interval))
            if refused and not _says_so(bye) and q850(bye) == _CLEARED:
                return
            if _gave_up(call, leg, (agreed, bye), is_due) if own else is_due:
                yield _finding(call, scene, _at_refresher(call, leg, (agreed, bye)), interval)
                return


def _at_refresher(call: Call, leg: Leg, seen: tuple[Message, Message]) -> tuple[Leg, Message, Message]:
    """
    The leg of the dialog that ends at the refresher with the 2xx on it, and who hung up: BYE as it came, or the refresher's own.

    A proxy passes the timer that others agreed on, and refreshes nothing itself (RFC 4028 section 8).
    """
    agreed, bye = seen
    if _refresher(agreed) != leg.dst:
        return leg, agreed, bye
    for beyond in call.legs[leg.index + 1 :]:
        if beyond.call_id != leg.call_id or beyond.src.ip != leg.dst.ip or beyond.answer is None:
            continue
        its_bye = next((t.first for t in beyond.transactions_of("BYE")), None)
        its = _agreed(beyond, its_bye) if its_bye else None
        if its and its_bye and refresher_of(its) == refresher_of(agreed) and interval_of(its) == interval_of(agreed):
            return _at_refresher(call, beyond, (its, its_bye if its_bye.src == _refresher(its) else bye))
    return leg, agreed, bye


def _agreed(leg: Leg, bye: Message) -> Message | None:
    """The last 2xx to INVITE or UPDATE before BYE: each settles interval and refresher anew (RFC 4028 section 7.2)."""
    if leg.answer is None:
        return None
    finals = (transaction.final for transaction in leg.transactions_of("INVITE", "UPDATE"))
    taken = (final for final in finals if final and leg.answer.ts < final.ts < bye.ts and final.status and final.status < 300)
    return max((leg.answer, *taken), key=lambda final: (final.ts, final.number))


def _refresher(agreed: Message) -> Endpoint:
    """Who refreshes: the 2xx says uac or uas of its own transaction (RFC 4028 section 9)."""
    return agreed.src if refresher_of(agreed) == "uas" else agreed.dst


def _gave_up(call: Call, leg: Leg, seen: tuple[Message, Message], is_due: bool) -> bool:
    """
    Whether the refresher itself hung up because its refresh came to nothing: at once when it had repeated it in vain, or when the
    interval ran out after a refusal (RFC 4028 section 7.4). 481 and 408 end the dialog at once, and are told by what they are.
    """
    tried = _tried(leg, *seen, interval_of(seen[0]) or 0)
    if tried is None or hidden_contact(call):
        return False
    if tried.final is None:
        spent = sent_times(tried) >= _REPEATS and not tried.answers
        return spent and seen[1].ts - tried.last.ts < _GIVEN_UP
    return is_due and (tried.final.status or 0) >= 300 and tried.final.status not in _OTHERS


def _finding(call: Call, scene: Scene, seen: tuple[Leg, Message, Message], interval: int) -> Finding:
    leg, agreed, bye = seen
    refresher, tried = _refresher(agreed), _tried(leg, agreed, bye, interval)
    refusal = _refusal(tried)
    heard, quiet = _voice(call, leg, bye)
    values: dict[str, Value] = {
        "interval": float(interval),
        "talk": (bye.ts - (leg.answer or agreed).ts) / 1e6,
        "refresher": refresher.ip,
        "side": (agreed.dst if bye.src == refresher == agreed.src else agreed.src if bye.src == refresher else bye.src).ip,
        "method": "re-INVITE" if tried and tried.method == "INVITE" else tried.method if tried else None,
        "times": sent_times(tried) if tried else None,
        "status": refusal.status if refusal else None,
        "phrase": (refusal.reason or "") if refusal else None,
    }
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="certain" if _says_so(bye) else "possible" if refusal and not _is_exact(agreed, bye, interval) else "likely",
        at_fault="network" if tried and refusal is None else at_end(refusal.src if refusal else refresher, leg, call, scene),
        evidence=(
            proof("agreed", agreed),
            *((proof("refresh", tried.first),) if tried else ()),
            *((proof("refusal", refusal),) if refusal else ()),
            proof("hangup", bye),
            *heard,
        ),
        values=values | quiet,
        variant=("own-" if bye.src == refresher else "") + ("refused" if refusal else "unanswered" if tried else ""),
        is_cause=True,
        at=tried.first.number if tried and bye.src == refresher else bye.number,
    )


def _voice(call: Call, leg: Leg, bye: Message) -> tuple[tuple[Evidence, ...], dict[str, Value]]:
    """Whether voice went until BYE, where RTP is in the capture: it tells a timer from a line that was dead before."""
    here = [stream for stream in voices(call) if stream.leg is not None and call.legs[stream.leg] is leg]
    last = {stream.toward: stream for stream in sorted(here, key=lambda stream: stream.last_ts)}
    until = [stream for stream in last.values() if stream.last_ts >= bye.ts - _STILL]
    if not last:
        return (), {}
    shown = max(last.values(), key=lambda stream: stream.last_ts)
    note = "voice" if len(until) > 1 else "voice-one" if until else "quiet"
    return (Evidence(note, file=shown.file, stream=shown.index),), {"quiet": max(0.0, (bye.ts - shown.last_ts) / 1e6)}


def _tried(leg: Leg, agreed: Message, bye: Message, interval: int) -> Transaction | None:
    """The last refresh that the refresher sent and that came to nothing; what it changes soon after the last one is none."""
    sent = (t for t in leg.transactions_of("INVITE", "UPDATE") if t.request and t.request.src == _refresher(agreed))
    due = agreed.ts + interval * 1_000_000 * _EARLIEST
    tried = [t for t in sent if t.first.is_in_dialog and t.first.ts >= due and t.first.number < bye.number]
    return tried[-1] if tried else None


def _refusal(tried: Transaction | None) -> Message | None:
    return tried.final if tried else None


def _says_so(bye: Message) -> bool:
    said = normalised(reason_text(bye))
    return any(part in said for part in ("session refresh", "session timer", "session expired", "session timeout", "session interval"))


def _is_time(waited: float, interval: int, slack: float) -> bool:
    """BYE is due min(32, interval / 3) before the end; some wait to the end, some hang up at two thirds (RFC 4028 section 10)."""
    moments = (interval - min(32.0, interval / 3), float(interval))
    return any(abs(waited - moment) < slack for moment in moments)


def _is_exact(agreed: Message, bye: Message, interval: int) -> bool:
    """Whether BYE comes on the very second, as of a clock: after a refusal people hang up, too, and at any moment."""
    return _is_time((bye.ts - agreed.ts) / 1e6, interval, _ON_THE_SECOND)


_NOTES_EN = {
    "agreed": "the session timer is agreed",
    "refresh": "asks for the refresh",
    "refusal": "the refresh is refused",
    "hangup": "hangs up for want of a refresh",
    "voice": "voice went both ways until then: the line was well",
    "voice-one": "voice went until then, but only this way",
    "quiet": "no voice any more {quiet:seconds} before BYE: look for that first",
}
_NOTES_RU = {
    "agreed": "таймер сеанса согласован",
    "refresh": "просьба обновить сеанс",
    "refusal": "в обновлении отказано",
    "hangup": "разъединяет, не дождавшись обновления",
    "voice": "голос шёл в обе стороны до самого конца: связь была исправна",
    "voice-one": "голос шёл до самого конца, но только в эту сторону",
    "quiet": "голоса нет уже за {quiet:seconds} до BYE: сначала ищите причину этого",
}
_WITHOUT_EN = "Until then do without: Asterisk PJSIP timers=no, chan_sip session-timers=refuse; FreeSWITCH enable-timer=false."
_OTHER_WAY_EN = "Let {refresher} refresh in the other way: UPDATE without a description for re-INVITE, or re-INVITE for UPDATE."
_OTHER_WAY_RU = "Пусть {refresher} обновляет иначе: вместо re-INVITE — UPDATE без описания медиа, вместо UPDATE — re-INVITE."
_WITHOUT_RU = "Пока обойдитесь без таймеров: Asterisk PJSIP timers=no, chan_sip session-timers=refuse; FreeSWITCH enable-timer=false."

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
                    "by re-INVITE or UPDATE. It did not, and {side} hung up, as RFC 4028 lets it when the interval ends or is about to end."
                ),
                fix=(
                    "Update {refresher}, or switch session timers off there.",
                    (
                        "Or let the server refresh, or do without: Asterisk PJSIP timers=no, chan_sip session-timers=refuse; FreeSWITCH "
                        "enable-timer=false."
                    ),
                    "If the refresh was sent and lost, look at the Contact and Record-Route on the way.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Разрыв через {talk:seconds}: {refresher} не обновил сеанс",
                explanation=(
                    "Стороны договорились о таймере сеанса {interval:seconds}, и обновлять вызов через re-INVITE или UPDATE взялся "
                    "{refresher}. Он этого не сделал, и {side} разъединил вызов, как допускает RFC 4028, к концу интервала."
                ),
                fix=(
                    "Обновите ПО на {refresher} или выключите на нём таймеры сеанса.",
                    (
                        "Или пусть обновляет сервер, либо обойдитесь без таймеров: Asterisk PJSIP timers=no, chan_sip "
                        "session-timers=refuse; FreeSWITCH enable-timer=false."
                    ),
                    "Если обновление было отправлено и потерялось, проверьте Contact и Record-Route по пути.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "unanswered": Text(
            en=Words(
                title="Cut off after {talk:seconds}: the session refresh of {refresher} got no answer",
                explanation=(
                    "Both sides had agreed on a session timer of {interval:seconds}. {refresher} sent {method} {times:count:time|times} "
                    "to refresh the call, in this capture no answer came, and {side} hung up as it does when nobody refreshes: the "
                    "request or its answer is lost between the two."
                ),
                fix=(
                    (
                        "Capture on {side}: does {method} arrive? It goes to the Contact of {side}, through the Record-Route: look whether "
                        "these addresses can still be reached."
                    ),
                    "NAT and firewall: a mapping that is forgotten during the call lets no request in; keep-alive holds it open.",
                    _WITHOUT_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Разрыв через {talk:seconds}: на обновление сеанса от {refresher} не ответили",
                explanation=(
                    "Стороны договорились о таймере сеанса {interval:seconds}. {refresher} отправил {method} {times:count:раз|раза|раз}, "
                    "чтобы обновить вызов, ответа в этом дампе нет, и {side} разъединил, как и без обновления: запрос или ответ на него "
                    "теряется между ними."
                ),
                fix=(
                    (
                        "Снимите дамп на {side}: доходит ли {method}? Он идёт на Contact от {side} через Record-Route: проверьте, доступны "
                        "ли ещё эти адреса."
                    ),
                    (
                        "NAT и межсетевой экран: если за время вызова запись в таблице NAT устарела, запрос не пройдёт; её поддерживает "
                        "keep-alive."
                    ),
                    _WITHOUT_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
        "own-unanswered": Text(
            en=Words(
                title="Cut off after {talk:seconds}: {side} does not answer the session refresh of {refresher}",
                explanation=(
                    "Both sides had agreed on a session timer of {interval:seconds}. {refresher} sent {method} {times:count:time|times} "
                    "to refresh the call, {side} answered nothing, and {refresher} hung up: {side} is gone (no power, no network, "
                    "another address), or requests to it are lost on the way."
                ),
                fix=(
                    "Was {side} still there? Look whether its voice ended before, and whether it answers OPTIONS or registers again.",
                    (
                        "If it was: {method} goes to the Contact of {side}, through the Record-Route; look whether these addresses "
                        "can still be reached, and whether a NAT mapping was forgotten during the call."
                    ),
                    "The timer did its work: without it this call would have stayed open. Do not switch it off for that.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Разрыв через {talk:seconds}: {side} не отвечает на обновление сеанса от {refresher}",
                explanation=(
                    "Стороны договорились о таймере сеанса {interval:seconds}. {refresher} отправил {method} {times:count:раз|раза|раз}, "
                    "чтобы обновить вызов, {side} не ответил, и {refresher} разъединил: {side} не на связи (нет питания или сети, сменился "
                    "адрес), либо запросы к нему теряются по пути."
                ),
                fix=(
                    "Был ли {side} на связи? Не кончился ли его голос раньше, отвечает ли он на OPTIONS, регистрируется ли снова?",
                    (
                        "Если был: {method} идёт на Contact от {side} через Record-Route; проверьте, доступны ли ещё эти адреса и не "
                        "устарела ли за время вызова запись в таблице NAT."
                    ),
                    "Таймер сработал правильно: без него вызов остался бы висеть. Выключать его из-за этого не нужно.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "own-refused": Text(
            en=Words(
                title="Cut off after {talk:seconds}: {refresher} gave up when {side} refused its session refresh ({status} {phrase})",
                explanation=(
                    "Both sides had agreed on a session timer of {interval:seconds}. {refresher} sent {method} to refresh the call in "
                    "time, {side} answered {status} {phrase}, and when the timer ran out {refresher} hung up, having got no refresh. "
                    "A refusal ends no call by itself: RFC 4028 lets {refresher} try again, in another way too."
                ),
                fix=(
                    "Compare the description in {method} with the one agreed before: a refresh should change nothing, and {side} must "
                    "be able to take it. The log of {side} at that moment says what it did not like.",
                    _OTHER_WAY_EN,
                    "Or let {side} refresh, which knows what it takes: FreeSWITCH and PJSIP negotiate refresher=uac or uas.",
                    _WITHOUT_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Разрыв через {talk:seconds}: {refresher} сдался, когда {side} отказал в обновлении сеанса ({status} {phrase})",
                explanation=(
                    "Стороны договорились о таймере сеанса {interval:seconds}. {refresher} вовремя отправил {method}, чтобы обновить "
                    "вызов, {side} ответил {status} {phrase}, и когда таймер истёк, {refresher} разъединил: сеанс так и не обновился. "
                    "Сам по себе отказ вызова не рвёт: по RFC 4028 {refresher} может попробовать ещё раз и другим способом."
                ),
                fix=(
                    "Сравните описание в {method} с согласованным раньше: обновление ничего не должно менять, и {side} должен суметь его "
                    "принять. Что ему не понравилось, написано в журнале {side} за этот момент.",
                    _OTHER_WAY_RU,
                    "Либо пусть обновляет {side}, он и знает, что принимает: FreeSWITCH и PJSIP договариваются о refresher=uac или uas.",
                    _WITHOUT_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
        "refused": Text(
            en=Words(
                title="Cut off after {talk:seconds}: {side} refused the session refresh ({status} {phrase}), then hung up for want of it",
                explanation=(
                    "Both sides had agreed on a session timer of {interval:seconds}. {refresher} sent {method} to refresh the call in "
                    "time, {side} answered {status} {phrase}, and hung up itself when the timer ran out: it demands a refresh that it "
                    "does not take. {refresher} did its part."
                ),
                fix=(
                    "The fault is in {side}: look into its log at the moment of the refusal, and update it. If it lists UPDATE in Allow "
                    "and then refuses it, that is a bug of its own.",
                    _OTHER_WAY_EN,
                    "Switch session timers off on {side}; a carrier's: ask for it. Asterisk PJSIP timers=no, chan_sip "
                    "session-timers=refuse; FreeSWITCH enable-timer=false.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="Разрыв через {talk:seconds}: {side} отказал в обновлении сеанса ({status} {phrase}) и сам разъединил без него",
                explanation=(
                    "Стороны договорились о таймере сеанса {interval:seconds}. {refresher} вовремя отправил {method}, чтобы обновить "
                    "вызов, {side} ответил {status} {phrase}, а когда таймер истёк, сам же и разъединил: он требует обновления, которого "
                    "не принимает. {refresher} всё сделал верно."
                ),
                fix=(
                    "Ошибка в {side}: посмотрите его журнал за момент отказа и обновите его. Если UPDATE назван в его Allow, а потом "
                    "отклонён, это ошибка в самой программе.",
                    _OTHER_WAY_RU,
                    "Выключите таймеры сеанса на {side}; если это оператор, попросите его. Asterisk PJSIP timers=no, chan_sip "
                    "session-timers=refuse; FreeSWITCH enable-timer=false.",
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
