"""No way for media was offered over ICE."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="ice-failed",
    check=told("ice-failed", kinds=("ice-failed",), at_fault="unknown", severity="notice", is_cause=False),
    outlives=True,
    area="log",
    text=Text(
        en=Words(
            title="{who:or:A device}: ICE found no candidates for voice, says the log",
            explanation=(
                "One side speaks ICE and the other named no candidates, so that no check of the way for media took "
                "place. Voice may still pass to the addresses of the SDP."
            ),
            fix=(
                (
                    "Asterisk: icesupport and stunaddr in rtp.conf, ice_support of the endpoint; for browsers webrtc=yes "
                    "sets what is needed."
                ),
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Устройство}: ICE не нашёл кандидатов для голоса, сказано в журнале",
            explanation=(
                "Одна сторона использует ICE, другая не назвала кандидатов, и путь для медиа не проверялся. Голос может "
                "всё же идти по адресам из SDP."
            ),
            fix=(("Asterisk: icesupport и stunaddr в rtp.conf, ice_support у endpoint; для браузеров всё нужное включает webrtc=yes."),),
            notes=NOTE_RU,
        ),
    ),
)
