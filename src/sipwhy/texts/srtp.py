"""What became of encrypted voice, what would open it, and how that is had, in both languages."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table
from sipwhy.texts.install import install

SRTP: Table = {
    "no-key": (
        "encrypted (SRTP), not opened: no SDP of the sender here has its key (a=crypto). It takes that SDP: a capture from the beginning "
        "of the call on; where SIP goes through TLS, the server's log of it, or a key log (--keylog FILE)",
        "зашифровано (SRTP), не расшифровано: SDP отправителя с ключом (a=crypto) здесь нет. Нужен этот SDP: дамп с самого начала вызова, "
        "а если SIP идёт через TLS — журнал сервера, где он записан, или журнал ключей (--keylog FILE)",
    ),
    "mikey": (
        "encrypted (SRTP), not opened: its key is agreed by MIKEY (a=key-mgmt), which is not read here. It takes a recording made at one "
        "of the two ends of the voice, {src} or {dst}",
        "зашифровано (SRTP), не расшифровано: о ключе договариваются по MIKEY (a=key-mgmt), он здесь не поддерживается. Нужна запись "
        "разговора у одной из сторон медиа: {src} или {dst}",
    ),
    "zrtp": (
        "not opened: both ends name ZRTP (a=zrtp-hash), so that it is taken to be encrypted. They agree on the key in the media "
        "themselves, and neither an SDP nor a key log has it. It takes a recording made at one of the two ends, {src} or {dst}",
        "не расшифровано: обе стороны заявили ZRTP (a=zrtp-hash), поэтому голос считается зашифрованным. О ключе они договариваются в "
        "самом медиапотоке, его нет ни в SDP, ни в журнале ключей. Нужна запись разговора у одной из сторон медиа: {src} или {dst}",
    ),
    "zrtp-seen": (
        "encrypted by the size of its packets (SRTP), not opened: its key is agreed by ZRTP in the media themselves, and neither an SDP "
        "nor a key log has it. It takes a recording made at one of the two ends, {src} or {dst}",
        "судя по размеру пакетов, зашифровано (SRTP), не расшифровано: о ключе договариваются по ZRTP в самом медиапотоке, его нет ни в "
        "SDP, ни в журнале ключей. Нужна запись разговора у одной из сторон медиа: {src} или {dst}",
    ),
    "unspoken": (
        "encrypted by the size of its packets (SRTP), not opened: the SDP speaks of plain RTP, and no key is told anywhere. It takes a "
        "recording made at {src}, or the same setting of encryption at both ends",
        "судя по размеру пакетов, зашифровано (SRTP), не расшифровано: в SDP заявлен обычный RTP, и ключа нет нигде. Нужна запись "
        "разговора на {src} или одинаковая настройка шифрования с обеих сторон",
    ),
    "dtls": (
        "encrypted (DTLS-SRTP), not opened: its key is agreed in the media themselves and never told in SIP. It takes a key log "
        "(--keylog FILE) that one of the two ends of the voice, {src} or {dst}, wrote during the call",
        "зашифровано (DTLS-SRTP), не расшифровано: о ключе стороны договариваются в самом медиапотоке, в SIP его нет. Нужен журнал ключей "
        "(--keylog FILE), который во время вызова вела одна из сторон медиа: {src} или {dst}",
    ),
    "dtls-unseen": (
        "encrypted (DTLS-SRTP), not opened: its DTLS handshake is not in the capture, and without the hellos no key log helps. It takes a "
        "capture begun before the call, without a filter that leaves DTLS out",
        "зашифровано (DTLS-SRTP), не расшифровано: согласования DTLS в дампе нет, а без него журнал ключей не поможет. Нужен дамп, "
        "начатый до вызова и без фильтра, который отбрасывает DTLS",
    ),
    "dtls-no-line": (
        "encrypted (DTLS-SRTP), not opened: no key log has a line of its DTLS handshake. Such lines are written by the two ends of the "
        "voice alone, {src} and {dst}, while the call is set up: it takes the log of one of them",
        "зашифровано (DTLS-SRTP), не расшифровано: строки этого согласования DTLS в журнале ключей нет. Такие строки пишут только сами "
        "стороны медиа, {src} и {dst}, в момент установки вызова: нужен журнал одной из них",
    ),
    "dtls-only-tls": (
        "encrypted (DTLS-SRTP), not opened: lines of the key log opened TLS, but none is of the DTLS handshake of this voice. Such lines "
        "are written by the two ends of the voice alone, {src} and {dst}, not by a server that passes SIP on: it takes the log of one of "
        "them",
        "зашифровано (DTLS-SRTP), не расшифровано: строками журнала ключей расшифрован TLS, но строки согласования DTLS этого голоса в нём "
        "нет. Такие строки пишут только сами стороны медиа, {src} и {dst}, а не сервер, через который идёт SIP: нужен журнал одной из них",
    ),
    "dtls-wrong-key": (
        "encrypted (DTLS-SRTP), not opened: the key log has a line of its handshake, but not one packet is opened by it; the line is "
        "damaged or forged. It takes the log as the program wrote it",
        "зашифровано (DTLS-SRTP), не расшифровано: строка этого согласования в журнале ключей есть, но ни один пакет ею не расшифрован; "
        "строка испорчена или подделана. Нужен журнал в том виде, в каком его записала программа",
    ),
    "suite": (
        "encrypted (SRTP), not opened: its suite is not known here: {name}. It takes one that is (AES_CM with HMAC-SHA1, AES-GCM), set at "
        "either end, or a recording made there",
        "зашифровано (SRTP), не расшифровано: этот набор шифров не поддерживается: {name}. Задайте на одной из сторон другой (AES_CM с "
        "HMAC-SHA1, AES-GCM) или запишите разговор там",
    ),
    "parameter": (
        "encrypted (SRTP), not opened: a parameter in its a=crypto is not known here: {name}. It takes a call without that, or a recording "
        "made at one of the two ends",
        "зашифровано (SRTP), не расшифровано: этот параметр в a=crypto не поддерживается: {name}. Нужен вызов без него или запись "
        "разговора на одной из сторон",
    ),
    "bad-key": (
        "encrypted (SRTP), not opened: the key in a=crypto cannot be read; it was hidden, as export --anonymize does, or is malformed. It "
        "takes the capture as it was recorded",
        "зашифровано (SRTP), не расшифровано: ключ в a=crypto не читается; он скрыт, как это делает export --anonymize, или записан с "
        "ошибкой. Нужен исходный дамп",
    ),
    "wrong-key": (
        "encrypted (SRTP), not opened: no key of the sender's SDP authenticates a single packet; the SDP with the right a=crypto is not in "
        "the capture, or the sender encrypts with another key. It takes a capture of the call from its beginning on, at this very hop",
        "зашифровано (SRTP), не расшифровано: ни один ключ из SDP отправителя не подошёл ни к одному пакету; SDP с нужным a=crypto в дамп "
        "не попал или отправитель шифрует другим ключом. Нужен дамп вызова с самого начала и именно на этом участке",
    ),
    "no-cipher": (
        "encrypted (SRTP), not opened: the key is there, and the package cryptography opens it: " + install("audio"),
        "зашифровано (SRTP), не расшифровано: ключ есть, нужен пакет cryptography: " + install("audio"),
    ),
    "shut": ("encrypted (SRTP), not opened", "зашифровано (SRTP), не расшифровано"),
    "same": ("encrypted, not opened for the same reason", "зашифровано, не расшифровано по той же причине"),
    "opened-dtls": ("SRTP, decrypted with the key log (DTLS)", "SRTP, расшифровано журналом ключей (DTLS)"),
    "opened": ("SRTP, decrypted with the key of the SDP", "SRTP, расшифровано ключом из SDP"),
    "refused": (
        "{n:count:packet does|packets do} not authenticate (another key, or changed on the way): silent",
        "{n:count:пакет не прошёл|пакета не прошли|пакетов не прошли} проверку подлинности (другой ключ или искажение в "
        "пути): вместо них тишина",
    ),
    # of several calls
    "title": ("Encrypted voice", "Зашифрованный голос"),
    "of-call": ("call {example}: {said:whole}", "вызов {example}: {said:whole}"),
    "of-half": ("call {example}, {src} → {dst}: {said:whole}", "вызов {example}, {src} → {dst}: {said:whole}"),
    "of-halves": (
        "{n:count:call|calls}, e.g. call {example}, {src} → {dst}: {said:whole}",
        "{n:count:вызов|вызова|вызовов}, напр. вызов {example}, {src} → {dst}: {said:whole}",
    ),
    "of-calls": (
        "{n:count:call|calls}, e.g. call {example}: {said:whole}",
        "{n:count:вызов|вызова|вызовов}, напр. вызов {example}: {said:whole}",
    ),
    "strangers": (
        "{n:count:stream|streams} of no call here: encrypted by the size of the packets (SRTP), not opened: the key, or how it is agreed, "
        "stands in the SIP of the call, which is not here or stays shut",
        "{n:count:поток|потока|потоков} без вызова: судя по размеру пакетов, зашифровано (SRTP), не расшифровано: ключ или способ "
        "договориться о нём — в SIP этого вызова, а его здесь нет или он не расшифрован",
    ),
    "strangers-dtls": (
        "{n:count:stream|streams} of no call here: encrypted (DTLS-SRTP: a DTLS handshake is on their ports), not opened: the key is not "
        "in the SIP of the call either. It takes that SIP, and a key log (--keylog FILE) with the lines of DTLS: the two ends of the voice "
        "alone write them, not a server that passes SIP on",
        "{n:count:поток|потока|потоков} без вызова: зашифровано (DTLS-SRTP: на этих портах есть согласование DTLS), не расшифровано: "
        "в SIP этого вызова ключа тоже нет. Нужны этот SIP и журнал ключей (--keylog FILE) со строками DTLS: их пишут только сами стороны "
        "медиа, а не сервер, через который идёт SIP",
    ),
    "strangers-known": (
        "{n:count:stream|streams} of no call here: encrypted (DTLS-SRTP), not opened: the key log has the lines of their DTLS handshake; "
        "what is lacking is the SIP of the call, which is not here or stays shut",
        "{n:count:поток|потока|потоков} без вызова: зашифровано (DTLS-SRTP), не расшифровано: строки этого согласования DTLS в журнале "
        "ключей есть, не хватает SIP этого вызова: его здесь нет или он не расшифрован",
    ),
    "untold": (
        "{n:count:more call|more calls} with SRTP: not looked at (sipwhy FILE --listen looks at all)",
        "ещё {n:count:вызов|вызова|вызовов} с SRTP: не проверялись (все проверит sipwhy FILE --listen)",
    ),
    # how a key log of the voice is had
    "log-asterisk": (
        "Of Asterisk no setting for a key log is known here; the library of docs/decryption.md is meant for it, as it uses OpenSSL "
        "(not tried)",
        "Как включить журнал ключей в Asterisk, нам неизвестно; должна подойти библиотека из docs/decryption.ru.md: он использует "
        "OpenSSL (не проверено)",
    ),
    "log-freeswitch": (
        "Of FreeSWITCH no setting for a key log is known here; the library of docs/decryption.md is meant for it, as it uses OpenSSL "
        "(not tried)",
        "Как включить журнал ключей в FreeSWITCH, нам неизвестно; должна подойти библиотека из docs/decryption.ru.md: он использует "
        "OpenSSL (не проверено)",
    ),
    "log-kamailio": (
        "Kamailio passes SIP on and no voice: its key log never has these lines; a relay beside it (rtpengine) may end the voice, or the "
        "telephones do",
        "Через Kamailio идёт SIP, а не голос: в его журнале ключей таких строк не бывает; медиа терминирует медиапрокси рядом с ним "
        "(rtpengine) или сами телефоны",
    ),
    "log-3cx": (
        "Of 3CX no way to write a key log is known here (not tried); take one at the other end",
        "Способ получить журнал ключей от 3CX нам неизвестен (не проверено); возьмите его у другой стороны",
    ),
    "log": (
        "Programs with OpenSSL as a shared library write these lines with a preloaded library (tried with baresip), Firefox into the file "
        "in the environment variable SSLKEYLOGFILE (not tried): docs/decryption.md",
        "Программы с OpenSSL в виде разделяемой библиотеки пишут такие строки с подгруженной библиотекой (проверено на baresip), Firefox — "
        "в файл из переменной среды SSLKEYLOGFILE (не проверено): docs/decryption.ru.md",
    ),
    # how an SDP with its keys is had
    "sdp-asterisk": (
        "Asterisk writes the SDP with a=crypto, of SIP through TLS too: pjsip set logger on; give its log beside the capture",
        "Asterisk показывает SDP вместе с a=crypto, даже если SIP идёт через TLS: pjsip set logger on; передайте его журнал вместе с "
        "дампом",
    ),
    "sdp-freeswitch": (
        "FreeSWITCH writes the SDP with a=crypto, of SIP through TLS too: sofia global siptrace on; give its log beside the capture",
        "FreeSWITCH показывает SDP вместе с a=crypto, даже если SIP идёт через TLS: sofia global siptrace on; передайте его журнал вместе "
        "с дампом",
    ),
    # how voice is had without any keys
    "record-asterisk": (
        "Without keys: Asterisk records the next call decrypted: mixmonitor start CHANNEL FILE.wav in its console",
        "Без ключей: Asterisk запишет следующий вызов уже расшифрованным: mixmonitor start КАНАЛ ФАЙЛ.wav в его консоли",
    ),
    "record-freeswitch": (
        "Without keys: FreeSWITCH records the next call decrypted: uuid_record UUID start FILE.wav in fs_cli",
        "Без ключей: FreeSWITCH запишет следующий вызов уже расшифрованным: uuid_record UUID start ФАЙЛ.wav в fs_cli",
    ),
    "record-3cx": (
        "Without keys: 3CX records the calls of an extension decrypted if its settings say so",
        "Без ключей: 3CX записывает разговоры добавочного уже расшифрованными, если это включено в его настройках",
    ),
}
"""`src` and `dst` are the hosts between which the voice goes; `said` is one of these texts."""
