"""The server has no port left for the media of another call."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="rtp-ports-exhausted",
    check=told("rtp-ports-exhausted", kinds=("rtp-ports-gone",), of="call", at_fault="pbx"),
    text=Text(
        en=Words(
            title="The server had no port left for the voice of the call, says the log",
            explanation=(
                "Every stream needs a pair of UDP ports, and all of the range that is set are taken: calls are refused until some end "
                "({times:count:line|lines} of the log). The log: {said}"
            ),
            fix=(
                "Widen the range: rtpstart and rtpend in rtp.conf (four ports a call of two legs), and open the same in the firewall.",
                "core show channels: if calls are far fewer than ports, calls that never end hold them, or another program (ss -lunp).",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="У сервера не осталось портов для голоса, сказано в журнале",
            explanation=(
                "Каждому потоку нужна пара портов UDP, а все порты диапазона заняты: вызовы отклоняются, пока не закончатся другие "
                "({times:count:строка|строки|строк} журнала). В журнале: {said}"
            ),
            fix=(
                "Расширьте диапазон: rtpstart и rtpend в rtp.conf (четыре порта на вызов из двух плеч), откройте его в межсетевом экране.",
                "core show channels: если вызовов намного меньше, чем портов, их держат зависшие вызовы или другая программа (ss -lunp).",
            ),
            notes=NOTE_RU,
        ),
    ),
)
