"""The server's log says that it hung up for want of voice."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="rtp-timeout",
    check=told("rtp-timeout", kinds=("rtp-timeout",), at_fault="unknown"),
    outlives=True,
    text=Text(
        en=Words(
            title="The server hung up on {who:or:a call} for want of voice, says the log",
            explanation=(
                "No RTP came for as long as the server's timer allows, and it hung up by itself. What is to be found is "
                "why no voice came. The log: {said}"
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
                "RTP не приходил столько, сколько допускает таймер сервера, и он сам завершил вызов. Искать надо, почему "
                "не приходил голос. В журнале: {said}"
            ),
            fix=(
                ("Ищите NAT, межсетевой экран или телефон, который перестал передавать: снимите RTP на сервере во время такого вызова."),
                (
                    "Asterisk PJSIP: rtp_timeout и rtp_timeout_hold у endpoint; chan_sip: rtptimeout, rtpholdtimeout; "
                    "FreeSWITCH: media_timeout. Для удержания без музыки нужен больший срок."
                ),
                "Намеренная тишина (mute, VAD) не должна считаться: пусть телефон шлёт комфортный шум.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
