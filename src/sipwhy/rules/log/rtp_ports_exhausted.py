"""The server has no port left for the media of another call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.diagnosis.past_trouble import beside, is_past
from sipwhy.model import AtFault, Call, Finding
from sipwhy.model.log_event import LogEvent


def _blamed(events: Sequence[LogEvent]) -> AtFault:
    return "proxy" if any(event.is_of_proxy for event in events) else "pbx"


_SAID = told("rtp-ports-exhausted", kinds=("rtp-ports-gone",), of="call", at_fault=_blamed)


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """
    Fires where a PBX refused a call for it. A proxy lets the call go on, without its relay: what another answered is no work of it,
    and a BYE needs no port.
    """
    said = [event for event in events if event.is_of_proxy or call.result != "answered"]
    is_aside = call.result != "answered" and is_past(call, ())
    for finding in _SAID(call, said):
        lines = [event for event in said if event.kind == "rtp-ports-gone"]
        proxy = all(event.is_of_proxy for event in lines)
        is_late = all(event.method not in ("", "INVITE") for event in lines)
        yield beside(finding) if proxy and (is_aside or is_late) else finding


RULE = LogRule(
    slug="rtp-ports-exhausted",
    check=resting(check, _SAID),
    outlives=True,
    text=Text(
        en=Words(
            title="The server had no port left for the voice of the call, says the log",
            explanation=(
                "Every stream needs a pair of UDP ports, and all of the range that is set are taken: calls are refused, or go without the "
                "relay, until some end ({times:count:line|lines} of the log). The log: {said}"
            ),
            fix=(
                (
                    "Widen the range and open it in the firewall: Asterisk rtpstart and rtpend in rtp.conf; rtpengine port-min and "
                    "port-max. Four ports a call of two legs."
                ),
                (
                    "If calls are far fewer than ports, calls that never end hold them, or another program (ss -lunp). Asterisk: core show "
                    "channels; rtpengine: rtpengine-ctl list totals."
                ),
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="У сервера не осталось портов для голоса, сказано в журнале",
            explanation=(
                "Каждому потоку нужна пара портов UDP, а все порты диапазона заняты: вызовы отклоняются или идут без медиапрокси, пока не "
                "закончатся другие ({times:count:строка|строки|строк} журнала). В журнале: {said}"
            ),
            fix=(
                (
                    "Расширьте диапазон и откройте его в межсетевом экране: Asterisk rtpstart и rtpend в rtp.conf; rtpengine port-min и "
                    "port-max. На вызов из двух плеч нужны четыре порта."
                ),
                (
                    "Если вызовов намного меньше, чем портов, их держат зависшие вызовы или другая программа (ss -lunp). Asterisk: core "
                    "show channels; rtpengine: rtpengine-ctl list totals."
                ),
            ),
            notes=NOTE_RU,
        ),
    ),
)
