"""The server's log says that it hung up for want of voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.finding import weaker
from sipwhy.model.log_event import LogEvent

_RELAY = "log-relay"
"""The media relay's own log: it closes its ports and leaves SIP alone."""
_UNENDED = ("answered", "incomplete")
"""Results after which the relay's silence may be what ended a call; a refused or cancelled one ended by itself."""
_SAID = told("rtp-timeout", kinds=("rtp-timeout", "relay-timeout"), at_fault="unknown")


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where a server hung up, or a media relay closed a call that nothing else had ended, for want of voice."""
    if any(event.kind == "rtp-timeout" for event in events):
        yield from _SAID(call, events)
        return
    closed = next((event for event in events if event.kind == "relay-timeout"), None)
    at = (closed.line.ts or 0) if closed else 0
    if closed is None or call.result not in _UNENDED or _is_hung_up(call, events, at):
        return
    is_known = call.result == "answered" and (not call.legs or call.hung_up is not None or call.capture_end >= at)
    for finding in _SAID(call, events):
        if is_known:
            yield replace(finding, variant=_RELAY, confidence=weaker("likely", finding.confidence))
        else:  # the offer may never have been answered, or a BYE came after the capture, and the script did not delete the call
            yield replace(finding, variant=_RELAY, confidence="possible", severity="notice", is_cause=False)


def _is_hung_up(call: Call, events: Sequence[LogEvent], at: int) -> bool:
    """
    Whether somebody had hung up by the time `at` (µs), by the accounting or by the packets, whose call ends with its BYE.

    A time before the call is that of another clock, which tells nothing.
    """
    accounted = any(event.method == "BYE" and (event.line.ts or 0) <= at for event in events)
    return accounted or (call.hung_up is not None and not call.start <= at < call.end)


RULE = LogRule(
    slug="rtp-timeout",
    check=resting(check, _SAID),
    outlives=True,
    text=Text(
        en=Words(
            title="The server hung up on {who:or:a call} for want of voice, says the log",
            explanation=(
                "No RTP came for as long as the server's timer allows, and it hung up by itself. What is to be found is why no voice came. "
                "The log: {said}"
            ),
            fix=(
                ("Look for NAT, a firewall or a telephone that stopped sending: capture RTP on the server while such a call lasts."),
                (
                    "Asterisk PJSIP: rtp_timeout and rtp_timeout_hold of the endpoint; chan_sip: rtptimeout, rtpholdtimeout; "
                    "FreeSWITCH: media_timeout. Hold without music needs the longer one."
                ),
                ("Voice that is silent on purpose (mute, VAD) must not count: let the telephone send comfort noise."),
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Сервер разъединил {who:or:вызов}, не получая голоса, сказано в журнале",
            explanation=(
                "RTP не приходил столько, сколько допускает таймер сервера, и он сам завершил вызов. Искать надо, почему не приходил "
                "голос. В журнале: {said}"
            ),
            fix=(
                ("Ищите NAT, межсетевой экран или телефон, который перестал передавать: снимите RTP на сервере во время такого вызова."),
                (
                    "Asterisk PJSIP: rtp_timeout и rtp_timeout_hold у endpoint; chan_sip: rtptimeout, rtpholdtimeout; FreeSWITCH: "
                    "media_timeout. Для удержания без музыки нужен больший срок."
                ),
                "Намеренная тишина (mute, VAD) не должна считаться: пусть телефон шлёт комфортный шум.",
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        _RELAY: Text(
            en=Words(
                title="The media relay closed this call: no side sent voice any more, says its log",
                explanation=(
                    "rtpengine closes a call only when every stream of it has been silent, both directions, for its timeout (60 s as it "
                    "comes; silent-timeout, an hour, while all are on hold). It gives its ports back and does not hang up: the SIP call "
                    "may have ended earlier without delete reaching it (a lost BYE), or both telephones stopped sending. The log: {said}"
                ),
                fix=(
                    (
                        "Read the lines that follow, Final packet stats: p is how many packets came from that side, ts how many seconds "
                        "ago the last one. Two sides that stopped together have hung up or lost the network; p of 0 never sent at all."
                    ),
                    (
                        "Was there a BYE for this Call-ID? If there was, the script must call rtpengine_delete (rtpengine_manage) for it; "
                        "if there was none, find where it was lost: Session-Expires ends such calls on both sides."
                    ),
                    (
                        "For hold and mute without RTP raise timeout and silent-timeout in rtpengine.conf, or let telephones send comfort "
                        "noise."
                    ),
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Медиапрокси закрыл этот вызов: голоса больше не было ни с одной стороны, сказано в журнале",
                explanation=(
                    "rtpengine закрывает вызов, только когда молчат все его потоки, в обе стороны, дольше timeout (по умолчанию 60 с; на "
                    "удержании silent-timeout, час). Он освобождает порты, но трубку не кладёт: вызов SIP мог закончиться раньше, а "
                    "delete до него не дошёл (потерян BYE), либо перестали передавать оба телефона. В журнале: {said}"
                ),
                fix=(
                    (
                        "Прочтите следующие строки, Final packet stats: p — сколько пакетов пришло с этой стороны, ts — сколько секунд "
                        "назад последний. Если обе замолчали одновременно, там положили трубку или пропала сеть; p, равное 0, значит, что "
                        "сторона не передавала вовсе."
                    ),
                    (
                        "Был ли BYE с этим Call-ID? Если был, скрипт должен вызвать для него rtpengine_delete (rtpengine_manage); если "
                        "нет, ищите, где он потерялся: Session-Expires завершает такие вызовы с обеих сторон."
                    ),
                    (
                        "Для удержания и mute без RTP увеличьте timeout и silent-timeout в rtpengine.conf, либо пусть телефоны шлют "
                        "комфортный шум."
                    ),
                ),
                notes=NOTE_RU,
            ),
        ),
    },
)
