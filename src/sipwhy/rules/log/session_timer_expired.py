"""The server's log says that a session timer ran out."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="session-timer-expired",
    check=told("session-timer-expired", kinds=("session-timer-expired",), at_fault="unknown"),
    outlives=True,
    text=Text(
        en=Words(
            title="The session timer ran out, and the server hung up on {who:or:a call}, says the log",
            explanation=(
                "The device had agreed to refresh the session (re-INVITE or UPDATE) and did not in time, or its refresh got lost: then the "
                "server hangs up by itself. The log: {said}"
            ),
            fix=(
                "Capture such a call on the server: does a refresh come from the device, and what is answered to it?",
                "Let the server refresh: chan_sip session-refresher=uas; or do without timers on the device, or on the server: "
                "chan_sip session-timers=refuse, PJSIP timers=no.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Истёк таймер сеанса, и сервер разорвал {who:or:вызов}, сказано в журнале",
            explanation=(
                "Устройство обязалось обновлять сеанс (re-INVITE или UPDATE) и вовремя этого не сделало, либо обновление потерялось: тогда "
                "сервер разъединяет сам. В журнале: {said}"
            ),
            fix=(
                "Снимите трафик такого вызова на сервере: приходит ли от устройства обновление и что на него отвечают?",
                "Пусть обновляет сервер: chan_sip session-refresher=uas; или выключите таймеры на устройстве либо на сервере: "
                "chan_sip session-timers=refuse, PJSIP timers=no.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
