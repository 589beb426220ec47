"""The words of what records: the commands of `sipwhy history`, what can go wrong with a store, and its status."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table
from sipwhy.texts.install import as_root, install

RECORDER_COMMAND: Table = {
    "on": (
        "Begin to record, in the background: from an interface, a HEP port, a log or a capture that grows.\n\n"
        "WORD: an interface, any (all of them), - (standard input), or a piece of a filter as tcpdump has it: "
        "sipwhy history on eth0 port 5060.",
        "Начать запись в фоне: с интерфейса, с порта HEP, из журнала или из растущего дампа.\n\n"
        "WORD: интерфейс, any (все сразу), - (стандартный ввод) или часть фильтра как у tcpdump: sipwhy history on eth0 port 5060.",
    ),
    "off": ("End the recording; what was recorded stays.", "Закончить запись; записанное остаётся."),
    "status": (
        "Since when it records, how much, what was lost, what the limits are.",
        "С каких пор идёт запись, сколько записано, что потеряно, каковы пределы.",
    ),
    "list": (
        "List messages, one a line: of the store, or of FILEs. The first column is the message's number, for history entry.",
        "Список сообщений, по строке на сообщение: из истории или из файлов FILE. Первый столбец — номер сообщения, для history entry.",
    ),
    "where": (
        "List the messages of which EXPR is true: 'status = 4xx and from = 1001' (the filter language, see docs/where.md).",
        "Список сообщений, для которых верно EXPR: 'status = 4xx and from = 1001' (язык фильтров: docs/where.ru.md).",
    ),
    "entry": (
        "Show message N (first column of history list) whole: of the store, or of FILEs.",
        "Показать сообщение N (первый столбец в history list) целиком: из истории или из файлов FILE.",
    ),
    "shell": (
        "Ask the store, or FILEs, question after question, with completion; so does sipwhy history alone.",
        "Задавать вопросы истории или файлам FILE один за другим, с автодополнением; то же делает просто sipwhy history.",
    ),
    "calls": (
        "Calls and registrations that are over, the latest last, with their causes.",
        "Завершённые вызовы и регистрации с причинами, последние внизу.",
    ),
    "report": (
        "The report on what was recorded in a span of time, as of a capture.",
        "Отчёт по записанному за промежуток времени, как по дампу.",
    ),
    "export": (
        "Save recorded messages as pcapng, for Wireshark and for sipwhy.",
        "Сохранить записанные сообщения в pcapng для Wireshark и sipwhy.",
    ),
    "clear": ("Delete everything that was recorded; numbers begin at 1 again.", "Удалить всё записанное; номера начнутся снова с 1."),
}

RECORDER_OPTION: Table = {
    "store": (
        "The store's folder (usually /var/lib/sipwhy, of other users ~/.local/state/sipwhy/history).",
        "Каталог истории (обычно /var/lib/sipwhy, у остальных ~/.local/state/sipwhy/history).",
    ),
    "iface": (
        "Record from this interface, as the WORD does (may be given several times); any: from all.",
        "Записывать с этого интерфейса, как и WORD (можно указать несколько раз); any: со всех.",
    ),
    "filter": (
        "Of interfaces: only packets that this filter of tcpdump lets through: 'port 5060'.",
        "С интерфейсов: только пакеты, которые пропускает этот фильтр tcpdump: 'port 5060'.",
    ),
    "hep": (
        "Record what comes as HEP to this UDP port: 9060 is a port of all addresses of this machine, 127.0.0.1:9060 or [::1]:9060 of one.",
        "Записывать то, что приходит по HEP на этот порт UDP: 9060 — на всех адресах машины, 127.0.0.1:9060 или [::1]:9060 — на одном.",
    ),
    "log": ("Record the messages that a server writes into this log.", "Записывать сообщения, которые сервер пишет в этот журнал."),
    "pcap": (
        "Record from this capture while it grows; -: from standard input.",
        "Записывать из этого дампа по мере его роста; -: со стандартного ввода.",
    ),
    "max-size": ("Keep at most so much on the disk: 500M, 10G.", "Хранить на диске не больше: 500M, 10G."),
    "max-age": ("Keep messages for so long: 12h, 30d.", "Хранить сообщения столько: 12h, 30d."),
    "min-free": ("Leave so much free on the disk for others: 1G.", "Оставлять на диске свободным для других: 1G."),
    "no-calls": ("Record messages only; judge no calls.", "Записывать только сообщения; вызовы не разбирать."),
    "foreground": ("Do not go into the background (for systemd).", "Не уходить в фон (для systemd)."),
    "yes": ("Do not ask (for scripts).", "Не спрашивать (для скриптов)."),
    "strict-asterisk": (
        "As Asterisk's own pjsip show history reads and writes: its mistakes, its columns, numbers from 0.",
        "Читать и писать в точности как pjsip show history у Asterisk: с его ошибками, его столбцами и номерами с 0.",
    ),
    "own": (
        "With --strict-asterisk: the server's own address (usually found by itself).",
        "Для --strict-asterisk: собственный адрес сервера (обычно определяется сам).",
    ),
    "last": ("Only what came in the last 15m, 2h, 7d.", "Только за последние 15m, 2h, 7d."),
    "limit": ("At most so many, the latest ones (usually 100).", "Не больше стольких, последние (обычно 100)."),
    "call": (
        "Only the messages of this entry of sipwhy history calls; N alone means the same.",
        "Только сообщения этой строки из sipwhy history calls; просто N значит то же самое.",
    ),
}

RECORDER_PROBLEM: Table = {
    "no-message": (
        "there is no message number {number}: they go from {first} to {last}; history list shows them; a call is shown by sipwhy FILE N",
        "сообщения номер {number} нет: они идут с {first} по {last}; список: history list, а вызов показывает sipwhy FILE N",
    ),
    "bad-strict": ("strict {value}: expected on or off", "strict {value}: ожидается on или off"),
    "no-prompt": (
        "lines are edited by the package prompt_toolkit: " + install("history") + " ({detail})",
        "строку редактирует пакет prompt_toolkit: " + install("history") + " ({detail})",
    ),
    "bad-entry": (
        "{value} is no number of a message: expected {first} or more",
        "{value} — не номер сообщения: ожидается {first} или больше",
    ),
    "which-entry": (
        "which message? e.g. sipwhy history entry {file:whole} 3; sipwhy history list {file:whole} numbers them",
        "какое сообщение? например, sipwhy history entry {file:whole} 3; номера — в sipwhy history list {file:whole}",
    ),
    "no-files-here": (
        "history {name} shows what was recorded; of a file: {instead} {file:whole}",
        "history {name} показывает записанное; о файле скажет {instead} {file:whole}",
    ),
    "no-words-here": (
        "{word}: history {name} takes options only; sipwhy history {name} --help names them",
        "{word}: у history {name} бывают только ключи; они названы в sipwhy history {name} --help",
    ),
    "no-messages-at-all": ("there is no message at all", "сообщений нет вовсе"),
    "nothing-fits": (
        "nothing matches; searched: {n:count:message|messages}",
        "ничего не найдено; просмотрено {n:count:сообщение|сообщения|сообщений}",
    ),
    "bad-address": ("{value} is no address: expected 10.0.0.1", "{value} — не адрес: ожидается 10.0.0.1"),
    "store-or-files": ("either --store or files, not both", "либо --store, либо файлы, но не вместе"),
    "strict-text": ("--strict-asterisk writes what Asterisk writes: no JSON", "--strict-asterisk пишет то же, что Asterisk: без JSON"),
    "asterisk-fails": ("Asterisk fails here: {complaint}", "Asterisk здесь откажет: {complaint}"),
    "asterisk-complains": ("Asterisk would write into its log: {complaint}", "Asterisk записал бы в журнал: {complaint}"),
    "no-store": (
        "{path}: nothing was recorded here yet; sipwhy history on begins it",
        "{path}: здесь ещё ничего не записано; начать: sipwhy history on",
    ),
    "no-store-here": (
        "{path}: nothing was recorded here yet; what the administrator records is in {other}: " + as_root() + " history ...",
        "{path}: здесь ещё ничего не записано; то, что записывает администратор, лежит в {other}: " + as_root() + " history ...",
    ),
    "not-yours": (
        "{path}: this history belongs to somebody else, and only its owner may read it: run it with sudo, or as the owner",
        "{path}: эта история чужая, читать её может только владелец: запустите через sudo или от имени владельца",
    ),
    "no-right-to-write": (
        "{path}: no right to write here: run it with sudo, or record into a folder of your own (--store)",
        "{path}: нет прав сюда писать: запустите через sudo или записывайте в свой каталог (--store)",
    ),
    "newer": (
        "{path}: a newer sipwhy recorded this (format {version}, this one knows {known}): nothing was touched; update sipwhy",
        "{path}: это записано более новой версией sipwhy (формат {version}, эта знает {known}): ничего не тронуто; обновите sipwhy",
    ),
    "strange-format": (
        "{path}: expected the version of the store's format, found something else: nothing was touched",
        "{path}: здесь должна быть версия формата истории, а стоит что-то другое: ничего не тронуто",
    ),
    "not-empty": (
        "{path}: this folder holds other files and no history; give a new or an empty one (--store)",
        "{path}: в этом каталоге другие файлы, а не история; укажите новый или пустой (--store)",
    ),
    "unreadable": ("{path}: cannot be read: {detail}", "{path}: не читается: {detail}"),
    "unwritable": ("{path}: cannot be written: {detail}", "{path}: не записать: {detail}"),
    "spoiled-messages": (
        "this segment is spoiled ({how}); messages {first} to {last} are left out: put the file back from a backup or "
        "delete it, and check the disk",
        "этот сегмент испорчен ({how}); сообщения с {first} по {last} пропущены: верните файл из резервной копии "
        "или удалите его и проверьте диск",
    ),
    "spoiled-calls": (
        "this segment is spoiled ({how}); entries {first} to {last} of history calls are left out: put the file back from a backup or "
        "delete it, and check the disk",
        "этот сегмент испорчен ({how}); строки с {first} по {last} в history calls пропущены: верните файл из резервной копии "
        "или удалите его и проверьте диск",
    ),
    "spoiled-findings": (
        "this segment is spoiled ({how}); what was found about calls {first} to {last} is left out: put the file back from a backup "
        "or delete it, and check the disk",
        "этот сегмент испорчен ({how}); найденное по вызовам с {first} по {last} пропущено: верните файл из резервной копии "
        "или удалите его и проверьте диск",
    ),
    "spoiled-more": (
        "more segments are spoiled; sipwhy history status counts them",
        "испорчены и другие сегменты; сколько их, скажет sipwhy history status",
    ),
    "segment-empty": ("it is empty", "файл пуст"),
    "segment-cut": ("it is cut off or overwritten", "файл обрезан или перезаписан"),
    "segment-columns": ("it holds other columns", "в нём другие столбцы"),
    "segment-damaged": ("its bytes are damaged", "данные внутри повреждены"),
    "segment-refused": ("it cannot be read: {detail}", "не читается: {detail}"),
    "locked": (
        "{path}: process {pid} records here already; two at once would mix their numbers. sipwhy history off ends it, "
        "--store FOLDER records elsewhere",
        "{path}: сюда уже пишет процесс {pid}; двое сразу перепутали бы номера. Закончить его: sipwhy history off, "
        "писать в другое место: --store КАТАЛОГ",
    ),
    "no-duckdb": (
        "the history needs DuckDB: " + install("history"),
        "для истории нужна DuckDB: " + install("history"),
    ),
    "one-source": ("expected exactly one of {options:list}", "ожидается ровно одно из: {options:list}"),
    "words-and-source": (
        "{words}: words mean --iface and --filter; expected exactly one of {options:list}",
        "{words}: слова означают --iface и --filter; ожидается ровно одно из: {options:list}",
    ),
    "log-without-sip": (
        "{path}: no SIP message in it until now, and nothing is recorded until one comes. SIP is written there after pjsip set logger on "
        "(chan_sip: sip set debug on; FreeSWITCH: sofia global siptrace on); sipwhy history status counts what came",
        "{path}: сообщений SIP в нём пока нет, и до первого из них ничего не записывается. SIP попадает туда после pjsip set logger on "
        "(chan_sip: sip set debug on; FreeSWITCH: sofia global siptrace on); сколько пришло, покажет sipwhy history status",
    ),
    "no-source": ("{source}: cannot be opened: {detail}", "{source}: не открыть: {detail}"),
    "not-begun": (
        "the recorder ended before it began; the end of recorder.log in the store's folder says why",
        "запись закончилась, не начавшись; почему, сказано в конце recorder.log в каталоге истории",
    ),
    "not-ended": (
        "process {pid} has been asked to end and has not yet: it still writes; look again with sipwhy history status",
        "процессу {pid} передано, что пора закончить, но он ещё пишет; проверьте позже: sipwhy history status",
    ),
    "not-allowed": ("process {pid} belongs to somebody else: {detail}", "процесс {pid} не ваш: {detail}"),
    "not-cleared": (
        "process {pid} records here and did not answer: end it first (sipwhy history off)",
        "сюда пишет процесс {pid}, и он не ответил: сначала закончите запись (sipwhy history off)",
    ),
    "no-terminal": (
        "this deletes what cannot be brought back, and nobody can be asked here: give --yes",
        "это удалит всё безвозвратно, а спросить здесь некого: добавьте --yes",
    ),
    "no-such-call": (
        "there is no entry {number} in the history, which has {first} to {last}; sipwhy history calls lists the latest",
        "строки {number} в истории нет, есть с {first} по {last}; последние покажет sipwhy history calls",
    ),
    "no-calls-judged": (
        "there is no entry {number} in the history: no call in it is over and judged yet; sipwhy history list has its messages",
        "строки {number} в истории нет: ни один вызов ещё не закончен и не разобран; сообщения покажет sipwhy history list",
    ),
    "nothing-then": (
        "nothing fits in what is recorded, from {first} to {last}; its last hour: {command}",
        "в записанном с {first} по {last} ничего подходящего нет; последний час: {command}",
    ),
    "nothing": ("nothing was recorded in that time", "за это время ничего не записано"),
    "too-many": (
        "{count:count:message is|messages are} more than can be judged at once ({most:number}): choose a shorter time",
        "{count:count:сообщение|сообщения|сообщений}: больше, чем можно разобрать сразу ({most:number}); возьмите промежуток короче",
    ),
}

RECORDER: Table = {
    "shell-welcome": (
        "{n:count:message|messages}. An expression lists those that fit (Tab completes it), a number shows one; help, quit.",
        "{n:count:сообщение|сообщения|сообщений}. Выражение выводит подходящие (Tab дополняет), номер — одно целиком; help, quit.",
    ),
    "shell-help": (
        "status = 4xx and from = 1001   the messages of which this is true (docs/where.md); also: where EXPR\n"
        "12                             message 12 whole; also: entry 12\n"
        "list [N]                       the last messages\n"
        "strict on                      read and write as Asterisk's pjsip show history; strict off\n"
        "quit                           or Ctrl-D",
        "status = 4xx and from = 1001   сообщения, для которых это верно (docs/where.ru.md); также: where EXPR\n"
        "12                             сообщение 12 целиком; также: entry 12\n"
        "list [N]                       последние сообщения\n"
        "strict on                      читать и писать как pjsip show history у Asterisk; strict off\n"
        "quit                           или Ctrl-D",
    ),
    "strict-on": ("as Asterisk: its reading, its columns, numbers from 0", "как Asterisk: его чтение, его столбцы, номера с 0"),
    "strict-off": ("as sipwhy again", "снова как sipwhy"),
    "on": ("Recording into {path} (process {pid}).", "Запись идёт в {path} (процесс {pid})."),
    "off": (
        "Recording has ended: {count:count:message|messages} in this run.",
        "Запись закончена: за этот раз {count:count:сообщение|сообщения|сообщений}.",
    ),
    "off-already": ("Nothing is being recorded into {path}.", "В {path} ничего не записывается."),
    "ask-clear": (
        "Delete {count:count:message|messages} in {path} for good? [y/N] ",
        "Удалить безвозвратно из {path}: {count:count:сообщение|сообщения|сообщений}? [y/N] ",
    ),
    "cleared": ("Everything that was recorded is deleted.", "Всё записанное удалено."),
    "kept": ("Nothing was deleted.", "Ничего не удалено."),
    "exported": (
        "{count:count:message|messages} written to {path}.",
        "В {path} записано: {count:count:сообщение|сообщения|сообщений}.",
    ),
    "state-recording": ("recording", "идёт"),
    "state-waiting": ("waiting: {detail}", "ждёт: {detail}"),
    "state-paused": ("paused: {detail}", "приостановлена: {detail}"),
    "state-ended": ("not recording", "не идёт"),
    "state-died": ("not recording: the recorder broke off at {when}", "не идёт: процесс оборвался, {when}"),
    "paused-free": (
        "less than {free} is free on the disk, and there is nothing old to delete",
        "на диске свободно меньше {free}, а удалять больше нечего",
    ),
    "Recorder": ("Recorder", "Запись"),
    "process": (", process {pid}", ", процесс {pid}"),
    "Source": ("Source", "Источник"),
    "Folder": ("Folder", "Каталог"),
    "since": (", since {when}", ", с {when}"),
    "Messages": ("Messages", "Сообщения"),
    "numbers": ("{count:number}, numbers {first} to {last}", "{count:number}, номера с {first} по {last}"),
    "none": ("none", "нет"),
    "Times": ("Times", "Время"),
    "span": ("{first} to {last}", "с {first} по {last}"),
    "Rate": ("Rate", "Скорость"),
    "per-second": ("{rate:number} messages/s", "{rate:number} сообщений/с"),
    "Calls": ("Calls", "Вызовы"),
    "calls-judged": ("{count:number} judged", "разобрано {count:number}"),
    "unjudged": (
        "; {size} came too fast to be judged (sipwhy history report looks at them)",
        "; {size} пришло слишком быстро для разбора (посмотреть: sipwhy history report)",
    ),
    "Size": ("Size", "Размер"),
    "size-of": ("{size}, {each} B a message", "{size}, {each} Б на сообщение"),
    "Limits": ("Limits", "Пределы"),
    "limits": (
        "{size} at most, {age:seconds} at most, {free} stay free on the disk",
        "не больше {size}, не дольше {age:seconds}, на диске остаётся {free}",
    ),
    "Lost": ("Lost", "Потеряно"),
    "dropped": ("{kernel} by the kernel, {here} here", "ядром {kernel}, здесь {here}"),
    "Deleted": ("Deleted", "Удалено"),
    "deleted-size": ("{count:number} for the size", "{count:number} по размеру"),
    "deleted-age": ("{count:number} for their age", "{count:number} по возрасту"),
    "deleted-free": ("{count:number} for room on the disk", "{count:number} ради места на диске"),
    "Spoiled": ("Spoiled", "Испорчено"),
    "spoiled": (
        "{n:count:segment is|segments are} left out (put back from a backup, or delete): ",
        "{n:count:сегмент пропущен|сегмента пропущено|сегментов пропущено} (верните из резервной копии или удалите): ",
    ),
    "spoiled-one": ("{path} ({how})", "{path} ({how})"),
    "Torn": ("Torn off", "Оборвано"),
    "torn": (
        "{bytes} B at the end of the journal were not whole: what the last second held when the recorder broke off",
        "{bytes} Б в конце журнала неполны: это последняя секунда перед обрывом записи",
    ),
    "Clock": ("Clock", "Часы"),
    "jumped": (
        "set by {by:seconds} {way}; for a day nothing is deleted for its age",
        "переведены {way} на {by:seconds}; сутки по возрасту ничего не удаляется",
    ),
    "forward": ("forward", "вперёд"),
    "back": ("back", "назад"),
    "Unread": ("Not read", "Не прочитано"),
    "Error": ("Last error", "Последняя ошибка"),
    "error-at": ("{detail} ({when})", "{detail} ({when})"),
    "secrets": (
        "The messages are stored as they came, digests of passwords (Authorization) among them: only the folder's owner can read it.",
        "Сообщения хранятся как есть, в том числе дайджесты паролей (Authorization): каталог доступен только владельцу.",
    ),
    "calls-later": (
        "Of that time {n:count:message is|messages are} recorded: a call is judged when it is over; sipwhy history report judges at once.",
        "За это время записано: {n:count:сообщение|сообщения|сообщений}. Вызов разбирается, когда завершится; "
        "sipwhy history report разберёт записанное сразу.",
    ),
    "calls-there": (
        "Entries there: {n:number}, of messages from {first} to {last}; those of its last hour: {command}",
        "Всего {n:count:запись|записи|записей}, сообщения с {first} по {last}; последний час: {command}",
    ),
    "no-calls-yet": ("No call or registration that is over was found.", "Завершённых вызовов и регистраций не найдено."),
}
