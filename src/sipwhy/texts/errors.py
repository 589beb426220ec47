"""What the command line says of wrong words and of what could not be done."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table
from sipwhy.texts.install import install
from sipwhy.texts.measure import LENGTHS, MOMENTS, SIZES

ERROR: Table = {
    "missing": ("{path}: no such file", "{path}: нет такого файла"),
    "missing-command": (
        "{path}: no such file; perhaps the command {near} is meant",
        "{path}: нет такого файла; возможно, имелась в виду команда {near}",
    ),
    "misspelt-command": (
        "{path}: neither a file nor a command; perhaps sipwhy {near} {rest:whole} is meant",
        "{path}: нет ни такого файла, ни такой команды; возможно, имелось в виду sipwhy {near} {rest:whole}",
    ),
    "command-behind": (
        "{near} is no file, and a command stands first: sipwhy {near} {rest:whole}",
        "файла {near} нет, а команда указывается первой: sipwhy {near} {rest:whole}",
    ),
    "web-address": (
        "{path}: files are not fetched from the net; first curl -O {path:typed}, then sipwhy with the file's name",
        "{path}: из сети файлы не загружаются; сначала curl -O {path:typed}, затем sipwhy с именем файла",
    ),
    "remote-file": (
        "{path}: files of other hosts are not fetched; ssh {host:typed} cat {file:typed} | sipwhy -",
        "{path}: файлы с других узлов не загружаются; ssh {host:typed} cat {file:typed} | sipwhy -",
    ),
    "no-main-command": (
        "{path}: neither a file nor a command; the report needs none: sipwhy {rest:whole}",
        "{path}: нет ни такого файла, ни такой команды; отчёту она не нужна: sipwhy {rest:whole}",
    ),
    "directory": (
        "{path} is a directory; name the files in it",
        "{path} — каталог; укажите файлы из него",
    ),
    "permission": (
        "{path}: no permission to read it: run it with sudo, or as its owner",
        "{path}: нет прав на чтение: запустите через sudo или от имени владельца",
    ),
    "empty": ("{path} is empty: nothing was recorded in it", "{path} пуст: в нём ничего не записано"),
    "archive": (
        "{path} is an archive of files: extract it and name the captures that were in it",
        "{path} — архив с файлами: распакуйте его и укажите дампы, которые в нём лежали",
    ),
    "packed": (
        "{path} is compressed in a way that is not read (gzip and zstd are): decompress it first",
        "{path} сжат так, как здесь не читается (читаются gzip и zstd): сначала распакуйте его",
    ),
    "sound": (
        "{path} is a sound file. Voice is read from captures: sipwhy audio FILE N plays or saves the voice of call N",
        "{path} — звуковой файл. Голос читается из дампов: sipwhy audio FILE N воспроизведёт или сохранит голос вызова N",
    ),
    "keys": (
        "{path} holds keys of TLS sessions. They open a capture: sipwhy FILE --keylog {path:typed}",
        "{path} — ключи сеансов TLS. Они открывают дамп: sipwhy FILE --keylog {path:typed}",
    ),
    "har": (
        "{path} is a browser's record (HAR), which is not read. Capture the WebSocket with tcpdump and give the browser's keys by "
        "--keylog (SSLKEYLOGFILE)",
        "{path} — запись из браузера (HAR), она не читается. Снимите WebSocket через tcpdump и дайте ключи браузера: "
        "--keylog (SSLKEYLOGFILE)",
    ),
    "mail": (
        "{path} is an e-mail message: save the capture or the log that is attached to it, and name that",
        "{path} — письмо: сохраните вложенный в него дамп или журнал и укажите его",
    ),
    "settings": (
        "{path} holds settings of a server, which tell of no call. On the server itself sipwhy pbx check looks what is wrong; "
        "if it has accounts (pjsip.conf, sip.conf), logins can be checked by them: sipwhy FILE --secret-file {path:typed}",
        "{path} — настройки сервера, о вызовах в них ничего нет. Что не так на самом сервере, покажет sipwhy pbx check; если тут учётные "
        "записи (pjsip.conf, sip.conf), по ним проверяются пароли: sipwhy FILE --secret-file {path:typed}",
    ),
    "records": (
        "{path} looks like a table of calls (CDR): sipwhy cdr {path:typed}",
        "{path} похож на таблицу вызовов (CDR): sipwhy cdr {path:typed}",
    ),
    "headlines": (
        "{path} is the list that pjsip show history prints, without the messages. Save them whole: asterisk -rx "
        '"pjsip show history entry N" for each N, >> history.txt; then sipwhy history.txt',
        "{path} — список, который печатает pjsip show history, самих сообщений в нём нет. Сохраните их целиком: asterisk -rx "
        '"pjsip show history entry N" для каждого N, >> history.txt; затем sipwhy history.txt',
    ),
    "unrecognised": (
        "{path} is neither a capture (pcap, pcapng) nor a log with SIP messages",
        "{path} не похож ни на дамп (pcap, pcapng), ни на журнал с сообщениями SIP",
    ),
    "bad-zone": (
        "{value} is no zone that is known here (Europe/Moscow, +03:00)",
        "часовой пояс {value} неизвестен (пишут так: Europe/Moscow, +03:00)",
    ),
    "bad-year": ("{value} is not a year (1990 to 2099)", "{value} — не год (от 1990 до 2099)"),
    "export-log": (
        "entry {number} is known from a log alone: there are no packets to export",
        "запись {number} известна только из журнала: пакетов для выгрузки нет",
    ),
    "growing-packed": (
        "{path} is packed: --follow reads only what is written as it is",
        "{path} сжат: с --follow читаются только несжатые файлы",
    ),
    "no-textual": (
        "the terminal program stands on the package textual: " + install("tui"),
        "программа для терминала работает на пакете textual: " + install("tui"),
    ),
    "tui-input": (
        "expected files to read, or --iface with an interface (not both): sipwhy tui capture.pcap",
        "ожидаются файлы или --iface с интерфейсом (не вместе): sipwhy tui capture.pcap",
    ),
    "filter-alone": (
        "--filter says which packets of an interface are taken: it goes with --iface; in files calls are chosen by / in the list",
        "--filter отбирает пакеты интерфейса и указывается вместе с --iface; вызовы из файлов отбираются в списке клавишей /",
    ),
    "no-terminal": (
        "sipwhy tui needs a terminal that can place the cursor (TERM names none, or output goes elsewhere); "
        "sipwhy FILE prints the same as text",
        "для sipwhy tui нужен терминал с управлением курсором (TERM его не называет или вывод идёт не туда); "
        "то же самое текстом напечатает sipwhy FILE",
    ),
    "bad-packet-filter": (
        "--filter {expression}: {detail} (expected a filter as tcpdump has it: port 5060 or icmp)",
        "--filter {expression}: {detail} (ожидается фильтр, как у tcpdump: port 5060 or icmp)",
    ),
    "no-interfaces-here": (
        "interfaces are read on Linux only; elsewhere: tcpdump -U -w - | sipwhy tui -",
        "с интерфейсов читать можно только в Linux; в других системах: tcpdump -U -w - | sipwhy tui -",
    ),
    "no-filter-compiler": (
        "--filter is compiled by libpcap, which is not here: install libpcap0.8 (Debian) or libpcap, or leave --filter out",
        "--filter компилирует libpcap, а её здесь нет: установите libpcap0.8 (Debian) или libpcap либо уберите --filter",
    ),
    "follow-alone": (
        "--follow goes with text and --jsonl, not with {options:list}",
        "--follow работает с текстом и --jsonl, но не с {options:list}",
    ),
    "unreadable": ("{path} cannot be read: {detail}", "{path} не читается: {detail}"),
    "no-call": (
        "there is no entry number {number}, the last is {n}; sipwhy calls {files:whole} lists them",
        "записи номер {number} нет, последняя — {n}; список: sipwhy calls {files:whole}",
    ),
    "number-and-call": (
        "{number} and --call {call} are two entries: expected one of them",
        "{number} и --call {call} — две разные записи: ожидается одна",
    ),
    "partly-read": (
        "{path}: {n:count:piece|pieces} could not be read: {why}; sipwhy {files:whole} says where",
        "{path}: не прочитано {n:count:фрагмент|фрагмента|фрагментов}: {why}; подробнее: sipwhy {files:whole}",
    ),
    "timeless": (
        "left out by --since and --until: {n:count:entry|entries} of a log without times",
        "при --since и --until в ответ не вошли: {n:count:запись|записи|записей} из журнала без времени",
    ),
    "number-first": (
        "the number stands behind the files: {start} {files:whole} {number}",
        "номер указывается после файлов: {start} {files:whole} {number}",
    ),
    "number-fits-not": (
        "entry {number} is there, but the other conditions do not fit it: leave them out, or the number",
        "запись {number} есть, но остальным условиям она не отвечает: уберите их или номер",
    ),
    "no-such-status": (
        "--status {statuses}: SIP has no such answers, its statuses are 100 to 699, and there is none here",
        "--status {statuses}: таких ответов в SIP нет (статусы — от 100 до 699), и здесь их никто не прислал",
    ),
    "foreign-status": (
        "{name}: status {statuses:either}: SIP has no such answers, its statuses are 100 to 699",
        "{name}: status {statuses:either}: таких ответов в SIP нет (статусы — от 100 до 699)",
    ),
    "no-call-fits": (
        "no entry fits these conditions; sipwhy calls {files:whole} lists all of them",
        "этим условиям не отвечает ни одна запись; полный список: sipwhy calls {files:whole}",
    ),
    "no-ordinal": (
        "{word} is neither a file nor the number of an entry; expected e.g. sipwhy {command} {files:whole} 2; "
        "sipwhy calls {files:whole} lists them",
        "{word} — не файл и не номер записи; ожидается, например, sipwhy {command} {files:whole} 2; список: sipwhy calls {files:whole}",
    ),
    "no-calls": ("there is no entry in {files:whole}: no call, no registration", "в {files:whole} нет записей: ни вызовов, ни регистраций"),
    "two-numbers": (
        "{words}: one entry at a time; expected e.g. {start} {files:whole} 2",
        "{words}: за раз только одна запись; ожидается, например, {start} {files:whole} 2",
    ),
    "no-picture": ("entry {number} has no messages to draw", "у записи {number} нет сообщений, рисовать нечего"),
    "which-call": (
        "which of {n:count:entry|entries} is meant? e.g. sipwhy {command} {files:whole} {number}{target}; these are the first, "
        "sipwhy calls {files:whole} lists all of them",
        "какая из {n:count:записи|записей|записей} нужна? например, sipwhy {command} {files:whole} {number}{target}; здесь первые, "
        "полный список: sipwhy calls {files:whole}",
    ),
    "which-listed": (
        "which of these {n:count:entry|entries} is meant? e.g. sipwhy {command} {files:whole} {number}{target}",
        "какая из этих {n:count:записи|записей|записей} нужна? например, sipwhy {command} {files:whole} {number}{target}",
    ),
    "no-rule": ("there is no rule {slug}; sipwhy rules lists them", "правила «{slug}» нет; список: sipwhy rules"),
    "no-rule-with": (
        "no rule has {words} in its area, name or title; sipwhy rules lists them all",
        "нет правила, у которого в области, имени или названии есть {words}; все правила: sipwhy rules",
    ),
    "no-rule-named": (
        "there is no rule {slug}; there are {known:list}; sipwhy rules lists them all",
        "правила «{slug}» нет, а есть {known:list}; полный список: sipwhy rules",
    ),
    "no-file-but-text": (
        "{name}: no such file; the text to look for stands last, or behind -e: sipwhy grep {files:whole} {quoted}",
        "{name}: нет такого файла; искомый текст пишут последним или после -e: sipwhy grep {files:whole} {quoted}",
    ),
    "no-value": (
        "{name} is never {value}; it is one of {known:list}",
        "{name} не бывает «{value}»; возможны {known:list}",
    ),
    "no-value-near": (
        "{name} is never {value}; perhaps {near} is meant",
        "{name} не бывает «{value}»; возможно, имеется в виду {near}",
    ),
    "no-rule-near": (
        "there is no rule {slug}; perhaps {near} is meant; sipwhy rules lists them all",
        "правила «{slug}» нет; возможно, имеется в виду {near}; список: sipwhy rules",
    ),
    "no-code": (
        "expected a code or words, e.g. sipwhy code 403, or --list 4xx",
        "ожидается код или слова, напр. sipwhy code 403, или --list 4xx",
    ),
    "nothing-found": (
        "nothing is known of “{query}”; expected a code, a phrase, a line of a log or a few plain words; sipwhy rules lists diagnoses",
        "о «{query}» ничего не известно; ожидается код, фраза, строка журнала или несколько простых слов; диагнозы: sipwhy rules",
    ),
    "nothing-listed": (
        "no code of these is known; sipwhy code --list names those that are",
        "ни один из этих кодов не известен; известные: sipwhy code --list",
    ),
    "some-listed": ("not known: {unknown:list}", "неизвестно: {unknown:list}"),
    "no-number": (
        "{list} {number}: no such number is in this list; sipwhy code --list names the answers that are known, sipwhy code WORDS looks for "
        "words",
        "{list} {number}: такого номера в этом списке нет; известные ответы: sipwhy code --list, поиск по словам: sipwhy code WORDS",
    ),
    "settings-unreadable": ("{path}: the settings cannot be read: {detail}", "{path}: настройки не читаются: {detail}"),
    "settings-form": ("{path}: no settings of ours: {detail}", "{path}: это не настройки sipwhy: {detail}"),
    "settings-key": (
        "{path}: unknown section {name}; expected {known:either}",
        "{path}: неизвестный раздел {name}; ожидается {known:either}",
    ),
    "settings-rule": (
        "{path}: there is no rule {slug}; sipwhy rules lists them",
        "{path}: правила {slug} нет; список: sipwhy rules",
    ),
    "settings-limit": (
        "{path}: rule {slug} has no limit {name}; it has {known:list}",
        "{path}: у правила {slug} нет порога {name}; есть: {known:list}",
    ),
    "keys-unreadable": ("{path}: the keys cannot be read: {detail}", "{path}: ключи не читаются: {detail}"),
    "certificate-unreadable": ("{path}: the certificate cannot be read: {detail}", "{path}: сертификат не читается: {detail}"),
    "keylog-none": (
        "{path}: no line of a TLS key log; expected lines like CLIENT_RANDOM … … (NSS key log format, SSLKEYLOGFILE)",
        "{path}: это не журнал ключей TLS; ожидаются строки вида CLIENT_RANDOM … … (формат SSLKEYLOGFILE)",
    ),
    "rsa-key-locked": (
        "{path}: the key has a passphrase; take it off: openssl pkey -in KEY -out OPEN-KEY",
        "{path}: ключ защищён паролем; снимите пароль: openssl pkey -in KEY -out OPEN-KEY",
    ),
    "rsa-key-not-rsa": (
        "{path}: not an RSA key; such keys only sign and decrypt nothing, take a key log (--keylog)",
        "{path}: это не RSA-ключ; такими ключами только подписывают, расшифровать ими ничего нельзя, нужен журнал ключей (--keylog)",
    ),
    "rsa-key-none": (
        "{path}: no private key in it; expected PEM (BEGIN PRIVATE KEY) or DER",
        "{path}: закрытого ключа в файле нет; ожидается PEM (BEGIN PRIVATE KEY) или DER",
    ),
    "certificate-none": (
        "{path}: no certificate in it; expected PEM (BEGIN CERTIFICATE) or DER",
        "{path}: сертификата в файле нет; ожидается PEM (BEGIN CERTIFICATE) или DER",
    ),
    "certificate-package": (
        "{path}: signatures are checked by the package cryptography: " + install("stir"),
        "{path}: подписи проверяет пакет cryptography: " + install("stir"),
    ),
    "secret-is-user": (
        "--secret takes a user name, as in --secret 1001; the password is asked for, or stands in --secret-file: on the command line "
        "everybody on this machine could read it",
        "ключу --secret нужно имя пользователя, напр. --secret 1001; пароль спросят, или он берётся из --secret-file: в командной строке "
        "его увидит любой на этой машине",
    ),
    "secret-no-terminal": (
        "the password of {user} cannot be asked for, as there is no terminal; give --secret-file FILE (- is standard input)",
        "негде спросить пароль {user}: нет терминала; задайте --secret-file FILE (- означает стандартный ввод)",
    ),
    "secret-empty": ("no password was given for {user}", "пароль {user} не введён"),
    "ask-secret": ("Password of {user} (not shown): ", "Пароль {user} (не отображается): "),
    "stdin-twice": ("standard input (-) can be read only once", "стандартный ввод (-) можно прочитать только один раз"),
    "accounts-too-large": (
        "{path}: too large for accounts: at most {most} MiB are read",
        "{path}: слишком большой файл учётных записей: читается не больше {most} МиБ",
    ),
    "accounts-unreadable": ("{path}: the accounts cannot be read: {detail}", "{path}: учётные записи не читаются: {detail}"),
    "accounts-unknown": (
        "{path}: no accounts: expected lines user:password, pjsip.conf, sip.conf, a directory of FreeSWITCH or a subscriber table",
        "{path}: не похоже на учётные записи: ожидаются строки имя:пароль, pjsip.conf, sip.conf, каталог FreeSWITCH или таблица subscriber",
    ),
    "accounts-none": ("{path}: there is no account with a password in it", "{path}: в нём нет ни одной учётной записи с паролем"),
    "accounts-line": (
        "{path}: line {line} is not user:password",
        "{path}: строка {line} не похожа на имя:пароль",
    ),
    "accounts-xml": ("{path}: this XML cannot be read", "{path}: этот XML не читается"),
    "accounts-elsewhere": (
        "{path}: {n:count:password stands|passwords stand} in variables that are not set in it",
        "{path}: {n:count:пароль задан переменной, которой|пароля заданы переменными, которых|паролей задано переменными, "
        "которых} в нём нет",
    ),
    "accounts-includes": (
        "{path} includes {names:list}: give these with --secret-file too if the accounts are there",
        "{path} подключает {names:list}: если учётные записи там, задайте и эти файлы ключом --secret-file",
    ),
    "settings-number": (
        "{path}: limit {name} of {slug} must be a number of 0 or more",
        "{path}: порог {name} правила {slug} должен быть числом от 0",
    ),
    "settings-no-limits": ("{path}: rule {slug} has no limits to set", "{path}: у правила {slug} нет порогов"),
    "settings-deep": ("{path}: no settings of ours: nested too deeply", "{path}: это не настройки sipwhy: слишком большая вложенность"),
    "settings-unnamed": ("--settings needs the name of a file", "ключу --settings нужно имя файла"),
    "writes-to-output": (
        "{option} writes to standard output and takes no name of a file: sipwhy {files:whole} {option} > {target}",
        "{option} пишет в стандартный вывод, имя файла ему не нужно: sipwhy {files:whole} {option} > {target}",
    ),
    "one-format": ("only one of {options:list} at a time", "только один из ключей {options:list}"),
    "bad-pattern": ("{value} is no regular expression: {detail}", "{value} — не регулярное выражение: {detail}"),
    "no-text-with-file": (
        "{name}: no such file; a text to look for that looks like one goes behind -e",
        "{name}: нет такого файла; искомый текст, похожий на файл, пишут после -e",
    ),
    "no-match": (
        "nothing matches; searched: {n:count:message|messages} ({methods})",
        "ничего не найдено; просмотрено {n:count:сообщение|сообщения|сообщений} ({methods})",
    ),
    "plain-text": (
        "{text} was looked for as it stands; with -E it is a regular expression: sipwhy grep -E {files:whole} {quoted}",
        "искали буквально {text}; с -E это регулярное выражение: sipwhy grep -E {files:whole} {quoted}",
    ),
    "no-messages": (
        "nothing matches: there is no SIP message at all; only messages are searched, not the other lines of a log",
        "ничего не найдено: сообщений SIP нет вовсе; поиск идёт только по сообщениям, не по остальным строкам журнала",
    ),
    "bad-status": (
        "{value} is no status: expected 486, 4xx or 480-489",
        "{value} — не код ответа: ожидается 486, 4xx или 480-489",
    ),
    "bad-address": (
        "{value} is no address: expected 192.0.2.1, 192.0.2.1:5060, [2001:db8::1]:5060 or 192.0.2.0/24",
        "{value} — не адрес: ожидается 192.0.2.1, 192.0.2.1:5060, [2001:db8::1]:5060 или 192.0.2.0/24",
    ),
    "bad-method": ("{value} is no method of SIP; perhaps {near}?", "метода {value} в SIP нет; может быть, {near}?"),
    "bad-time": (f"{{value}} is no time: expected {MOMENTS[0]}", f"{{value}} — не время: ожидается {MOMENTS[1]}"),
    "length-for-time": (
        "{value} is a length of time, expected a point in time; perhaps now-{length}?",
        "{value} — длительность, а ожидается момент; может быть, now-{length}?",
    ),
    "two-dates": (
        "{value} may be read in two ways: expected 2026-11-23, or 23.11.2026 with the day first",
        "{value} можно прочитать двояко: ожидается 23.11.2026 (сначала день) или 2026-11-23",
    ),
    "twice": (
        "{option} is given twice ({values:list}): only one value is taken",
        "{option} указан дважды ({values:list}): значение может быть только одно",
    ),
    "bad-length": (
        f"{{value}} is no length of time: expected {LENGTHS[0]}",
        f"{{value}} — не длительность: ожидается {LENGTHS[1]}",
    ),
    "short-length": (
        "{value} is too short: expected at least {least:seconds}",
        "{value} — слишком мало: ожидается не меньше {least:seconds}",
    ),
    "long-length": ("{value} is too long: expected at most {most:seconds}", "{value} — слишком много: ожидается не больше {most:seconds}"),
    "bad-size": (f"{{value}} is no size: expected {SIZES[0]}", f"{{value}} — не размер: ожидается {SIZES[1]}"),
    "until-first": (
        "--until is not later than --since, so nothing can fit: expected a later one",
        "--until не позже --since, поэтому подойти ничего не может: ожидается более позднее время",
    ),
    "last-alone": (
        "--last and --since say both when it begins: expected one of them",
        "--last и --since оба задают начало: ожидается один из них",
    ),
    "bad-percent": ("{value} is no share: expected 0 to 100", "{value} — не доля: ожидается от 0 до 100"),
    "bad-port": ("{value} is no port: expected {least} to {most}", "{value} — не порт: ожидается от {least} до {most}"),
    "bad-listened": (
        "{value} is neither a port nor an address with a port: expected a port (0 to {most}), 192.0.2.1:9060 or [2001:db8::1]:9060",
        "{value} — не порт и не адрес с портом: ожидается порт (от 0 до {most}), 192.0.2.1:9060 или [2001:db8::1]:9060",
    ),
    "bad-number": ("{value} is no number: expected 1, 2, 3 ...", "{value} — не номер: ожидается 1, 2, 3 ..."),
    "bad-choice": ("{value} is no choice: expected {choices:either}", "{value}: ожидается {choices:either}"),
    "bad-value": ("{name}: {detail}", "{name}: {detail}"),
    "no-option": ("no option {name}", "нет ключа {name}"),
    "option-of-subcommand": ("{name} is an option of {commands:list}", "ключ {name} есть у {commands:list}"),
    "no-option-command": (
        "no option {name}; there is a command for it: sipwhy {command} --help",
        "нет ключа {name}; для этого есть команда: sipwhy {command} --help",
    ),
    "no-option-like": ("no option {name}; perhaps {near:either}?", "нет ключа {name}; может быть, {near:either}?"),
    "missing-parameter": ("expected {name}", "ожидается {name}"),
    "needs-value": ("option {name} needs a value", "ключу {name} нужно значение"),
    "needs-value-of": ("option {name} needs a value: {name} {metavar}", "ключу {name} нужно значение: {name} {metavar}"),
    "no-subcommand": ("expected one of {known:list} behind {name}", "после {name} ожидается одно из: {known:list}"),
    "no-subcommand-like": (
        "{word} is no command; perhaps {meant}? There are {known:list}",
        "команды {word} нет; может быть, {meant}? Есть {known:list}",
    ),
    "extra": ("too many words: {words}", "лишние слова: {words}"),
    "no-shell": ("there is no completion for {shell}, only for {shells:list}", "для {shell} автодополнения нет, есть для {shells:list}"),
    "svg-name": (
        "{path}: an SVG file must be named .svg (FILE and N come before --svg)",
        "{path}: файл SVG должен кончаться на .svg (FILE и N пишутся до --svg)",
    ),
    "sound-name": ("{path}: expected a name that ends with {known:either}", "{path}: имя должно кончаться на {known:either}"),
    "listen-to-one": (
        "--listen is for one call: media FILE N --listen",
        "--listen прослушивает один вызов: media FILE N --listen",
    ),
    "leg-of-one": ("--leg is for one call: media FILE N --leg M", "--leg — для одного вызова: media FILE N --leg M"),
    "no-player": (
        "none of {players:list} plays it here; save it with -o OUT.wav",
        "ни одна из программ {players:list} здесь не играет; сохраните звук: -o OUT.wav",
    ),
    "no-leg": (
        "entry {number} has {legs:count:leg|legs}, not {leg}",
        "под номером {number} {legs:count:плечо|плеча|плеч}, плеча {leg} нет",
    ),
    "no-voice": ("no RTP of call {number} is here", "RTP вызова {number} здесь нет"),
    "voice-of-no-call": (
        "number {number} is no call ({kind:whole}) and has no voice",
        "под номером {number} не вызов ({kind:whole}), голоса в нём нет",
    ),
    "nothing-heard": ("nothing of it can be decoded; nothing was written", "декодировать нечего, файл не записан"),
    "no-decoder": (
        "voice is decoded by the package av (PyAV): " + install("audio") + " ({detail})",
        "голос декодирует пакет av (PyAV): " + install("audio") + " ({detail})",
    ),
    "is-input": ("{path} is the input; name another file", "{path} — входной файл; укажите другой"),
    "cannot-write": ("{path} cannot be written: {detail}", "не удалось записать {path}: {detail}"),
    "packets-on-terminal": (
        "packets are nothing for a terminal: name a file, or pass them on, as with | tshark -r -",
        "пакеты на терминал не выводятся: укажите файл или передайте их дальше, например | tshark -r -",
    ),
    "completion": (
        "{variable} is for the script of sipwhy completion ({shells:list}), which sets what is asked",
        "{variable} нужна скрипту sipwhy completion ({shells:list}): он задаёт и то, что спрашивает",
    ),
    "system": ("the system says: {detail}", "ошибка системы: {detail}"),
    "see-help": ("See {program} --help.", "Справка: {program} --help."),
    "cannot-mask": (
        "the call cannot be made anonymous, and nothing was written: {detail}",
        "вызов не удалось обезличить, файл не записан: {detail}",
    ),
    "left-out": (
        "{n:count:packet was|packets were} left out: neither SIP nor RTP, which cannot be masked",
        "{n:count:пакет пропущен|пакета пропущено|пакетов пропущено}: это не SIP и не RTP, обезличить их нельзя",
    ),
    "written": ("{path} written", "записан {path}"),
    "written-what": ("{path} written: {what}", "записан {path}: {what}"),
    "one-entry": ("entry {number}, {n:count:message|messages}", "запись {number}, {n:count:сообщение|сообщения|сообщений}"),
    "entries": ("{n:count:entry|entries}", "{n:count:запись|записи|записей}"),
    "attempts": ("{n:count:attempt|attempts}", "{n:count:попытка|попытки|попыток}"),
    "packets": (
        "entry {number}, {n:count:message|messages}, {packets:count:packet|packets}",
        "запись {number}, {n:count:сообщение|сообщения|сообщений}, {packets:count:пакет|пакета|пакетов}",
    ),
    "pipe-open": (
        "the pipe is still open: calls are shown when it ends (Ctrl-C ends it); sipwhy live - shows each one as it ends",
        "канал ещё открыт: вызовы будут показаны, когда он закроется (закрыть: Ctrl-C); sipwhy live - показывает каждый по завершении",
    ),
    "pipe-left": ("the pipe was still open: this is about what came until then", "канал ещё был открыт: здесь то, что успело прийти"),
    "reading": ("reading {share:percent}", "чтение {share:percent}"),
}
