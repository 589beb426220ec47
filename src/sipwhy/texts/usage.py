"""The words of the command line: help, and what is said of rules."""

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
    "history": (
        "Record SIP messages in the background, and look at what was recorded: on, off, status, list, where, entry, calls, report, export, "
        "shell, clear.",
        "Записывать сообщения SIP в фоне и смотреть записанное: on, off, status, list, where, entry, calls, report, export, shell, clear.",
    ),
    "calls": ("List calls, one a line.", "Список вызовов, по строке на вызов."),
    "flow": (
        "Draw call N as a ladder: text, SVG or Mermaid.\n\n"
        'N is the number of a call: column No of sipwhy calls, "Call N" in the report. #N beside an arrow is the frame\'s number in its '
        "file, as Wireshark counts; in the report of a history it is the message's, for history entry.",
        (
            "Нарисовать вызов N лесенкой: текст, SVG или Mermaid.\n\nN — номер вызова: столбец № в sipwhy calls, «Вызов N» в отчёте. #N у "
            "стрелки — номер кадра в файле, как считает Wireshark; в отчёте по истории — номер сообщения, для history entry."
        ),
    ),
    "live": (
        "Explain calls and registrations as they end, from interfaces (all of them if none is named) or from a capture that a pipe "
        "brings.\n\n"
        "WORD is an interface, - for standard input, or part of a filter as tcpdump has it: sipwhy live eth0 udp port 5060.",
        "Объяснять вызовы и регистрации по мере их завершения: с интерфейсов (если не названы, со всех) либо из дампа, который идёт по "
        "каналу.\n\n"
        "WORD: интерфейс, - (стандартный ввод) или часть фильтра как у tcpdump: sipwhy live eth0 udp port 5060.",
    ),
    "media": (
        "List the streams of voice with loss, jitter and MOS; with N those of call N in full.",
        "Потоки голоса с потерями, джиттером и MOS; с N подробно потоки вызова N.",
    ),
    "audio": (
        "Tell, save, draw or play what is heard in call N: the caller left, the callee right.",
        "Сказать, что слышно в вызове N, сохранить его, нарисовать или проиграть: слева вызывающий, справа вызываемый.",
    ),
    "grep": (
        "Print whole messages that match, with the call they belong to. TEXT is the last word that names no file, or stands behind -e.\n\n"
        "Above each: message N counts all SIP messages of the files (history entry N FILE shows it), call N is for sipwhy FILE N, frame N "
        "for Wireshark.\n\n"
        "Digests, passwords and keys are shown as asterisks. Exit status 0 even if nothing matches: count with -c.",
        "Показать подходящие сообщения целиком и вызов, к которому каждое относится. TEXT: последнее слово, если такого файла нет, "
        "или после -e.\n\n"
        "Над каждым: сообщение N — счёт по всем сообщениям SIP (его покажет history entry N FILE), вызов N — для sipwhy FILE N, кадр N — "
        "для Wireshark.\n\n"
        "Дайджесты, пароли и ключи заменены звёздочками. Код возврата 0, даже если ничего не нашлось: для счёта есть -c.",
    ),
    "export": (
        "Save the SIP and RTP of call N as pcapng for Wireshark.",
        "Сохранить SIP и RTP вызова N в pcapng для Wireshark.",
    ),
    "tui": (
        "The terminal program: list of calls, ladders, messages, why calls failed; F1 lists its keys.",
        "Программа для терминала: список вызовов, схемы, сообщения, причины сбоев; клавиши покажет F1.",
    ),
    "cdr": (
        "Traffic quality of CDRs: ASR, NER, ACD, PDD by vendor and direction, what changed since when, a ticket to the vendor.\n\n"
        "FILE is a CDR of any product (CSV, Excel, Parquet, JSON, XML, SQLite), a database's URL "
        "(mysql://user@host/asteriskcdrdb/cdr, postgresql://...), or a capture beside them.",
        "Качество трафика по CDR: ASR, NER, ACD, PDD по вендорам и направлениям, что и с какого времени изменилось, заявка вендору.\n\n"
        "FILE: CDR любого продукта (CSV, Excel, Parquet, JSON, XML, SQLite), URL базы данных "
        "(mysql://пользователь@узел/asteriskcdrdb/cdr, postgresql://...) либо дамп вместе с ними.",
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
        'Write the shell\'s completion script, to be run as eval "$(sipwhy completion bash)".\n\n'
        "For good it is saved where the shell looks: bash ~/.local/share/bash-completion/completions/sipwhy, zsh as _sipwhy in a folder of "
        "$fpath, fish ~/.config/fish/completions/sipwhy.fish.",
        'Скрипт автодополнения для оболочки; запускают так: eval "$(sipwhy completion bash)".\n\n'
        "Насовсем его сохраняют туда, где ищет оболочка: bash ~/.local/share/bash-completion/completions/sipwhy, zsh под именем _sipwhy в "
        "каталог из $fpath, fish ~/.config/fish/completions/sipwhy.fish.",
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
    "message-where": (
        "Only messages of which EXPR is true: 'status = 4xx and to like \"^7495\"' (the filter language, see docs/where.md).",
        "Только сообщения, для которых верно EXPR: 'status = 4xx and to like \"^7495\"' (язык фильтров: docs/where.ru.md).",
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
    "call": (
        "Only call number N (column No of sipwhy calls); N alone behind the files means the same.",
        "Только вызов номер N (столбец № в sipwhy calls); просто N после файлов значит то же самое.",
    ),
    "phone": ("Only calls from or to this number or name.", "Только вызовы с этого номера (имени) или на него."),
    "caller": ("Only calls from this number or name.", "Только вызовы с этого номера (имени)."),
    "callee": ("Only calls to this number or name.", "Только вызовы на этот номер (имя)."),
    "ip": (
        "Only calls through this address, ADDRESS:PORT or network (10.0.0.0/8).",
        "Только вызовы через этот адрес, ADDRESS:PORT или сеть (10.0.0.0/8).",
    ),
    "call-id": ("Only calls whose Call-ID contains this.", "Только вызовы, чей Call-ID это содержит."),
    "method": ("Only calls with this method: REGISTER; INVITE,SUBSCRIBE.", "Только вызовы с этим методом: REGISTER; INVITE,SUBSCRIBE."),
    "status": (
        "Only calls with this final answer, on any leg: 486, 4xx, 480-489. A login's 401 or 407 does not count.",
        "Только вызовы с таким окончательным ответом, на любом плече: 486, 4xx, 480-489. Запрос пароля (401, 407) не считается.",
    ),
    "since": (
        "Only calls begun at or after TIME: 2026-11-23T15:04, or 15:04 of the capture's day.",
        "Только начатые не раньше TIME: 2026-11-23T15:04 или 15:04 того дня, когда снят дамп.",
    ),
    "since-today": (
        "Only what came at or after TIME: 2026-11-23T15:04, or 15:04 of today.",
        "Только с момента TIME: 2026-11-23T15:04 или 15:04 сегодня.",
    ),
    "until-today": ("Only what came before TIME.", "Только то, что было раньше TIME."),
    "until": ("Only calls begun before TIME.", "Только начатые раньше TIME."),
    "cause": ("Only calls with this cause (see sipwhy rules).", "Только вызовы с этой причиной (см. sipwhy rules)."),
    "where": (
        "Only calls with a message of which EXPR is true: 'method = BYE and to like \"^7495\"' (the filter language, see docs/where.md). "
        "'status = 4xx' is any answer, a challenge (401, 407), too; the final one is --status.",
        "Только вызовы, где хоть для одного сообщения верно EXPR: 'method = BYE and to like \"^7495\"' (язык фильтров: docs/where.ru.md). "
        "'status = 4xx' — любой ответ, и запрос пароля (401, 407); окончательный — --status.",
    ),
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
    "keylog": (
        "Decrypt TLS with the keys in FILE (SSLKEYLOGFILE format; several may be given).",
        "Расшифровать TLS ключами из FILE (формат SSLKEYLOGFILE; можно несколько).",
    ),
    "rsa-key": (
        "Decrypt TLS with the server's RSA key (PEM or DER): only connections whose keys were not agreed by Diffie-Hellman.",
        "Расшифровать TLS закрытым RSA-ключом сервера (PEM или DER): только соединения без обмена ключами по Диффи — Хеллману.",
    ),
    "log-zone": (
        "Zone of log times that name none: Europe/Moscow or +03:00; else this machine's.",
        "Часовой пояс журнала, если в нём самом он не указан: Europe/Moscow или +03:00; иначе местный.",
    ),
    "log-year": (
        "Year of the first line of a log that writes none; else by the file's date.",
        "Год первой строки журнала, если в нём нет года; иначе по дате файла.",
    ),
    "lang": ("Language of the answer; else that of the locale.", "Язык ответа; иначе по локали."),
    "utc": ("Show times in UTC, not in local time.", "Время в UTC, а не местное."),
    "verbose": (
        "More calls, every finding, every message; a call chosen by --call has all of that anyway.",
        "Больше вызовов, все находки, все сообщения; у вызова, выбранного ключом --call, всё это показано и так.",
    ),
    "verbose-cdr": ("Every row of the tables, every change.", "Все строки таблиц и все изменения."),
    "fail-on-found": (
        "Exit status 1 if anything this bad or worse is found.",
        "Код возврата 1, если найдено что-то такой тяжести или хуже.",
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
    "iface": ("Read from this network interface (any: all of them).", "Читать с этого сетевого интерфейса (any: со всех)."),
    "filter": (
        "With --iface: only packets that pass this (pcap-filter): port 5060; a filter that leaves voice out keeps calls longer.",
        "Вместе с --iface: только пакеты, проходящие этот фильтр (pcap-filter): port 5060; без голоса вызовы хранятся дольше.",
    ),
    "follow-tui": (
        "Keep reading what is appended to FILE (rotation is survived).",
        "Читать и то, что дописывается в FILE (ротация не мешает).",
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
    "help-all": ("Show every option and command.", "Показать все ключи и команды."),
    "help": ("Show this help.", "Показать эту справку."),
    "svg": ("Write SVG, to FILE.svg if one is named.", "Вывести SVG; если назван FILE.svg, то в него."),
    "mermaid": ("Write a Mermaid sequence diagram.", "Вывести диаграмму Mermaid."),
    "output": ("The file to write (- is standard output).", "Куда записать (- означает стандартный вывод)."),
    "output-sound": (
        "The file to write: .wav, .opus, .ogg or .mp3.",
        "Куда записать: .wav, .opus, .ogg или .mp3.",
    ),
    "png": ("Draw waveform and spectrum to OUT.png.", "Нарисовать форму сигнала и спектр в OUT.png."),
    "listen": (
        "Listen to the voice of every answered call (tones, echo, level, fax), however many there are.",
        "Прослушать голос всех принятых вызовов (сигналы, эхо, уровень, факс), сколько бы их ни было.",
    ),
    "listen-call": (
        "Decode the voice and tell what is heard when: speech, silence, tones, level, echo.",
        "Декодировать голос и сказать, что и когда слышно: речь, тишина, сигналы, уровень, эхо.",
    ),
    "play": ("Play it.", "Проиграть."),
    "stream": (
        "Voice of no call: stream N of those that `sipwhy media FILE` lists as –/N, and what comes back to it.",
        "Голос вне вызовов: поток N из тех, что `sipwhy media FILE` показывает как –/N, и встречный ему.",
    ),
    "codec": (
        "With --stream: what its payload type is, such as opus, speex/16000 or 111=opus; else it is guessed.",
        "Вместе с --stream: что это за кодек, например opus, speex/16000 или 111=opus; иначе он угадывается.",
    ),
    "loss": (
        "Lost packets are silent (default), or concealed as a telephone would.",
        "Потерянные пакеты слышны как тишина (silent, по умолчанию) или заменены, как в телефоне (concealed).",
    ),
    "leg-streams": ("Only what goes on this leg.", "Только то, что идёт на этом плече."),
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
    "COMMAND [...]": ("COMMAND [...]", "КОМАНДА [...]"),
    "exit": (
        "Exit status: 0 done; 1 done, and something as bad as --fail-on found; 2 wrong usage or a file not read; 3 no file read.",
        "Код возврата: 0 готово; 1 готово, и найдено то, о чём просит --fail-on; 2 ошибка в команде или файл не прочитан; 3 читать нечего.",
    ),
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
    "need-sound": ("the sound of the call", "звук разговора"),
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
