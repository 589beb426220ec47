"""BYE got no answer: the other side may still believe that the call goes on."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.contacts import hidden_contact
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import sent_times, waited
from sipwhy.diagnosis.routes import is_passed_on
from sipwhy.diagnosis.silence import own_refusals
from sipwhy.model import AtFault, Call, Evidence, Finding, Leg, Message, Transaction
from sipwhy.model.flag import Flag
from sipwhy.model.quirk import Quirk

_TIMER = 32_000_000
"""µs for which BYE is repeated: timer F, 64 T1 (RFC 3261 section 17.1.2.2)."""
_LAST_REPEAT = 31_000_000
"""µs after which the last repeat that timer E allows has gone out (at 31.5 s: RFC 3261 section 17.1.2.2)."""
_QUIET = 9_000_000
"""µs without a repeat, in which one was due (T2 is 4 s), after which nobody waits any more."""

_CLOSED = 3
"""Times that a host must say that nobody listens before that counts for more than a moment: two may fall into a restart."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a BYE of an answered call that was repeated in vain; not where a hidden Contact explains it."""
    if call.result != "answered" or hidden_contact(call):
        return
    for leg in call.legs:
        for transaction in leg.transactions_of("BYE"):
            if transaction.answers or sent_times(transaction) < 3 or _is_told(call, transaction):
                continue
            last = _passed_on(call, transaction)
            if _has_hung_up(call, transaction) or _has_hung_up(call, last):
                continue
            told = _timed_out(call, leg, transaction)
            bye = transaction.first
            closed = _refusals(call, last)
            if not told and not _is_given_up(transaction, call.capture_end) and len(closed) < _CLOSED:
                continue
            first = _origin(call, bye)
            yield Finding(
                rule=RULE.slug,
                severity="warning",
                confidence="likely" if closed else "certain",
                at_fault=_gone(call, scene, last.first) if closed else "network",
                evidence=(proof("request", last.first), *closed[:1], *((proof("told", told),) if told else ())),
                values={
                    "asker": first.src.ip,
                    "proxy": last.first.src.ip,
                    "peer": last.first.dst.ip,
                    "times": sent_times(last),
                    "seconds": waited(last),
                },
                variant="closed" if closed else "passed" if last.first.src != first.src else "",
                is_cause=True,
                at=bye.number,
            )
            return


def _refusals(call: Call, silent: Transaction) -> tuple[Evidence, ...]:
    """Each time that the host to which BYE went says itself that nobody listens on that port any more, once for each BYE."""
    told = own_refusals([error for leg in call.legs for error in leg.errors], silent)
    return tuple(Evidence(note="closed", file=error.file, frame=error.frame) for error in told)


def _gone(call: Call, scene: Scene, bye: Message) -> AtFault:
    """Whose program that was."""
    role = scene.host(bye.dst.ip).role
    if role in ("pbx", "proxy", "trunk"):
        return role
    return "caller" if bye.dst.ip == call.first.src.ip else "callee"


def _origin(call: Call, bye: Message) -> Message:
    """The BYE as who hung up sent it, where a proxy passed it on."""
    return next((m for leg in call.legs for m in leg.requests if m.method == "BYE" and is_passed_on(m, bye)), bye)


def _passed_on(call: Call, silent: Transaction) -> Transaction:
    """The BYE that a proxy made of this one, to whoever answered the call: a proxy has no answer of its own to it (RFC 3261 section 16)."""
    sent = [
        (leg, t)
        for leg in call.legs
        for t in leg.transactions_of("BYE")
        if t is not silent and t.request and not t.answers and is_passed_on(silent.first, t.first)
    ]
    return next((t for leg, t in sent if leg.result == "answered"), sent[0][1] if sent else silent)


def _is_given_up(silent: Transaction, end: int) -> bool:
    """Whether repeats had stopped, or could not have gone on: as `Flag.BYE_UNANSWERED` says of some BYE of the call."""
    last = silent.last.ts
    is_spent = last - silent.first.ts >= _LAST_REPEAT
    return is_spent or end - last > max(_QUIET, last - silent.first.ts) or end - silent.first.ts >= _TIMER


def _timed_out(call: Call, leg: Leg, silent: Transaction) -> Message | None:
    """The 408 by which a proxy that sent BYE on in vain tells who hung up that it waits no more."""
    finals = (t.final for one in call.legs if one is not leg for t in one.transactions_of("BYE"))
    return next((m for m in finals if m and m.status == 408 and m.src.ip == silent.first.src.ip and m.ts > silent.last.ts), None)


def _has_hung_up(call: Call, silent: Transaction) -> bool:
    """Whether the other side hung up itself, be it past the proxies: its BYE was answered, and it has no call left to keep open."""
    bye = silent.first
    others = (t for leg in call.legs for t in leg.transactions_of("BYE") if t is not silent and t.final)
    return any(t.first.src.ip == bye.dst.ip and t.first.call_id == bye.call_id and not is_passed_on(bye, t.first) for t in others)


