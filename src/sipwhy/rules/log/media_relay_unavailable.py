"""The proxy found no media relay that answers."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="media-relay-unavailable",
    check=told("media-relay-unavailable", kinds=("media-relay-missing", "relay-silent"), at_fault="proxy"),
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
                (
                    "Is the relay running, and does it listen where the proxy asks? Look with systemctl status; Kamailio: kamcmd "
                    "rtpengine.show all."
                ),
                (
                    "rtpengine_sock (rtpproxy_sock) and the address where the relay listens must be the same; a firewall must let UDP "
                    "through between them."
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
                "Запущен ли медиапрокси и слушает ли он там, куда к нему обращаются? Посмотрите systemctl status; Kamailio: kamcmd "
                "rtpengine.show all.",
                "rtpengine_sock (rtpproxy_sock) и адрес, на котором слушает медиапрокси, должны совпадать, UDP между ними должен "
                "проходить.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
