"""The server's log says that encryption is on one side only, or has no module."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="srtp-mismatch",
    check=told("srtp-mismatch", kinds=("srtp-mismatch", "srtp-module-missing"), at_fault="pbx"),
    text=Text(
        en=Words(
            title="{who:or:A device}: the log says that SRTP cannot be used",
            explanation=(
                "Encryption of voice was asked for and could not be had: the module res_srtp is not loaded, or the other "
                "side offered or answered plain RTP. The log: {said}"
            ),
            fix=(
                ("Asterisk: module show like srtp, module load res_srtp.so; a build from source needs libsrtp2 when it is configured."),
                (
                    "Set encryption alike on both sides: media_encryption of the endpoint (encryption= in chan_sip) and SRTP "
                    "on the telephone."
                ),
                (
                    "FreeSWITCH: rtp_secure_media=optional takes calls with SRTP and without; true or mandatory refuses those without "
                    "(export it for the leg that is called, too)."
                ),
                (
                    "rtpengine: its flags must name the transport of the side that the message goes to (RTP/AVP, RTP/SAVP, "
                    "UDP/TLS/RTP/SAVPF), and a description in 200 OK is an answer, never a second offer."
                ),
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Устройство}: в журнале сказано, что SRTP использовать нельзя",
            explanation=(
                "Требовалось шифрование голоса, но его не получилось: модуль res_srtp не загружен, или другая сторона "
                "предлагает или принимает только открытый RTP. В журнале: {said}"
            ),
            fix=(
                ("Asterisk: module show like srtp, module load res_srtp.so; при сборке из исходников нужна libsrtp2."),
                ("Настройте шифрование одинаково с обеих сторон: media_encryption у endpoint (encryption= в chan_sip) и SRTP на телефоне."),
                (
                    "FreeSWITCH: с rtp_secure_media=optional проходят вызовы и с SRTP, и без него; true и mandatory отвергают вызовы без "
                    "шифрования (для вызываемого плеча переменную задают через export)."
                ),
                (
                    "rtpengine: его флаги должны называть транспорт той стороны, куда идёт сообщение (RTP/AVP, RTP/SAVP, "
                    "UDP/TLS/RTP/SAVPF), а описание в 200 OK это answer, а не второй offer."
                ),
            ),
            notes=NOTE_RU,
        ),
    ),
)
