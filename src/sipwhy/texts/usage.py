"""The words of the command line: help, errors, progress."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table

COMMAND: Table = {
    "": (
        "Why calls and registrations failed, whose fault it is and what to do.\n\n"
        "FILE is a capture (pcap, pcapng) or the log of a PBX or a telephone; - is standard input. "
        "A file named like a command is given as ./calls.",
        "Почему не удались вызовы и регистрации, кто виноват и что делать.\n\n"
        "FILE: дамп (pcap, pcapng) либо журнал АТС или телефона; - означает стандартный ввод. Файл с именем команды задают как ./calls.",
    ),
    "calls": ("List calls, one a line.", "Список вызовов, по строке на вызов."),
    "flow": (
        "Draw call N as a ladder: text, SVG or Mermaid.",
        "Нарисовать вызов N лесенкой: текст, SVG или Mermaid.",
    ),
    "media": (
        "List the streams of voice with loss, jitter and MOS; with N those of call N in full.",
        "Потоки голоса с потерями, джиттером и MOS; с N подробно потоки вызова N.",
    ),
    "audio": (
        "Save, draw or play what was said in call N: the caller left, the callee right.",
        "Сохранить, нарисовать или проиграть разговор вызова N: слева вызывающий, справа вызываемый.",
    ),
    "grep": (
        "Print whole messages that match, with the call they belong to. TEXT is the last word that names no file, or stands behind -e.\n\n"
        "Digests, passwords and keys are shown as asterisks. Exit status 0 even if nothing matches: count with -c.",
        "Показать подходящие сообщения целиком и вызов, к которому каждое относится. TEXT: последнее слово, если такого файла "
        "нет, или после "
        "-e.\n\n"
        "Дайджесты, пароли и ключи заменены звёздочками. Код возврата 0, даже если ничего не нашлось: для счёта есть -c.",
    ),
    "export": (
        "Save the SIP and RTP of call N as pcapng for Wireshark.",
        "Сохранить SIP и RTP вызова N в pcapng для Wireshark.",
    ),
    "code": (
        "What an answer means, who is at fault, what to do: 403, 403 Wrong Guess, q850:34, warning:304, no money left.",
        "Что значит ответ, кто виноват, что делать: 403, 403 Wrong Guess, q850:34, warning:304, нет денег.",
    ),
    "pbx": (
        "On the server itself: check its state, trace SIP for a while, find and lift bans.",
        "На самом сервере: проверить его состояние, снять журнал SIP, найти и снять блокировки.",
    ),
    "rules": (
        "List every diagnosis that can be made, or those with these words.",
        "Все диагнозы, которые умеет ставить программа, или те, где есть эти слова.",
    ),
    "rule": ("Explain one diagnosis.", "Объяснить один диагноз."),
    "completion": (
        'Write the shell\'s completion script, to be run as eval "$(sipwhy completion bash)".',
        'Скрипт автодополнения для оболочки; запускают так: eval "$(sipwhy completion bash)".',
    ),
}

OPTION: Table = {
    "message-call": ("Only messages of call number N.", "Только сообщения вызова номер N."),
    "message-phone": (
        "Only messages of dialogs from or to this number or name.",
        "Только сообщения диалогов с этого номера (имени) или на него.",
    ),
    "message-caller": ("Only messages of dialogs from this number or name.", "Только сообщения диалогов с этого номера (имени)."),
    "message-callee": ("Only messages of dialogs to this number or name.", "Только сообщения диалогов на этот номер (имя)."),
    "message-ip": (
        "Only messages from or to this address, ADDRESS:PORT or network (10.0.0.0/8).",
        "Только сообщения с этого адреса или на него; можно ADDRESS:PORT или сеть (10.0.0.0/8).",
    ),
    "message-call-id": ("Only messages whose Call-ID contains this.", "Только сообщения, чей Call-ID это содержит."),
    "message-method": (
        "Only these requests and the answers to them: REGISTER; INVITE,BYE.",
        "Только эти запросы и ответы на них: REGISTER; INVITE,BYE.",
    ),
    "message-status": ("Only these answers: 486, 4xx, 480-489, 401,407.", "Только такие ответы: 486, 4xx, 480-489, 401,407."),
    "message-since": (
        "Only messages at or after TIME: 2026-11-23T15:04, or 15:04 of the capture's day.",
        "Только сообщения не раньше TIME: 2026-11-23T15:04 или 15:04 того дня, когда снят дамп.",
    ),
    "message-until": ("Only messages before TIME.", "Только сообщения раньше TIME."),
    "message-cause": (
        "Only messages of calls with this cause (see sipwhy rules).",
        "Только сообщения вызовов с этой причиной (см. sipwhy rules).",
    ),
    "text": ("The text to look for, where it could be taken for a file.", "Что искать, если это можно принять за файл."),
    "regexp": (
        "TEXT is a regular expression (Python's; ^ and $ are ends of lines).",
        "TEXT — регулярное выражение (как в Python; ^ и $ — границы строк).",
    ),
    "ignore-case": ("Upper and lower case are the same.", "Не различать регистр."),
    "count": ("Print only how many messages match.", "Вывести только число подходящих сообщений."),
    "only-calls": (
        "List only the calls to which matching messages belong.",
        "Вывести только список вызовов, где есть подходящие сообщения.",
    ),
    "jsonl-messages": ("Write JSON, a message a line.", "Вывести JSON, по строке на сообщение."),
    "call": ("Only call number N.", "Только вызов номер N."),
    "phone": ("Only calls from or to this number or name.", "Только вызовы с этого номера (имени) или на него."),
    "caller": ("Only calls from this number or name.", "Только вызовы с этого номера (имени)."),
    "callee": ("Only calls to this number or name.", "Только вызовы на этот номер (имя)."),
    "ip": (
        "Only calls through this address, ADDRESS:PORT or network (10.0.0.0/8).",
        "Только вызовы через этот адрес, ADDRESS:PORT или сеть (10.0.0.0/8).",
    ),
    "call-id": ("Only calls whose Call-ID contains this.", "Только вызовы, чей Call-ID это содержит."),
    "method": ("Only calls with this method: REGISTER; INVITE,SUBSCRIBE.", "Только вызовы с этим методом: REGISTER; INVITE,SUBSCRIBE."),
    "status": ("Only calls answered so: 486, 4xx, 480-489.", "Только вызовы с таким ответом: 486, 4xx, 480-489."),
    "since": (
        "Only calls begun at or after TIME: 2026-11-23T15:04, or 15:04 of the capture's day.",
        "Только начатые не раньше TIME: 2026-11-23T15:04 или 15:04 того дня, когда снят дамп.",
    ),
    "until": ("Only calls begun before TIME.", "Только начатые раньше TIME."),
    "cause": ("Only calls with this cause (see sipwhy rules).", "Только вызовы с этой причиной (см. sipwhy rules)."),
    "settings": (
        "Settings: rules switched off, limits (TOML; else ~/.config/sipwhy/settings.toml).",
        "Настройки: отключённые правила, пороги (TOML; иначе ~/.config/sipwhy/settings.toml).",
    ),
    "certificate": (
        "Certificate to check the signature of calling numbers with (PEM; several may be given).",
        "Сертификат для проверки подписи номера вызывающего (PEM; можно несколько).",
    ),
    "secret": (
        "Check the logins of USER against its password, which is asked for unless --secret-file has it (never write a password here).",
        "Проверить входы USER по паролю: его спросят, если его нет в --secret-file (сам пароль здесь не пишите).",
    ),
    "secret-file": (
        "Passwords to check logins against: lines user:password, pjsip.conf, sip.conf, FreeSWITCH's directory, Kamailio's "
        "subscriber table.",
        "Пароли для проверки входов: строки имя:пароль, pjsip.conf, sip.conf, каталог FreeSWITCH, таблица subscriber из Kamailio.",
    ),
    "log-zone": (
        "Zone of log times that name none: Europe/Moscow or +03:00; else this machine's.",
        "Часовой пояс лога, если в нём самом он не указан: Europe/Moscow или +03:00; иначе местный.",
    ),
    "log-year": (
        "Year of the first line of a log that writes none; else by the file's date.",
        "Год первой строки лога, если в нём нет года; иначе по дате файла.",
    ),
    "lang": ("Language of the answer; else that of the locale.", "Язык ответа; иначе по локали."),
    "utc": ("Show times in UTC, not in local time.", "Время в UTC, а не местное."),
    "verbose": (
        "More calls, every finding, every message; a call chosen by --call has all of that anyway.",
        "Больше вызовов, все находки, все сообщения; у вызова, выбранного ключом --call, всё это показано и так.",
    ),
    "verbose-code": (
        "Everything about a code: checks for each product, what next, notes, phrases.",
        "Всё о коде: проверки для каждого продукта, что дальше, заметки, фразы.",
    ),
    "follow": (
        "Keep reading what is appended to FILE (rotation is survived), and show each call and registration that went wrong when it is "
        "over, with -v every one. What is there already is not shown. Ctrl-C ends it.",
        "Читать всё, что дописывается в FILE (ротация не мешает), и показывать каждый неудачный вызов и регистрацию, когда они "
        "закончились, с -v все подряд. То, что уже записано, не показывается. Выход: Ctrl-C.",
    ),
    "json": ("Write everything as JSON.", "Вывести всё как JSON."),
    "jsonl": ("Write JSON, a call a line.", "Вывести JSON, по строке на вызов."),
    "html": ("Write a page to FILE (- is standard output).", "Записать страницу в FILE (- означает стандартный вывод)."),
    "markdown": ("Write Markdown.", "Вывести Markdown."),
    "fail-on": (
        "Exit status 1 if anything this bad or worse is found. A failure that nothing explains counts as an error, what a person chose "
        "(busy, declined, misdialled) as a notice at most.",
        "Код возврата 1, если найдено что-то такой тяжести или хуже. Необъяснённый сбой считается ошибкой (error), а то, что выбрал "
        "человек (занято, отклонил, ошибся номером), — не более чем замечанием (notice).",
    ),
    "list": ("List the codes: 403, 4xx, 480-489.", "Перечислить коды: 403, 4xx, 480-489."),
    "no-color": ("No colours, even on a terminal.", "Без цвета даже на терминале."),
    "version": ("Show the version.", "Показать версию."),
    "help": ("Show this help.", "Показать эту справку."),
    "svg": ("Write SVG, to FILE.svg if one is named.", "Вывести SVG; если назван FILE.svg, то в него."),
    "mermaid": ("Write a Mermaid sequence diagram.", "Вывести диаграмму Mermaid."),
    "output": ("The file to write.", "Куда записать."),
    "output-sound": (
        "The file to write: .wav, .opus, .ogg or .mp3.",
        "Куда записать: .wav, .opus, .ogg или .mp3.",
    ),
    "png": ("Draw waveform and spectrum to OUT.png.", "Нарисовать форму сигнала и спектр в OUT.png."),
    "play": ("Play it.", "Проиграть."),
    "loss": (
        "Lost packets are silent (default), or concealed as a telephone would.",
        "Потерянные пакеты слышны как тишина (silent, по умолчанию) или заменены, как в телефоне (concealed).",
    ),
    "leg": ("The leg to listen to; else the first with voice both ways.", "Какое плечо слушать; иначе первое, где голос в обе стороны."),
    "anonymize": (
        "Replace names, numbers and addresses, remove digests, keys and sound; times, ports and names of known products stay.",
        "Заменить имена, номера и адреса, убрать дайджесты, ключи и звук; время, порты и названия известных программ остаются.",
    ),
}

HELP: Table = {
    "Usage: ": ("Usage: ", "Запуск: "),
    "[required]": ("[required]", "[обязателен]"),
    "Options": ("Options", "Ключи"),
    "Commands": ("Commands", "Команды"),
    "exit": (
        "Exit status: 0 done; 1 done, and something as bad as --fail-on found; 2 wrong usage or a file not read; 3 no file read.",
        "Код возврата: 0 готово; 1 готово, и найдено то, о чём просит --fail-on; 2 неверный вызов или файл не прочитан; 3 читать нечего.",
    ),
}

ERROR: Table = {
    "missing": ("{path}: no such file", "{path}: нет такого файла"),
    "directory": (
        "{path} is a directory; name the files in it",
        "{path} — каталог; укажите файлы из него",
    ),
    "permission": ("{path}: no permission to read it", "{path}: нет прав на чтение"),
    "empty": ("{path} is empty: nothing was recorded in it", "{path} пуст: в нём ничего не записано"),
    "archive": (
        "{path} is an archive of files: extract it and name the captures that were in it",
        "{path} — архив с файлами: распакуйте его и укажите дампы, которые в нём лежали",
    ),
    "packed": (
        "{path} is compressed in a way that is not read (gzip and zstd are): decompress it first",
        "{path} сжат так, как здесь не читается (читаются gzip и zstd): сначала распакуйте его",
    ),
    "unrecognised": (
        "{path} is neither a capture (pcap, pcapng) nor a log with SIP messages",
        "{path} не похож ни на дамп (pcap, pcapng), ни на лог с сообщениями SIP",
    ),
    "bad-zone": (
        "{value} is no zone that is known here (Europe/Moscow, +03:00)",
        "часовой пояс {value} неизвестен (пишут так: Europe/Moscow, +03:00)",
    ),
    "bad-year": ("{value} is not a year (1990 to 2099)", "{value} — не год (от 1990 до 2099)"),
    "export-log": (
        "entry {number} is known from a log alone: there are no packets to export",
        "запись {number} известна только из лога: пакетов для выгрузки нет",
    ),
    "growing-packed": (
        "{path} is packed: --follow reads only what is written as it is",
        "{path} сжат: с --follow читаются только несжатые файлы",
    ),
    "follow-alone": (
        "--follow goes with text and --jsonl, not with {options:list}",
        "--follow работает с текстом и --jsonl, но не с {options:list}",
    ),
    "unreadable": ("{path} cannot be read: {detail}", "{path} не читается: {detail}"),
    "no-call": ("there is no entry number {number}", "записи номер {number} нет"),
    "no-rule": ("there is no rule {slug}; sipwhy rules lists them", "правила {slug} нет; список: sipwhy rules"),
    "no-rule-with": (
        "no rule has {words} in its area, name or title; sipwhy rules lists them all",
        "нет правила, у которого в области, имени или названии есть {words}; все правила: sipwhy rules",
    ),
    "no-rule-named": (
        "there is no rule {slug}; there are {known:list}; sipwhy rules lists them all",
        "правила {slug} нет, а есть {known:list}; полный список: sipwhy rules",
    ),
    "no-file-but-text": (
        "{name}: no such file; the text to look for stands last, or behind -e",
        "{name}: нет такого файла; искомый текст пишут последним или после -e",
    ),
    "no-rule-near": (
        "there is no rule {slug}; perhaps {near} is meant; sipwhy rules lists them all",
        "правила {slug} нет; возможно, имеется в виду {near}; список: sipwhy rules",
    ),
    "no-code": (
        "expected a code or words, e.g. sipwhy code 403, or --list 4xx",
        "ожидается код или слова, напр. sipwhy code 403, или --list 4xx",
    ),
    "nothing-found": (
        "nothing is known of “{query}”; expected a code, a phrase, a line of a log or a few plain words; sipwhy rules lists diagnoses",
        "о «{query}» ничего не известно; ожидается код, фраза, строка журнала или несколько простых слов; диагнозы: sipwhy rules",
    ),
    "nothing-listed": ("no code of these is known", "ни один из этих кодов не известен"),
    "no-number": (
        "{list} {number}: no such number is in this list",
        "{list} {number}: такого номера в этом списке нет",
    ),
    "settings-unreadable": ("{path}: the settings cannot be read: {detail}", "{path}: настройки не читаются: {detail}"),
    "settings-form": ("{path}: no settings of ours: {detail}", "{path}: это не настройки sipwhy: {detail}"),
    "settings-key": ("{path}: unknown section {name}; expected {known:list}", "{path}: неизвестный раздел {name}; ожидается {known:list}"),
    "settings-rule": (
        "{path}: there is no rule {slug}; sipwhy rules lists them",
        "{path}: правила {slug} нет; список: sipwhy rules",
    ),
    "settings-limit": (
        "{path}: rule {slug} has no limit {name}; it has {known:list}",
        "{path}: у правила {slug} нет порога {name}; есть: {known:list}",
    ),
    "certificate-package": (
        "{path}: signatures are checked by the package cryptography: pip install 'sipwhy[stir]'",
        "{path}: подписи проверяет пакет cryptography: pip install 'sipwhy[stir]'",
    ),
    "secret-is-user": (
        "--secret takes a user name, as in --secret 1001; the password is asked for, or stands in --secret-file: on the command line "
        "everybody on this machine could read it",
        "ключу --secret нужно имя пользователя, напр. --secret 1001; пароль спросят, или он берётся из --secret-file: в "
        "командной строке его "
        "увидит любой на этой машине",
    ),
    "secret-no-terminal": (
        "the password of {user} cannot be asked for, as there is no terminal; give --secret-file FILE (- is standard input)",
        "негде спросить пароль {user}: нет терминала; задайте --secret-file FILE (- означает стандартный ввод)",
    ),
    "secret-empty": ("no password was given for {user}", "пароль {user} не введён"),
    "ask-secret": ("Password of {user} (not shown): ", "Пароль {user} (не отображается): "),
    "stdin-twice": ("standard input (-) can be read only once", "стандартный ввод (-) можно прочитать только один раз"),
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
    "bad-time": (
        "{value} is no time: expected 2026-11-23T15:04:05 or 15:04",
        "{value} — не время: ожидается 2026-11-23T15:04:05 или 15:04",
    ),
    "bad-number": ("{value} is no number: expected 1, 2, 3 ...", "{value} — не номер: ожидается 1, 2, 3 ..."),
    "bad-choice": ("{value} is not one of {choices:list}", "{value}: ожидается одно из {choices:list}"),
    "bad-value": ("{name}: {detail}", "{name}: {detail}"),
    "no-option": ("no option {name}", "нет ключа {name}"),
    "no-option-like": ("no option {name}; perhaps {near}?", "нет ключа {name}; может быть, {near}?"),
    "missing-parameter": ("expected {name}", "ожидается {name}"),
    "needs-value": ("option {name} needs a value", "ключу {name} нужно значение"),
    "no-subcommand": ("expected one of {known:list} behind {name}", "после {name} ожидается одно из: {known:list}"),
    "extra": ("too many words on the command line", "лишние слова в командной строке"),
    "no-shell": ("there is no completion for {shell}, only for {shells:list}", "для {shell} автодополнения нет, есть для {shells:list}"),
    "svg-name": (
        "{path}: an SVG file must be named .svg (FILE and N come before --svg)",
        "{path}: файл SVG должен кончаться на .svg (FILE и N пишутся до --svg)",
    ),
    "sound-name": ("{path}: expected a name that ends with {known:list}", "{path}: имя должно кончаться на {known:list}"),
    "no-sound-asked": ("expected -o OUT.wav, --png OUT.png or --play", "ожидается -o OUT.wav, --png OUT.png или --play"),
    "no-player": (
        "none of {players:list} plays it here; save it with -o OUT.wav",
        "ни одна из программ {players:list} здесь не играет; сохраните звук: -o OUT.wav",
    ),
    "no-leg": (
        "entry {number} has {legs:count:leg|legs}, not {leg}",
        "в записи {number} {legs:count:плечо|плеча|плеч}, плеча {leg} нет",
    ),
    "no-voice": ("no RTP of entry {number} is in the capture", "RTP записи {number} в дампе нет"),
    "nothing-heard": ("nothing of it can be decoded; nothing was written", "декодировать нечего, файл не записан"),
    "no-decoder": (
        "voice is decoded by the package av (PyAV): pip install 'sipwhy[audio]' ({detail})",
        "голос декодирует пакет av (PyAV): pip install 'sipwhy[audio]' ({detail})",
    ),
    "is-input": ("{path} is the input; name another file", "{path} — входной файл; укажите другой"),
    "cannot-write": ("{path} cannot be written: {detail}", "не удалось записать {path}: {detail}"),
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
        "{n:count:packet was|packets were} left out: neither SIP nor RTP, so it cannot be masked",
        "{n:count:пакет пропущен|пакета пропущено|пакетов пропущено}: это не SIP и не RTP, обезличить их нельзя",
    ),
    "written": ("{path} written", "записан {path}"),
    "reading": ("reading {share:percent}", "чтение {share:percent}"),
}

RULE: Table = {
    "references": ("See", "Источники"),
    "needs": ("Needs", "Нужно"),
    "limits": ("Limits, to be set in the settings", "Пороги, меняются в настройках"),
    "variant": ("In another case", "В другом случае"),
    "basis": ("Stands on", "Основание"),
    "basis-must": ("the standard demands it (MUST)", "требование стандарта (MUST)"),
    "basis-should": ("the standard advises it (SHOULD)", "рекомендация стандарта (SHOULD)"),
    "basis-interop": ("others stumble over it", "на этом спотыкаются другие"),
    "basis-observation": ("what was seen differs from what was said", "наблюдаемое расходится с заявленным"),
    "need-rtp": ("RTP", "RTP"),
    "need-log": ("the log of the PBX", "журнал АТС"),
    "log-too": ("A log proves it, too: Asterisk, FreeSWITCH, Kamailio", "Доказывается и журналом: Asterisk, FreeSWITCH, Kamailio"),
    "or-log": ("SIP or the log", "SIP или журнал"),
    "need-certificate": ("the signer's certificate", "сертификат подписавшего"),
    "need-secret": ("the password of the account", "пароль учётной записи"),
}

RULE_PAGE: Table = {
    "index": ("Every diagnosis", "Все диагнозы"),
    "index-words": (
        "What sipwhy can find, by area; the last column is what other programs call it. Made by `make pages` from the rules themselves.",
        "Что умеет находить sipwhy, по разделам; в последнем столбце — как это зовут другие программы. Создаёт `make pages` из правил.",
    ),
    "all": ("all diagnoses", "все диагнозы"),
    "area": ("area", "раздел"),
    "rule": ("rule", "правило"),
    "says": ("what it says", "что говорит"),
    "evidence": ("needs", "что нужно"),
    "rivals": ("elsewhere", "у других"),
    "proof": ("What proves it", "Чем доказывается"),
    "example": ("Example", "Пример"),
}
