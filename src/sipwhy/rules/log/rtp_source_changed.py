"""Voice began to come from another address than before."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="rtp-source-changed",
    check=told("rtp-source-changed", kinds=("rtp-source-changed",), at_fault="nobody", severity="notice", is_cause=False),
    outlives=True,
    area="log",
    text=Text(
        en=Words(
            title="{who:or:A device}: voice began to come from {where}, says the log",
            explanation=(
                "The server had locked on one source of RTP and took another one after it. A transfer, a re-INVITE or a NAT that maps anew "
                "does that; without any of them somebody else may be sending."
            ),
            fix=(("Compare {where} with the addresses of the call; strictrtp=seqno in rtp.conf takes a change only if the numbers fit."),),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Устройство}: голос стал приходить с адреса {where}, сказано в журнале",
            explanation=(
                "Сервер закрепился за одним источником RTP, а потом принял другой. Так бывает при переводе, re-INVITE или когда NAT сменил "
                "порт; без них это может быть кто-то чужой."
            ),
            fix=(("Сверьте {where} с адресами вызова; strictrtp=seqno в rtp.conf допускает смену, только если номера пакетов подходят."),),
            notes=NOTE_RU,
        ),
    ),
)