def _is_told(call: Call, silent: Transaction) -> bool:
    """Whether a proxy sent the same BYE elsewhere too, and there it was accepted: this branch went to who never took the call."""
    bye = silent.first
    same = (
        t for leg in call.legs for t in leg.transactions_of("BYE") if t.request and t.first.src.ip == bye.src.ip and t.first.dst != bye.dst
    )
    return any((t.first.call_id, t.first.cseq) == (bye.call_id, bye.cseq) and t.final and t.final.status == 200 for t in same)


_TIMERS_EN = (
    "Switch session timers or RTP timeouts on, so that hung calls end: Asterisk timers=yes, rtp_timeout=60; FreeSWITCH rtp-timeout-sec."
)
_TIMERS_RU = (
    "Включите таймеры сеанса или контроль RTP, чтобы зависшие вызовы завершались: Asterisk timers=yes, rtp_timeout=60; FreeSWITCH "
    "rtp-timeout-sec."
)
_NOTES_EN = {"request": "this request got no answer", "told": "what who hung up was told", "closed": "ICMP: nobody listens there"}
_NOTES_RU = {
    "request": "на этот запрос никто не ответил",
    "told": "что ответили тому, кто положил трубку",
    "closed": "ICMP: порт никто не слушает",
}

RULE = Rule(
    slug="bye-unanswered",
    area="dialog",
    seeks=Seeks(
        flags=Flag.BYE_UNANSWERED,
        either=Seeks(
            results=frozenset({"answered"}),
            quirks=Quirk.BYE_REFUSED,
            either=Seeks(results=frozenset({"answered"}), flags=Flag.NETWORK_ERROR),
        ),
    ),
    check=check,
    references=("RFC 3261 section 15.1",),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not answer the hang-up",
                explanation=(
                    "{asker} hung up and sent BYE {times:count:time|times} to {peer}, which answered nothing. The talk itself was over; "
                    "but {peer} may keep the call open, and go on billing, until a timer of its own ends it."
                ),
                fix=(
                    (
                        "Check that {peer} can be reached at that address: was its Contact right, did its address or NAT mapping change "
                        "during the call?"
                    ),
                    _TIMERS_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не отвечает на завершение вызова",
                explanation=(
                    "{asker} положил трубку и отправил BYE на {peer} {times:count:раз|раза|раз}, но ответа не получил. Разговор был "
                    "закончен, однако {peer} может держать вызов открытым и тарифицировать его, пока не сработает его собственный таймер."
                ),
                fix=(
                    (
                        "Проверьте, доступен ли {peer} по этому адресу: верен ли был его Contact, не сменились ли за время вызова его "
                        "адрес или порт на NAT."
                    ),
                    _TIMERS_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
        "closed": Text(
            en=Words(
                title="{peer} was gone when the call was hung up: nobody listens on its port",
                explanation=(
                    "{proxy} sent BYE {times:count:time|times} to {peer}, whose host answered by ICMP that the port is closed. The program "
                    "that took part in the call has ended, restarted or moved to another port, and never hung up itself."
                ),
                fix=(
                    "Look at {peer} around that time: did its program crash, was it closed or restarted, did its port change?",
                    "If it runs: does the Contact that it gave name the port on which it listens?",
                    _TIMERS_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="К завершению вызова {peer} пропал: его порт никто не слушает",
                explanation=(
                    "{proxy} отправил BYE на {peer} {times:count:раз|раза|раз}, и сам узел сообщил по ICMP, что порт закрыт. Программа, "
                    "участвовавшая в вызове, завершилась, перезапустилась или перешла на другой порт, а вызов не завершила."
                ),
                fix=(
                    "Посмотрите, что было с {peer} в это время: не упала ли программа, не закрыли ли её, не сменился ли порт.",
                    "Если она работает: тот ли порт назван в её Contact, который она слушает?",
                    _TIMERS_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
        "passed": Text(
            en=Words(
                title="{peer} does not answer the hang-up",
                explanation=(
                    "{asker} hung up, and {proxy} passed its BYE on to {peer}, {times:count:time|times}; nothing came back. The talk "
                    "itself was over; but {peer} may keep the call open until a timer of its own ends it."
                ),
                fix=(
                    (
                        "Check that {peer} can be reached from {proxy} at that address: was its Contact right, did its address or NAT "
                        "mapping change during the call?"
                    ),
                    _TIMERS_EN,
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} не отвечает на завершение вызова",
                explanation=(
                    "{asker} положил трубку, и {proxy} передал его BYE на {peer} {times:count:раз|раза|раз}, но ответа не получил. "
                    "Разговор был закончен, однако {peer} может держать вызов открытым, пока не сработает его собственный таймер."
                ),
                fix=(
                    (
                        "Проверьте, доступен ли {peer} с {proxy} по этому адресу: верен ли был его Contact, не сменились ли за время "
                        "вызова адрес или запись в таблице NAT."
                    ),
                    _TIMERS_RU,
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
