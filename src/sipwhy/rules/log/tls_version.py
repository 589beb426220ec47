"""The log says that a TLS handshake failed for its version or ciphers."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="tls-version",
    check=told("tls-version", kinds=("tls-version",), at_fault="unknown", severity="notice"),
    text=Text(
        en=Words(
            title="{where:or:A client}: no TLS version or cipher in common with the server, says the log",
            explanation=(
                "{where:or:Somebody} tried to open a TLS connection ({times:count:line of the log|lines of the log}), and the two found no "
                "version or cipher that both take: an old device, or a strict server. Scanners from the Internet leave the same "
                "line. The log: {said}"
            ),
            fix=(
                "If {where:or:it} is a device of yours: update its firmware, or let it use TLS 1.2.",
                "Asterisk PJSIP: method= and cipher= of the transport; the system's own OpenSSL may forbid TLS 1.0 and 1.1 altogether.",
                "Kamailio: tls_method and cipher_list of the server's section in tls.cfg; a certificate of a kind that the ciphers cannot "
                "use (EC, RSA) does the same.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{where:or:Клиент}: нет общей версии TLS или шифра с сервером, сказано в журнале",
            explanation=(
                "{where:or:Кто-то} пытался открыть TLS-соединение ({times:count:строка|строки|строк} журнала), но общей версии или шифра "
                "не нашлось: устройство старое или сервер строг. Такую же строку оставляют сканеры из интернета. В журнале: {said}"
            ),
            fix=(
                "Если {where:or:это} ваше устройство, обновите прошивку или включите на нём TLS 1.2.",
                "Asterisk PJSIP: method= и cipher= транспорта; OpenSSL самой системы может вовсе запрещать TLS 1.0 и 1.1.",
                "Kamailio: tls_method и cipher_list в секции server файла tls.cfg; так же выходит, если сертификат не того вида (EC, RSA), "
                "что нужен шифрам.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
