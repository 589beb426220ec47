"""What became of TLS, and where its keys are to be had, in both languages."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table

TLS: Table = {
    "opened": (
        "{n:count:connection|connections} decrypted, {sip} with SIP",
        "{n:count:соединение расшифровано|соединения расшифрованы|соединений расшифровано}, с SIP внутри: {sip}",
    ),
    "refused": (
        "; {refused:count:record|records} could not be decrypted: bytes are missing in the capture, or the keys changed",
        "; не {refused:count:расшифрована запись|расшифрованы записи|расшифровано записей}: в дампе не хватает байтов или ключи сменились",
    ),
    "no-keys": (
        "{n:count:connection|connections} to ports of SIP, e.g. {ends} ({where}): whatever SIP is inside is encrypted. A key log of either "
        "of the two programs opens it: --keylog FILE",
        "{n:count:соединение|соединения|соединений} на порт SIP, напр. {ends} ({where}): если внутри есть SIP, он зашифрован. "
        "Расшифровать можно журналом ключей любой из двух программ: --keylog FILE",
    ),
    "no-key": (
        "{n:count:connection|connections} not decrypted, e.g. {ends} ({where}): the key log has no line for this. It is of another "
        "program, or was not yet written when the connection was set up",
        "{n:count:соединение не расшифровано|соединения не расшифрованы|соединений не расшифровано}, напр. {ends} ({where}): в журнале "
        "ключей нет строк об этом. Журнал вела другая программа, или в момент установки соединения он ещё не вёлся",
    ),
    "no-key-but-voice": (
        "{n:count:connection|connections} not decrypted, e.g. {ends} ({where}): the key log has lines of the voice of this capture (DTLS), "
        "but none for this. It takes the log of one of the two ends of the connection, too: --keylog a second time",
        "{n:count:соединение не расшифровано|соединения не расшифрованы|соединений не расшифровано}, напр. {ends} ({where}): в журнале "
        "ключей есть строки голоса из этого дампа (DTLS), но строк об этом нет. Нужен ещё журнал одной из сторон соединения: --keylog "
        "во второй раз",
    ),
    "wrong-key": (
        "{n:count:connection|connections} not decrypted, e.g. {ends} ({where}): the key log has a line for this, but not one record is "
        "opened by it. The line is damaged, or the capture is",
        "{n:count:соединение не расшифровано|соединения не расшифрованы|соединений не расшифровано}, напр. {ends} ({where}): строка в "
        "журнале ключей есть, но ни одна запись TLS ею не расшифрована. Строка повреждена или повреждён дамп",
    ),
    "ephemeral": (
        "{n:count:connection|connections} not decrypted, e.g. {ends} ({where}): the RSA key cannot help, for the keys were agreed by "
        "Diffie-Hellman ({version}, suite {cipher}). Take a key log (--keylog)",
        "{n:count:соединение не расшифровано|соединения не расшифрованы|соединений не расшифровано}, напр. {ends} ({where}): закрытый "
        "RSA-ключ не поможет, ключи согласованы по Диффи — Хеллману ({version}, набор шифров {cipher}). Нужен журнал ключей (--keylog)",
    ),
    "other-key": (
        "{n:count:connection|connections} not decrypted, e.g. {ends} ({where}): the secret was sent under another RSA key than that of "
        "--rsa-key. It takes the key of the certificate that the server showed then",
        "{n:count:соединение не расшифровано|соединения не расшифрованы|соединений не расшифровано}, напр. {ends} ({where}): секрет "
        "зашифрован не тем RSA-ключом, что в --rsa-key. Нужен ключ того сертификата, который сервер предъявил тогда",
    ),
    "resumed": (
        "{n:count:connection|connections} not decrypted, e.g. {ends} ({where}): the session goes on from one whose beginning is not in the "
        "capture, and an RSA key alone cannot follow. Restart the phone while capturing, or take a key log (--keylog)",
        "{n:count:соединение не расшифровано|соединения не расшифрованы|соединений не расшифровано}, напр. {ends} ({where}): сессия "
        "возобновлена, а её начала в дампе нет, и одного RSA-ключа мало. Перезапустите телефон во время записи или возьмите журнал ключей "
        "(--keylog)",
    ),
    "cipher": (
        "{n:count:connection|connections} not decrypted, e.g. {ends} ({where}): cipher suite {cipher} of {version} is not known here",
        "{n:count:соединение не расшифровано|соединения не расшифрованы|соединений не расшифровано}, напр. {ends} ({where}): набор "
        "шифров {cipher} ({version}) не поддерживается",
    ),
    "begun-before": (
        "{n:count:connection|connections} not decrypted, e.g. {ends} ({where}): begun before the capture, so that the hellos are missing "
        "by which keys are found. Let it be set up anew while capturing: restart the phone, or close the connection at the server",
        "{n:count:соединение не расшифровано|соединения не расшифрованы|соединений не расшифровано}, напр. {ends} ({where}): "
        "установлено до начала записи, а без ClientHello и ServerHello ключи не найти. Пусть оно установится заново во время записи: "
        "перезапустите телефон или закройте соединение на сервере",
    ),
    "lost": (
        "{n:count:connection|connections} not decrypted, e.g. {ends} ({where}): bytes of the handshake are missing in the capture",
        "{n:count:соединение не расшифровано|соединения не расшифрованы|соединений не расшифровано}, напр. {ends} ({where}): в дампе "
        "не хватает байтов согласования",
    ),
    "late": (
        "{n:count:connection|connections} not decrypted, e.g. {ends} ({where}): the keys stand in the capture behind what they open, and "
        "standard input is read only once. Save it as a file first",
        "{n:count:соединение не расшифровано|соединения не расшифрованы|соединений не расшифровано}, напр. {ends} ({where}): ключи "
        "стоят в дампе после того, что ими зашифровано, а стандартный ввод читается один раз. Сначала сохраните его в файл",
    ),
    # where keys are to be had
    "how-kamailio": (
        'Kamailio 6.1 and newer writes the log itself: modparam("tls", "keylog_mode", 11) and modparam("tls", "keylog_file", "FILE"); '
        "older versions with a preloaded library, as docs/decryption.md tells",
        'Kamailio с версии 6.1 ведёт журнал сам: modparam("tls", "keylog_mode", 11) и modparam("tls", "keylog_file", "FILE"); более '
        "старые — с подгруженной библиотекой, см. docs/decryption.ru.md",
    ),
    "how-asterisk": (
        "Asterisk has no setting for a key log that is known here; the library of docs/decryption.md is meant for it, too, as it uses "
        "OpenSSL (not tried). PJSIP's own trace (pjsip set logger on) shows the messages without any keys",
        "Настройки журнала ключей в Asterisk нам неизвестно; он использует OpenSSL, и библиотека из docs/decryption.ru.md должна подойти "
        "(не проверено). Сами сообщения без всяких ключей покажет pjsip set logger on",
    ),
    "how-freeswitch": (
        "FreeSWITCH has no setting for a key log that is known here; the library of docs/decryption.md is meant for it, too, as it uses "
        "OpenSSL (not tried). sofia global siptrace on shows the messages without any keys",
        "Настройки журнала ключей во FreeSWITCH нам неизвестно; он использует OpenSSL, и библиотека из docs/decryption.ru.md должна "
        "подойти (не проверено). Сами сообщения без всяких ключей покажет sofia global siptrace on",
    ),
    "how-3cx": (
        "Of 3CX no way to write a key log is known here (not tried); take one at the other end",
        "Способ получить журнал ключей от 3CX нам неизвестен (не проверено); возьмите его у другой стороны",
    ),
    "trace": (
        "Without any keys the server's own trace shows SIP in the open: pjsip set logger on in Asterisk, sofia global siptrace on in "
        "FreeSWITCH; record anew and give its log beside the capture",
        "Без всяких ключей SIP покажет трассировка самого сервера: pjsip set logger on в Asterisk, sofia global siptrace on во FreeSWITCH; "
        "запишите трафик заново и передайте её журнал вместе с дампом",
    ),
    "how": (
        "Browsers and SIPp (from 2025 on) write it to the file in the environment variable SSLKEYLOGFILE; any program with OpenSSL does "
        "with a preloaded library: docs/decryption.md. It must be written while the connection is set up",
        "Браузеры и SIPp (с 2025 г.) пишут его в файл из переменной среды SSLKEYLOGFILE; любая программа с OpenSSL — с подгруженной "
        "библиотекой: docs/decryption.ru.md. Журнал должен вестись в момент установки соединения",
    ),
}
"""`ends` are the two sockets of one connection, `where` its place."""
