"""The proxy found no media relay that answers."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="media-relay-unavailable",
    check=told("media-relay-unavailable", kinds=("media-relay-missing",), at_fault="proxy"),
    outlives=True,
    area="log",
    text=Text(
        en=Words(
            title="The proxy has no media relay that answers, says the log",
            explanation=(
                "Kamailio or OpenSIPS asked rtpengine or rtpproxy for a port and got no answer: calls behind NAT are refused or stay mute. "
                "The log: {said}"
            ),
            fix=(
                ("Is rtpengine running, and does it listen where the proxy asks? systemctl status rtpengine; kamcmd rtpengine.show all."),
                (
                    "rtpengine_sock in kamailio.cfg and listen-ng of rtpengine must be the same; a firewall must let UDP through between "
                    "them."
                ),
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Ни один медиапрокси не отвечает прокси-серверу, сказано в журнале",
            explanation=(
                "Kamailio или OpenSIPS запросил порт у rtpengine или rtpproxy и не получил ответа: вызовы из-за NAT отклоняются или "
                "остаются без голоса. В журнале: {said}"
            ),
            fix=(
                (
                    "Запущен ли rtpengine и слушает ли он там, куда обращается прокси? systemctl status rtpengine; kamcmd "
                    "rtpengine.show all."
                ),
                ("rtpengine_sock в kamailio.cfg и listen-ng у rtpengine должны совпадать, UDP между ними должен проходить."),
            ),
            notes=NOTE_RU,
        ),
    ),
)
