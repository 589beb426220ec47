"""The words of `sipwhy cdr`: its options and problems, and what its report says."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table
from sipwhy.texts.install import install

CDR_OPTION: Table = {
    "vendor": ("Only attempts by this vendor (trunk, gateway).", "Только попытки через этого вендора (транк, шлюз)."),
    "country": (
        "How numbers are dialled where the server stands: RU, DE.",
        "Как набирают номера там, где стоит сервер: RU, DE.",
    ),
    "prefixes": (
        "A table of your own directions: prefix and name on each line (CSV).",
        "Своя таблица направлений: префикс и название в каждой строке (CSV).",
    ),
    "zone": (
        "Zone of the CDR's local times: Europe/Moscow, +03:00; else this machine's.",
        "Часовой пояс местного времени в CDR: Europe/Moscow, +03:00; иначе пояс этой машины.",
    ),
    "mapping": ("Which column is what, from this file (TOML).", "Какой столбец что означает: взять из этого файла (TOML)."),
    "columns": (
        "Show which columns were recognised as what, as a mapping file, and do nothing else.",
        "Показать, какие столбцы за что приняты, в виде файла для --mapping, и больше ничего не делать.",
    ),
    "password-file": (
        "The database's password is the first line of this file.",
        "Пароль базы данных: первая строка этого файла.",
    ),
    "by": (
        "What to group by: vendor, direction, operator, country, caller, source, hour.",
        "Как группировать: vendor, direction, operator, country, caller, source, hour.",
    ),
    "csv": ("Write the measures of every vendor and direction as CSV.", "Вывести показатели по каждому вендору и направлению в CSV."),
    "ticket": ("Write a ticket to this vendor.", "Составить заявку этому вендору."),
    "ticket-form": ("How the ticket is written; eml is an e-mail file.", "В каком виде заявка; eml — файл письма."),
    "mask": ("Hide the last digits of callers, callees or both in the ticket.", "Скрыть в заявке последние цифры номеров А, Б или обоих."),
    "watch": ("Look again every so often: 30s, 5m, 1h.", "Смотреть снова каждые 30s, 5m, 1h."),
    "webhook": ("With --watch: POST what changed as JSON to this URL.", "С --watch: отправлять изменения в JSON на этот URL (POST)."),
    "min-asr": (
        "Exit status 1 if the ASR of any vendor is below so many percent.",
        "Код возврата 1, если ASR какого-либо вендора ниже (в процентах).",
    ),
    "min-ner": (
        "Exit status 1 if the NER of any vendor is below so many percent.",
        "Код возврата 1, если NER какого-либо вендора ниже (в процентах).",
    ),
    "since": (
        "Only attempts begun at TIME or later (2026-11-23T15:04, or 15:04 of the last day).",
        "Только попытки, начатые не раньше TIME (2026-11-23T15:04 или 15:04 последнего дня).",
    ),
    "until": ("Only attempts begun before TIME.", "Только попытки, начатые раньше TIME."),
    "last": (
        "Only attempts of so long before the newest one: 30m, 1h, 7d.",
        "Только попытки за такое время до самой новой: 30m, 1h, 7d.",
    ),
}

PROBLEM: Table = {
    "no-cdr-package": (
        "this needs duckdb and phonenumbers: " + install("cdr"),
        "для этого нужны duckdb и phonenumbers: " + install("cdr"),
    ),
    "no-package": (
        "{path}: this needs the package {package}: " + install("cdr"),
        "{path}: нужен пакет {package}: " + install("cdr"),
    ),
    "missing": ("{path}: no such file", "{path}: нет такого файла"),
    "history-alone": (
        "{path} is a history of sipwhy; name it without captures beside it: sipwhy history export makes a capture of it",
        "{path} — история sipwhy; указывайте её без дампов рядом: дамп из неё сделает sipwhy history export",
    ),
    "directory": ("{path} is a directory: name the files in it", "{path} — каталог: назовите файлы в нём"),
    "empty": ("{path} is empty", "{path} пуст"),
    "unreadable": ("{path} cannot be read: {detail}", "{path} не читается: {detail}"),
    "no-columns": (
        (
            "{path}: expected CDRs: lines of values with comma, semicolon, tab or | between them; this is text without columns. If it is a "
            "log with calls in it: sipwhy {path}"
        ),
        (
            "{path}: ожидаются CDR: строки значений через запятую, точку с запятой, табуляцию или |; здесь текст без столбцов. Есть ли в "
            "нём вызовы (если это журнал), скажет: sipwhy {path}"
        ),
    ),
    "log": (
        (
            "{path}: expected CDRs (CSV, Excel, Parquet, JSON, XML, SQLite) or a capture; this is a log. To see why its calls failed: "
            "sipwhy {path}"
        ),
        (
            "{path}: ожидаются CDR (CSV, Excel, Parquet, JSON, XML, SQLite) или дамп, а это журнал. Почему не прошли вызовы в нём, скажет: "
            "sipwhy {path}"
        ),
    ),
    "binary": (
        "{path}: expected CDRs (CSV, Excel, Parquet, JSON, XML, SQLite) or a capture; this is no text, and no file of a known kind",
        "{path}: ожидаются CDR (CSV, Excel, Parquet, JSON, XML, SQLite) или дамп; это не текст и не файл известного вида",
    ),
    "broken-packing": (
        "{path}: its compressed data cannot be unpacked: the file is incomplete or damaged",
        "{path}: сжатые данные не распаковываются: файл неполный или повреждён",
    ),
    "huge-cell": (
        "{path}: {part} in it has a text of more than a megabyte, which no cell of Excel can have: save the sheet as CSV without it",
        "{path}: в нём ({part}) есть текст длиннее мегабайта, такого в ячейке Excel быть не может: сохраните лист в CSV без него",
    ),
    "broken-form": (
        "{path}: it begins as {form}, and cannot be read as that: it is incomplete or damaged",
        "{path}: начинается как {form}, но так не читается: файл неполный или повреждён",
    ),
    "broken-at": ("{path}: it cannot be read from record or line {record} on", "{path}: не читается начиная с записи или строки {record}"),
    "broken-record": (
        "{path}: it begins as {form}, and cannot be read as that from record or line {record} on",
        "{path}: начинается как {form}, но так не читается начиная с записи или строки {record}",
    ),
    "nothing-captured": (
        "{path}: not a single call in it; to see what else is there: sipwhy {path}",
        "{path}: ни одного вызова; что там есть, скажет: sipwhy {path}",
    ),
    "no-layout": (
        "{path}: no CDR layout that is known, and no column of times with one of numbers or vendors could be told. "
        "Say in a file which column is what (--mapping, docs/cdr.md). Columns: {known:list}",
        (
            "{path}: формат CDR не опознан, и не удалось найти столбцы с временем и с номером или вендором. Укажите в файле, какой столбец "
            "что означает (--mapping, docs/cdr.ru.md). Столбцы: {known:list}"
        ),
    ),
    "nothing": ("{path}: not a single attempt in it", "{path}: ни одной попытки вызова"),
    "nothing-then": ("{path}: not a single attempt in that time", "{path}: за это время ни одной попытки вызова"),
    "bad-url": (
        "this URL of a database is not understood: expected mysql://user@host/database/table, postgresql://user@host/database/table "
        "or sqlite:///path/to/file.db",
        "такой URL базы данных непонятен: ожидается mysql://пользователь@узел/база/таблица, postgresql://пользователь@узел/база/таблица "
        "или sqlite:///путь/к/файлу.db",
    ),
    "no-password": ("{path}: no password can be read from it", "{path}: пароль из него не читается"),
    "database": ("{path}: the database says: {detail}", "{path}: ответ базы данных: {detail}"),
    "no-table": ("{path}: there is no table {name}; there are {known:list}", "{path}: нет таблицы {name}; есть {known:list}"),
    "which-table": (
        "{path}: none of its tables is called like one of CDRs; name one behind the database: {known:list}",
        "{path}: ни одна таблица не названа как таблица CDR; укажите её в URL после базы: {known:list}",
    ),
    "no-country": ("{name} is no country: expected two letters such as RU, DE", "{name} — не страна: ожидаются две буквы, например RU, DE"),
    "prefixes-unreadable": ("{path}: the table of prefixes cannot be read: {detail}", "{path}: таблица префиксов не читается: {detail}"),
    "bad-table": (
        "{path}, line {line}: expected a prefix and a name: {value}",
        "{path}, строка {line}: ожидаются префикс и название: {value}",
    ),
    "mapping-unreadable": ("{path}: the mapping cannot be read: {detail}", "{path}: файл столбцов не читается: {detail}"),
    "mapping-form": ("{path}: no mapping: {detail}", "{path}: это не файл столбцов: {detail}"),
    "mapping-column": (
        "{path}: {name} is nothing of ours; expected {known:either}",
        "{path}: {name} — неизвестное имя; ожидается {known:either}",
    ),
    "mapping-result": ("{path}: {name} is no result; expected {known:either}", "{path}: {name} — не результат; ожидается {known:either}"),
    "mapping-lacks": ("{path}: there is no column {name}; there are {known:list}", "{path}: нет столбца {name}; есть {known:list}"),
    "no-vendor": ("there is no vendor {name}; the vendors here: {known:list}", "вендора {name} нет; вендоры здесь: {known:list}"),
    "bad-by": ("{name} cannot be grouped by; expected {known:either}", "по {name} группировать нельзя; ожидается {known:either}"),
    "ticket-needed": (
        "{option} is for the ticket alone: expected --ticket VENDOR beside it",
        "{option} действует только в заявке: ожидается вместе с --ticket VENDOR",
    ),
    "columns-none": (
        "{name}: packets and logs have no columns that could be named otherwise",
        "{name}: у пакетов и журналов нет столбцов, которые можно было бы назвать иначе",
    ),
    "watch-alone": ("--watch goes with text or --json, not with {option}", "--watch работает с текстом и --json, но не с {option}"),
    "bad-webhook": (
        "the URL of --webhook is not understood: expected http://host/path or https://host/path",
        "URL в --webhook непонятен: ожидается http://узел/путь или https://узел/путь",
    ),
    "webhook-alone": ("--webhook needs --watch: 30s, 5m or 1h", "для --webhook нужен --watch: 30s, 5m или 1h"),
    "webhook-failed": (
        "the webhook did not take it, it is sent again at the next look: {detail}",
        "вебхук не принял сообщение, оно уйдёт снова при следующей проверке: {detail}",
    ),
    "webhook-refused": (
        "the webhook refuses this message, it is not sent again: {detail}",
        "вебхук отверг это сообщение, больше оно не отправляется: {detail}",
    ),
    "webhook-lost": (
        "the webhook has taken nothing for long: {n:count:message|messages}, the oldest, dropped",
        ("вебхук давно ничего не принимает: отброшено {n:count:самое старое сообщение|самых старых сообщения|самых старых сообщений}"),
    ),
}

BROKEN: Table = {
    "too-many": ("more values than columns", "значений больше, чем столбцов"),
    "too-few": ("fewer values than columns", "значений меньше, чем столбцов"),
    "quotes": ("a quotation mark is not closed", "кавычка не закрыта"),
    "encoding": ("letters that are no text", "байты, которые не являются текстом"),
    "line": ("the line cannot be read", "строка не читается"),
    "no-start": ("the time at which it began cannot be read", "время начала не читается"),
    "more": ("{times:count:more row|more rows} like these", "ещё {times:count:такая строка|такие строки|таких строк}"),
}

CDR: Table = {
    "step-over": (
        "It is over in this data: look at newer CDRs whether it came back (sipwhy cdr FILE --last 1h) before you change a route; a ticket "
        "is worth writing all the same.",
        "В этих данных это уже кончилось: прежде чем менять маршрут, проверьте по свежим CDR, не повторилось ли "
        "(sipwhy cdr FILE --last 1h); заявку стоит подать в любом случае.",
    ),
    "seen-until": ("Seen until {until}, and not since in this data.", "Наблюдалось до {until}, позже в этих данных не видно."),
    "headline": (
        "{attempts:count:attempt|attempts}, {answered:count:answered|answered}: ASR {asr:percent}, NER {ner:percent}",
        (
            "{attempts:count:попытка|попытки|попыток} вызова, {answered:count:отвечена|отвечены|отвечено}: "
            "ASR {asr:percent}, NER {ner:percent}"
        ),
    ),
    "headline-part": (
        (
            "{attempts:count:attempt|attempts}, {answered:count:answered|answered}; {seizures:count:seizure|seizures} through vendors: "
            "ASR {asr:percent}, NER {ner:percent}"
        ),
        (
            "{attempts:count:попытка|попытки|попыток} вызова, {answered:count:отвечена|отвечены|отвечено}; "
            "{seizures:count:занятие|занятия|занятий} через вендоров: ASR {asr:percent}, NER {ner:percent}"
        ),
    ),
    "headline-bare": (
        "{attempts:count:attempt|attempts}, {answered:count:answered|answered}; which left by a trunk this CDR does not tell",
        (
            "{attempts:count:попытка|попытки|попыток} вызова, {answered:count:отвечена|отвечены|отвечено}; какие из них ушли через транк, "
            "по этому CDR не видно"
        ),
    ),
    "only-since": ("only from {since} on", "только с {since}"),
    "only-until": ("only before {until}", "только до {until}"),
    "only-between": ("only {span}", "только {span}"),
    "source-own": (
        "{name}: {rows:count:row|rows}, {attempts:count:attempt|attempts}",
        "{name}: {rows:count:строка|строки|строк}, {attempts:count:попытка|попытки|попыток}",
    ),
    "source-then": ("{n} of them in that time", "из них за это время {n}"),
    "narrow": (
        "of the history this time alone was read: changes within it are not compared with what it holds of before",
        "из истории прочитано только это время: с тем, что было в ней раньше, сравнения нет",
    ),
    "layout-packets": ("packets", "пакеты"),
    "source": (
        "{name}: {layout}, {rows:count:row|rows}, {attempts:count:attempt|attempts}",
        "{name}: {layout}, {rows:count:строка|строки|строк}, {attempts:count:попытка|попытки|попыток}",
    ),
    "guessed": (
        "columns recognised by their names: {columns}; look whether that is right (--columns)",
        "столбцы узнаны по названиям: {columns}; проверьте (--columns)",
    ),
    "unchecked": (
        "this layout was taken from its documentation; nobody has tried it on files of this product",
        "формат взят из документации; на файлах этого продукта его никто не проверял",
    ),
    "tails": (
        "{n:count:row|rows} told the cause of the attempt before",
        "{n:count:строка с причиной присоединена|строки с причиной присоединены|строк с причиной присоединены} к своим попыткам",
    ),
    "halves": (
        "{n:count:inner half of a Local channel|inner halves of Local channels} left out",
        (
            "{n:count:внутренняя половина канала Local не учтена|внутренние половины каналов Local не "
            "учтены|внутренних половин каналов Local не учтено}"
        ),
    ),
    "same": (
        "{n:count:further row|further rows} of calls that are counted already",
        (
            "{n:count:строка относится к уже учтённому вызову|строки относятся к уже учтённым вызовам|строк относятся к уже учтённым "
            "вызовам}"
        ),
    ),
    "met": (
        "packets: {met} of {calls:count:call|calls} belong to an attempt ({by_call_id} by Call-ID, {by_numbers} by numbers and time)",
        (
            "пакеты: {met} из {calls:count:вызова|вызовов|вызовов} нашли свою попытку ({by_call_id} по Call-ID, {by_numbers} по "
            "номерам и времени)"
        ),
    ),
    "unread": ("Sources that could not be read", "Источники, которые не удалось прочитать"),
    "broken": ("Rows that could not be read", "Строки, которые не удалось прочитать"),
    "broken-row": ("{name}, row {row}: {why}", "{name}, строка {row}: {why}"),
    "broken-some": ("{name}: {why}", "{name}: {why}"),
    "by-vendor": ("By vendor", "По вендорам"),
    "by-direction": ("By direction", "По направлениям"),
    "by-operator": ("By operator", "По операторам"),
    "by-country": ("By country", "По странам"),
    "by-caller": ("By caller", "По номерам А"),
    "by-source": ("By where it came from", "По источникам"),
    "by-hour": ("By hour of the day", "По часам суток"),
    "by-pair": ("By vendor and direction", "По вендорам и направлениям"),
    "changed": ("What changed", "Что изменилось"),
    "nothing-changed": ("Nothing changed beyond chance.", "Изменений сверх случайных не найдено."),
    "too-little": (
        "What changed was not looked for: it takes {n:count:attempt|attempts} through vendors.",
        "Изменения не искали: нужно не меньше {n:count:попытки|попыток|попыток} через вендоров.",
    ),
    "measures": ("All together", "В целом"),
    "why-failed": ("Why attempts were not answered", "Почему не отвечены"),
    "codes": ("SIP", "SIP"),
    "causes": ("Q.850", "Q.850"),
    "proved": ("by the packets", "по пакетам"),
    "routes": ("Another route, by code", "Другой маршрут — по кодам"),
    "route-next": ("worth another route", "пробовать другой маршрут"),
    "route-stop": ("not by another route", "другой маршрут не поможет"),
    "hung-up": ("who hung up", "кто положил трубку"),
    "hung-up-said": ("caller {caller:percent}, callee {callee:percent}", "вызывающий {caller:percent}, вызываемый {callee:percent}"),
    "short": ("short calls (under {limit} s)", "короткие (до {limit} с)"),
    "false": ("suspected false answers", "похоже на ложный ответ (FAS)"),
    "repeated": ("repeated attempts", "повторные попытки"),
    "absent": ("Not in this CDR", "Нет в этом CDR"),
    "absent-capture": ("Not to be told from this capture", "Чего этот дамп не говорит"),
    "absent-line": ("{measures}: {lack}", "{measures}: {lack}"),
    "no-trunk": ("(no trunk)", "(не через транк)"),
    "no-direction": ("(other numbers)", "(прочие номера)"),
    "more-groups": ("and {n:count:more|more}", "и ещё {n}"),
    "interval": ("{low}–{high} %", "{low}–{high} %"),
    "page-title": ("Traffic quality", "Качество трафика"),
    "definitions": ("Definitions", "Определения"),
    "legend": ("ASR over time, each bar with a height of its own from 0 to 100 %", "ASR по времени, высота столбика от 0 до 100 %"),
    "below": ("{vendor}: {measure} {value:percent} is below {limit} %", "{vendor}: {measure} {value:percent} ниже {limit} %"),
    "columns-known": (
        "# {name}: {layout}, a layout that is known; no mapping is needed",
        "# {name}: {layout}, известный формат; файл столбцов не нужен",
    ),
    "columns-free": ("# not used: {columns}", "# не использованы: {columns}"),
}

COLUMN: Table = {
    "vendor": ("vendor", "вендор"),
    "direction": ("direction", "направление"),
    "operator": ("operator", "оператор"),
    "country": ("country", "страна"),
    "caller": ("caller", "номер А"),
    "source_trunk": ("source", "источник"),
    "hour": ("hour", "час"),
    "attempts": ("attempts", "попыток"),
    "answered": ("answered", "отвечено"),
    "asr": ("ASR %", "ASR %"),
    "abr": ("ABR %", "ABR %"),
    "ner": ("NER %", "NER %"),
    "ser": ("SER %", "SER %"),
    "seer": ("SEER %", "SEER %"),
    "isa": ("ISA %", "ISA %"),
    "acd": ("ACD", "ACD"),
    "minutes": ("minutes", "минут"),
    "pdd": ("PDD s", "PDD с"),
    "pdd_95": ("PDD 95 %", "PDD 95 %"),
    "short": ("short %", "коротких %"),
    "false": ("false %", "ложных %"),
    "time": ("over time", "по времени"),
}

MEASURE: Table = {
    "vendor": ("figures by vendor", "показатели по вендорам"),
    "pdd_s": ("PDD", "PDD"),
    "status": ("SIP codes, SER, SEER, ISA", "коды SIP, SER, SEER, ISA"),
    "q850": ("Q.850 causes", "причины Q.850"),
    "hung_up": ("who hung up", "кто положил трубку"),
    "call_id": ("Call-ID for the ticket", "Call-ID для заявки"),
    "callee": ("directions", "направления"),
    "talk_s": ("ACD, minutes", "ACD, минуты"),
}
DEFINITION: Table = {
    "asr": (
        (
            "ASR: answered / seizures (ITU-T E.411, E.425). A seizure is an attempt that was sent to a vendor; redirected and unfinished "
            "ones are left out."
        ),
        (
            "ASR: отвеченные / занятия (МСЭ-Т E.411, E.425). Занятие — попытка, отправленная вендору; "
            "переадресованные и незавершённые не считаются."
        ),
    ),
    "abr": ("ABR: answered / all attempts (E.411).", "ABR: отвеченные / все попытки (E.411)."),
    "ner": (
        "NER: (answered + busy + no answer + declined by the callee + cancelled while ringing) / seizures (E.425).",
        "NER: (отвечено + занято + нет ответа + отклонено абонентом + отменено во время вызова) / занятия (E.425).",
    ),
    "ser": (
        "SER: INVITEs with 200 / INVITEs without 3xx (RFC 6076 section 4.6).",
        "SER: INVITE с 200 / INVITE без 3xx (RFC 6076, раздел 4.6).",
    ),
    "seer": (
        "SEER: INVITEs with 200, 480, 486, 600, 603 / INVITEs without 3xx (RFC 6076 section 4.7).",
        "SEER: INVITE с 200, 480, 486, 600, 603 / INVITE без 3xx (RFC 6076, раздел 4.7).",
    ),
    "isa": (
        "ISA: INVITEs with 408, 500, 503, 504 / INVITEs (RFC 6076 section 4.8).",
        "ISA: INVITE с 408, 500, 503, 504 / INVITE (RFC 6076, раздел 4.8).",
    ),
    "acd": ("ACD: talk / answered calls, zero seconds included.", "ACD: время разговоров / отвеченные, нулевые разговоры учтены."),
    "pdd": (
        "PDD: from the INVITE to the first ringing or the answer (SRD of RFC 6076 section 4.3); median and 95th percentile.",
        "PDD: от INVITE до первого КПВ или ответа (SRD, RFC 6076, раздел 4.3); медиана и 95-й процентиль.",
    ),
    "false": (
        "Suspected false answer: left by a vendor, answered within 1 s of the INVITE (without ringing, if that is told), over within 15 s.",
        "Похоже на ложный ответ: через вендора, отвечено в пределах 1 с после INVITE (без КПВ, если они известны), разговор короче 15 с.",
    ),
    "repeated": (
        "Repeated attempt: the same caller and callee within 60 s of an attempt that was not answered.",
        "Повторная попытка: те же номера А и Б не позже 60 с после неотвеченной попытки.",
    ),
    "interval": (
        "Where there are fewer than 100 seizures, the interval of 95 % stands beside a share (Wilson).",
        "Если занятий меньше 100, рядом с долей указан 95-процентный интервал (Уилсон).",
    ),
}

TICKET: Table = {
    "subject": ("{what}", "{what}"),
    "subject-plain": ("Quality of calls by {vendor}", "Качество вызовов через {vendor}"),
    "hello": ("Dear colleagues,", "Здравствуйте!"),
    "asks": (
        "our calls through your network have got worse. Please find the cause and write us what it was and since when it is mended.",
        "Наши вызовы через вашу сеть стали проходить хуже. Просим найти причину и сообщить, в чём она была и с какого времени устранена.",
    ),
    "asks-plain": (
        "please look at the calls below: they did not come about.",
        "Просим разобрать приведённые ниже вызовы: они не состоялись.",
    ),
    "what": ("What", "Что"),
    "period": ("Period", "Период"),
    "period-open": (
        "{since} until now (the last call we have is of {until})",
        ("с {since} по настоящее время (последний вызов в наших данных: {until})"),
    ),
    "period-over": ("{since} to {until}", "с {since} по {until}"),
    "hours": ("day by day from {low} to {high}", "ежедневно с {low} до {high}"),
    "zone": ("All times are {zone} ({offset}).", "Всё время указано в поясе {zone} ({offset})."),
    "direction": ("Direction", "Направление"),
    "all-directions": ("all", "все"),
    "caller": ("Caller", "Номер А"),
    "figures": ("Figures", "Показатели"),
    "now": ("in the period", "за период"),
    "before": ("before that", "до этого"),
    "compared": ("Compared with", "Для сравнения"),
    "attempts": ("attempts", "попытки"),
    "pdd": ("PDD, median", "PDD, медиана"),
    "codes": ("How attempts ended that were not answered", "Чем закончились неотвеченные попытки"),
    "others": (
        (
            "By other vendors {before:percent} of attempts to this direction ended so before and {after:percent} in this period: it is "
            "not the destination."
        ),
        (
            "У других вендоров в это направление так заканчивалось {before:percent} попыток раньше и "
            "{after:percent} за этот период: дело не в направлении."
        ),
    ),
    "samples": ("Calls to look up", "Примеры вызовов"),
    "ended": ("result", "итог"),
    "own-id": ("our id of the call", "наш идентификатор"),
    "time": ("time", "время"),
    "caller-short": ("caller", "номер А"),
    "callee-short": ("callee", "номер Б"),
    "pdd-short": ("PDD", "PDD"),
    "talk-short": ("talk", "разговор"),
    "masked": (
        "The last digits of numbers are hidden; by Call-ID and time they can be found. We send them by another way if you need them.",
        "Последние цифры номеров скрыты; вызовы находятся по Call-ID и времени. Если нужны номера полностью, пришлём другим способом.",
    ),
    "no-call-id": (
        "Our records hold no Call-ID; please look by time and numbers.",
        ("Call-ID в наших записях нет; ищите, пожалуйста, по времени и номерам."),
    ),
    "ladder": (
        "One of these calls as we saw it on the wire (Call-ID {call_id}):",
        ("Один из этих вызовов, как он выглядел в канале (Call-ID {call_id}):"),
    ),
    "please": (
        "Please answer: 1. What was the cause, and is it mended? 2. Since when? 3. If it is a limit (channels, calls per second, balance, "
        "a block by number): which one, and what is ours?",
        "Просим ответить: 1. В чём причина и устранена ли она? 2. С какого времени? 3. Если это ограничение (каналы, CPS, баланс, "
        "блокировка номера): какое именно и какое установлено для нас?",
    ),
    "sign": (
        "Kind regards,\n[name, company, account or contract number, telephone]",
        ("С уважением,\n[имя, компания, номер договора или учётной записи, телефон]"),
    ),
    "further": (
        "Further changes of this vendor, each worth a ticket of its own: {titles}",
        "Другие изменения у этого вендора, каждое заслуживает отдельной заявки: {titles}",
    ),
}
