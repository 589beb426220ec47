"""The encryption of voice over WebRTC could not be set up."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="dtls-failed",
    check=told("dtls-failed", kinds=("dtls-failed",), at_fault="unknown", severity="warning", is_cause=False),
    outlives=True,
    text=Text(
        en=Words(
            title="{who:or:A device}: the keys for voice could not be exchanged (DTLS), says the log",
            explanation=("The call was set up and its voice stays mute, because the handshake that makes the keys failed. The log: {said}"),
            fix=(
                (
                    "Certificate and key of the server: dtls_cert_file, dtls_private_key, or dtls_auto_generate_cert=yes; "
                    "both sides must agree on dtls_setup."
                ),
                ('"ICE not completed yet" means that the way for media was not found first: look at stun, turn and the firewall.'),
                "Ciphers: an old OpenSSL and a new browser have none in common; update Asterisk.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Устройство}: ключами для голоса обменяться не удалось (DTLS), сказано в журнале",
            explanation="Вызов установлен, но голоса не будет: согласование ключей не удалось. В журнале: {said}",
            fix=(
                (
                    "Сертификат и ключ сервера: dtls_cert_file, dtls_private_key или dtls_auto_generate_cert=yes; dtls_setup "
                    "должен подходить обеим сторонам."
                ),
                ("«ICE not completed yet» значит, что до этого не нашёлся путь для медиа: смотрите stun, turn и межсетевой экран."),
                "Шифры: у старого OpenSSL и нового браузера нет общих; обновите Asterisk.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
