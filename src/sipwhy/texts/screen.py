"""The fixed texts of the report, whatever it is rendered as."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table

SCREEN: Table = {
    # headline
    "no-sip": (
        "There is no SIP in this capture ({packets:count:packet|packets}).",
        "В этом дампе нет SIP ({packets:count:пакет|пакета|пакетов}).",
    ),
    "breaks-off": (
        "This capture breaks off before any SIP ({packets:count:packet|packets} could be read): the rest of the file is missing.",
        "Этот дамп обрывается раньше, чем начался SIP (удалось прочитать {packets:count:пакет|пакета|пакетов}): остальной части файла нет.",
    ),
    "whole-capture": (
        "Stop tcpdump by Ctrl-C (or SIGTERM), only then copy the file, and compare its size at both ends: it was copied while it was "
        "still written, or the copy or the disk ran out.",
        "Остановите tcpdump по Ctrl-C (или SIGTERM), только потом копируйте файл и сверьте его размер на обеих сторонах: его скопировали, "
        "пока он ещё писался, либо прервалось копирование или кончилось место на диске.",
    ),
    "sip-encrypted": (
        "No SIP can be read in this capture ({packets:count:packet|packets}): "
        "{n:count:connection speaks|connections speak} TLS, and whatever SIP is inside is encrypted.",
        "В этом дампе ({packets:count:пакет|пакета|пакетов}) SIP не прочитать: "
        "{n:count:соединение идёт|соединения идут|соединений идут} по TLS, и если внутри есть SIP, он зашифрован.",
    ),
    "tls-broken-off": (
        "There is no SIP in this capture ({packets:count:packet|packets}): {n:count:TLS connection|TLS connections} broke off before "
        "any could be sent.",
        "В этом дампе нет SIP ({packets:count:пакет|пакета|пакетов}): {n:count:TLS-соединение оборвалось|TLS-соединения "
        "оборвались|TLS-соединений оборвались} раньше, чем SIP успели отправить.",
    ),
    "no-sip-in-log": (
        "There are no SIP messages in this log ({n:count:line|lines}).",
        "В этом журнале нет сообщений SIP ({n:count:строка|строки|строк}).",
    ),
    "sip-into-capture": (
        "Capture on the PBX itself or on a mirror port of the switch, on the interface by which SIP goes, while a call is made. SIP may "
        "also use another port than 5060, or TLS. On the PBX: tcpdump -i any -s 0 -w sip.pcap 'port 5060 or port 5061 or "
        "ip[6:2] & 0x1fff != 0'; the last is later fragments. Without the ports if it is another one.",
        "Снимайте дамп на самой АТС или на зеркальном порту коммутатора, на том интерфейсе, через который идёт SIP, и во время вызова. "
        "SIP может идти и через другой порт, не 5060, или по TLS. На АТС: tcpdump -i any -s 0 -w sip.pcap 'port 5060 or port 5061 or "
        "ip[6:2] & 0x1fff != 0' (последнее — продолжения фрагментов); если порт другой, то без указания портов.",
    ),
    "sip-into-log": (
        "SIP messages get into a log by pjsip set logger on (chan_sip: sip set debug on) in Asterisk, where logger.conf lets verbose "
        "into the file; by sofia global siptrace on in FreeSWITCH; by the module sipdump in Kamailio. On the server itself "
        "sipwhy pbx debug does that for a while. Or record with tcpdump.",
        "Сообщения SIP попадают в журнал так: в Asterisk по pjsip set logger on (chan_sip: sip set debug on), если в logger.conf для "
        "файла указан verbose; во FreeSWITCH по sofia global siptrace on; в Kamailio через модуль sipdump. На самом сервере это на "
        "время включит sipwhy pbx debug. Или снимите дамп с помощью tcpdump.",
    ),
    "sip-into-log-asterisk": (
        "SIP messages get into Asterisk's log by pjsip set logger on (chan_sip: sip set debug on), if logger.conf lets verbose into this "
        "file; look with logger show channels. On the server itself sipwhy pbx debug does that for a while. Or record with tcpdump.",
        "Сообщения SIP попадают в журнал Asterisk по команде pjsip set logger on (chan_sip: sip set debug on), если в logger.conf для "
        "этого файла указан verbose; проверьте: logger show channels. На самом сервере это на время включит sipwhy pbx debug. Или "
        "снимите дамп с помощью tcpdump.",
    ),
    "sip-into-log-freeswitch": (
        "SIP messages get into FreeSWITCH's log by sofia global siptrace on (fs_cli; off again with siptrace off). More about calls "
        "without them: fsctl loglevel debug. On the server itself sipwhy pbx debug does that for a while. Or record with tcpdump.",
        "Сообщения SIP попадают в журнал FreeSWITCH по команде sofia global siptrace on в fs_cli (выключить: siptrace off). Больше о "
        "вызовах и без них: fsctl loglevel debug. На самом сервере это на время включит sipwhy pbx debug. Или снимите дамп с помощью "
        "tcpdump.",
    ),
    "sip-into-log-kamailio": (
        "Kamailio writes no SIP messages into its log. The module sipdump writes them into files of its own (mode 4: pcap; kamcmd "
        "sipdump.enable), siptrace sends them on by HEP, and acc with log_flag tells how calls ended. Most easily: record with tcpdump; on "
        "the server itself sipwhy pbx debug does that for a while.",
        "В свой журнал Kamailio сообщения SIP не пишет. Модуль sipdump пишет их в отдельные файлы (mode 4: pcap; kamcmd sipdump.enable), "
        "siptrace отправляет по HEP, а acc с log_flag записывает, чем закончились вызовы. Проще всего снять дамп с помощью tcpdump; на "
        "самом сервере это на время включит sipwhy pbx debug.",
    ),
    "sip-into-log-opensips": (
        "OpenSIPS writes no SIP messages into its log by itself. The module tracer sends them on by HEP or into files; acc "
        "tells how calls ended. Most easily: record with tcpdump.",
        "Сам OpenSIPS сообщения SIP в журнал не пишет. Модуль tracer отправляет их по HEP или в файлы, а acc записывает, чем закончились "
        "вызовы. Проще всего снять дамп с помощью tcpdump.",
    ),
    "rtp-alone": (
        "There is RTP, though: {n:count:stream|streams}. For the calls record the signalling too (port 5060; of TLS with its keys) or give "
        "it beside. Loss, jitter and MOS of the streams: {command:whole}",
        "Зато есть RTP: {n:count:поток|потока|потоков}. Чтобы увидеть вызовы, снимайте и сигнализацию (порт 5060; TLS вместе с ключами) "
        "или укажите её дамп рядом. Потери, джиттер и MOS потоков: {command:whole}",
    ),
    "looks-like-records": (
        "It looks like a table of calls (CDR): {command:whole}",
        "Похоже на таблицу вызовов (CDR): {command:whole}",
    ),
    "log-lines": (
        "{n:count:log line|log lines} ({share} % understood)",
        "{n:count:строка|строки|строк} журнала (понято {share} %)",
    ),
    "log-zone": ("log times taken as {zone} (--log-zone)", "время в журнале принято за {zone} (--log-zone)"),
    "log-apart": (
        "the log and the capture are {t:seconds} apart: if that is the zone, say it with --log-zone",
        "между журналом и дампом {t:seconds}: если дело в часовом поясе, укажите его: --log-zone",
    ),
    "log-year": ("the log writes no year (--log-year)", "года в журнале нет (--log-year)"),
    "log-ahead": (
        "the log's clock was {t:seconds} ahead of the capture's, corrected",
        "часы журнала спешили относительно дампа на {t:seconds}, поправлено",
    ),
    "log-behind": (
        "the log's clock was {t:seconds} behind the capture's, corrected",
        "часы журнала отставали от дампа на {t:seconds}, поправлено",
    ),
    "log-timeless": (
        "{n:count:message has|messages have} no time in the log",
        "в журнале нет времени у {n:count:сообщения|сообщений|сообщений}",
    ),
    "log-dropped": (
        "{n:count:earlier log line was|earlier log lines were} not kept",
        "более ранних строк журнала не разобрано: {n}",
    ),
    "log-without-uuids": (
        "FreeSWITCH wrote no UUIDs: calls are told apart by the names of their channels; what shares a name at one time is left out "
        "(uuid in logfile.conf.xml)",
        "FreeSWITCH писал без UUID: вызовы различаются по именам каналов, а одновременные каналы с одним именем не разобраны "
        "(uuid в logfile.conf.xml)",
    ),
    "no-match": ("Nothing matches these conditions.", "Под эти условия ничего не подходит."),
    "no-such-status": (
        "Nothing matches these conditions: the statuses of SIP are 100 to 699.",
        "Под эти условия ничего не подходит: статусы SIP — от 100 до 699.",
    ),
    "faxes": ("Faxes by T.38", "Факсы по T.38"),
    "holdings": (
        "The capture holds {what}, the first and last begun {span}. Most frequent numbers and names: {users}.",
        "В дампе есть: {what}; первый и последний начаты {span}. Самые частые номера и имена: {users}.",
    ),
    "holdings-nameless": (
        "The capture holds {what}, the first and last begun {span}.",
        "В дампе есть: {what}; первый и последний начаты {span}.",
    ),
    "holdings-of-log": (
        "The log holds {what}, the first and last begun {span}. Most frequent numbers and names: {users}.",
        "В журнале есть: {what}; первый и последний начаты {span}. Самые частые номера и имена: {users}.",
    ),
    "holdings-nameless-of-log": (
        "The log holds {what}, the first and last begun {span}.",
        "В журнале есть: {what}; первый и последний начаты {span}.",
    ),
    "holdings-timeless": (
        "It holds {what}; none of them has a time, so that --since and --until leave nothing.",
        "Есть {what}; времени нет ни у чего, поэтому с --since и --until не остаётся ничего.",
    ),
    "all-well-of-log": ("No failures in the log: {what}.", "Сбоев в журнале нет: {what}."),
    "well-as-far-as-read": (
        "Nothing went wrong in what could be read: {what:whole}.",
        "В том, что удалось прочитать, сбоев нет: {what:whole}.",
    ),
    "well-but-unheard": (
        "No failures found: {what:whole}; but of a direction in which voice was agreed, none was seen here.",
        "Сбоев не найдено: {what:whole}; но в одном из направлений, где должен быть голос, здесь его не видно.",
    ),
    "well-but-unseen": (
        "No failures found: {what:whole}; but the voice of {n:count:call|calls} was not seen here.",
        "Сбоев не найдено: {what:whole}; но голоса {n:count:вызова|вызовов|вызовов} здесь не видно.",
    ),
    "all-well": ("Everything is well: {what:whole}.", "Всё в порядке: {what:whole}."),
    "all-well-in-sip": ("SIP is well: {what:whole}; no voice was captured.", "По SIP всё в порядке: {what:whole}; голос в дамп не попал."),
    "no-failures-in-sip": (
        "No failures in SIP: {what:whole}; no voice was captured.",
        "Сбоев по SIP нет: {what:whole}; голос в дамп не попал.",
    ),
    "warned": (
        "No failures: {what:whole}; {n:count:warning|warnings} about the whole.",
        "Сбоев нет: {what:whole}; {n:count:предупреждение|предупреждения|предупреждений} о трафике в целом.",
    ),
    "warned-beside": (
        "No failures: {what:whole}; {n:count:warning|warnings} below.",
        "Сбоев нет: {what:whole}; ниже {n:count:предупреждение|предупреждения|предупреждений}.",
    ),
    "noticed": (
        "No failures: {what:whole}. But note: {title:whole} [{rule}]{more}.",
        "Сбоев нет: {what:whole}. Но обратите внимание: {title:whole} [{rule}]{more}.",
    ),
    "noticed-one": (
        "No failures: {what:whole}. But note call {number}: {title:whole} [{rule}]. See: {command:whole}",
        "Сбоев нет: {what:whole}. Но обратите внимание на вызов {number}: {title:whole} [{rule}]. Подробнее: {command:whole}",
    ),
    "noticed-many": (
        "No failures: {what:whole}. But note {n:count:call|calls}, such as call {number}: {title:whole} [{rule}]. See: {command:whole}",
        (
            "Сбоев нет: {what:whole}. Но обратите внимание на {n:count:вызов|вызова|вызовов}, например на вызов {number}: {title:whole} "
            "[{rule}]. Подробнее: {command:whole}"
        ),
    ),
    "noticed-more": (", and {n} more below", ", и ещё {n} ниже"),
    "went-wrong": ("Went wrong: {what:whole}.", "Сбои: {what:whole}."),
    "perhaps-wrong": ("Perhaps wrong: {what:whole}.", "Возможны сбои: {what:whole}."),
    "perhaps-among": (", {n} of them perhaps", ", из них под вопросом {n}"),
    "no-failures": ("No failures: {what:whole}.", "Сбоев нет: {what:whole}."),
    "wrong-call": ("{n} of {total:count:call|calls}", "{n} из {total:count:вызова|вызовов|вызовов}"),
    "wrong-registration": (
        "{n} of {total:count:registration|registrations}",
        "{n} из {total:count:регистрации|регистраций|регистраций}",
    ),
    "wrong-options": (
        "{n} of {total:count:OPTIONS probe|OPTIONS probes}",
        "{n} из {total:count:проверки OPTIONS|проверок OPTIONS|проверок OPTIONS}",
    ),
    "wrong-subscription": (
        "{n} of {total:count:subscription or event|subscriptions and events}",
        "{n} из {total:count:подписки и события|подписок и событий|подписок и событий}",
    ),
    "wrong-message": (
        "{n} of {total:count:text message|text messages}",
        "{n} из {total:count:текстового сообщения|текстовых сообщений|текстовых сообщений}",
    ),
    "wrong-other": (
        "{n} of {total:count:other exchange|other exchanges}",
        "{n} из {total:count:прочего обмена|прочих обменов|прочих обменов}",
    ),
    "count-call": ("{n:count:call|calls}", "{n:count:вызов|вызова|вызовов}"),
    "count-registration": ("{n:count:registration|registrations}", "{n:count:регистрация|регистрации|регистраций}"),
    "count-options": ("{n:count:OPTIONS probe|OPTIONS probes}", "{n:count:проверка|проверки|проверок} OPTIONS"),
    "count-subscription": (
        "{n:count:subscription or event|subscriptions and events}",
        "{n:count:подписка или событие|подписки и события|подписок и событий}",
    ),
    "count-message": ("{n:count:text message|text messages}", "{n:count:текстовое сообщение|текстовых сообщения|текстовых сообщений}"),
    "count-other": ("{n:count:other exchange|other exchanges}", "{n:count:прочий обмен|прочих обмена|прочих обменов}"),
    # overview
    "files": ("{n:count:file|files}", "{n:count:файл|файла|файлов}"),
    "following": (
        "Following {files:list}: entries that went wrong are shown when they are over. Ctrl-C ends it.",
        "Слежение ({files:list}): неудачные вызовы и регистрации показываются, когда они закончились. Выход: Ctrl-C.",
    ),
    "followed-past": (
        "Not new: all of it stood in the capture before it was followed; only now is it known to be over.",
        "Не новое: всё это было в дампе ещё до начала слежения; теперь ясно, чем кончилось.",
    ),
    "followed": ("Followed {span}.", "Наблюдение: {span}."),
    "of-no-call": ("About the traffic as a whole", "О трафике в целом"),
    "followed-broken": ("Not read: ", "Не прочитано: "),
    "followed-nothing": ("Nothing has ended in this time.", "За это время ничего не закончилось."),
    "followed-well": ("Well: {what}.", "Без сбоев: {what}."),
    "followed-unexplained": ("no cause found", "причина не найдена"),
    "followed-too-much": (
        "More came than can be kept: calls that began long ago are known by their end only.",
        "Данных больше, чем удаётся удержать: о давно начатых вызовах известен только их конец.",
    ),
    "stdin": ("standard input", "стандартный ввод"),
    "packets": ("{n:count:packet|packets}", "{n:count:пакет|пакета|пакетов}"),
    "only": (
        "only {what}: {n} of {total:count:entry|entries}",
        "только {what}: {n} из {total:count:записи|записей|записей}",
    ),
    "only-since": ("since {since}", "с {since}"),
    "only-from-end": ("(counted from where the files end)", "(считая от конца файлов)"),
    "only-until": ("until {until}", "до {until}"),
    "sip-messages": ("{n:count:SIP message|SIP messages}", "{n:count:сообщение|сообщения|сообщений} SIP"),
    "duplicates": (
        "{n:count:copy|copies} left out",
        "{n:count:копия отброшена|копии отброшены|копий отброшено}",
    ),
    "hep-other": (
        "{n:count:HEP packet|HEP packets} without SIP left out (RTCP, statistics, logs)",
        "{n:count:пакет HEP без SIP не прочитан|пакета HEP без SIP не прочитаны|пакетов HEP без SIP не прочитано} (RTCP, статистика, "
        "журналы)",
    ),
    "one-result": ("{n} {word}", "{word} {n}"),
    "faulty-one": ("{said} (went wrong)", "{said} (со сбоем)"),
    "faulty-all": ("{said} (all went wrong)", "{said} (все со сбоем)"),
    "faulty-some": ("{said} ({n} of them went wrong)", "{said} (из них со сбоем {n})"),
    "quiet-one": ("{said} (not counted as a fault)", "{said} (за сбой не считается)"),
    "quiet-all": ("{said} (not counted as faults)", "{said} (за сбои не считаются)"),
    "quiet-some": ("{said} ({n} of them not counted as faults)", "{said} (из них за сбои не считаются {n})"),
    "broken": ("Could not be read", "Не удалось прочитать"),
    "broken-times": ("{n:count:time|times}, first {where}", "{n:count:раз|раза|раз}, первый раз: {where}"),
    "more-streams": (
        "and {n:count:more stream|more streams}: sipwhy media, or -v",
        "и ещё {n:count:поток|потока|потоков}: sipwhy media или ключ -v",
    ),
    "and-more-broken": ("and {n:count:more kind|more kinds} of damage", "и ещё {n:count:вид|вида|видов} повреждений"),
    "tls": ("TLS", "TLS"),
    "trust": ("Limits of this capture", "Ограничения этого дампа"),
    "trust-of-log": ("Limits of this log", "Ограничения этого журнала"),
    # causes
    "why-call": ("What went wrong with calls", "Сбои в вызовах"),
    "why-registration": ("What went wrong with registrations", "Сбои в регистрациях"),
    "why-options": ("What went wrong with OPTIONS probes", "Сбои в проверках OPTIONS"),
    "why-subscription": ("What went wrong with subscriptions and events", "Сбои в подписках и событиях"),
    "why-message": ("What went wrong with text messages", "Сбои в передаче текстовых сообщений"),
    "why-other": ("What went wrong with other exchanges", "Сбои в прочих обменах"),
    "worth-knowing": ("Worth knowing", "К сведению"),
    "as-wished": ("Not connected, though nothing is broken", "Не соединились, хотя всё исправно"),
    "share": ("{title} (shares of all {total})", "{title} (доли от всех {total})"),
    "example": ("e.g. {number}", "напр. № {number}"),
    "left-out": (
        "{n:count:message more was|messages more were} not looked at",
        "ещё {n:count:сообщение не рассмотрено|сообщения не рассмотрены|сообщений не рассмотрено}",
    ),
    "paired-by-order": (
        "several calls with these numbers went on at once: which legs are this one's is told by their order alone, so possibly wrong",
        "одновременно шло несколько вызовов с этими номерами: плечи отнесены к этому только по порядку, возможно, неверно",
    ),
    "unexplained": (
        "{n:count:failure has|failures have} no explanation: {statuses}; e.g. {number}",
        "Без объяснения {n:count:сбой|сбоя|сбоев}: {statuses}; напр. № {number}",
    ),
    "no-status": ("no answer", "без ответа"),
    "at-fault": ("At fault", "Виноват"),
    "how-sure": ("diagnosis: {sure}", "диагноз: {sure}"),
    "capture-wide": ("About the whole capture", "О дампе в целом"),
    "capture-wide-of-log": ("About the whole log", "О журнале в целом"),
    # one call
    "card-call": ("Call {number}", "Вызов {number}"),
    "card-registration": ("Registration {number}", "Регистрация {number}"),
    "card-options": ("OPTIONS {number}", "OPTIONS {number}"),
    "card-subscription": ("Subscription {number}", "Подписка {number}"),
    "card-PUBLISH": ("Publication {number}", "Публикация {number}"),
    "card-NOTIFY": ("Notification {number}", "Уведомление {number}"),
    "card-message": ("Message {number}", "Сообщение {number}"),
    "card-other": ("Exchange {number}", "Обмен {number}"),
    "no-time": ("no time", "без времени"),
    "fix": ("What to do", "Что делать"),
    "from-log": ("From the log", "Из журнала"),
    "also": ("Also", "Кроме того"),
    "well": ("No fault found.", "Неисправностей не найдено."),
    "well-unseen": (
        "No fault found in SIP. Its voice was not seen here, though that of other calls was: it went by another way, or there was none.",
        "В SIP неисправностей не найдено. Голоса этого вызова здесь не видно, хотя у других он есть: он шёл другим путём, или его не было.",
    ),
    "well-noticed": (
        "No fault found; {n:count:notice|notices}: -v shows what else is to be noticed.",
        "Неисправностей не найдено; {n:count:замечание|замечания|замечаний}: их показывает -v.",
    ),
    "unshown": ("; {n:count:notice|notices} (-v)", "; {n:count:замечание|замечания|замечаний} (-v)"),
    "well-unheard": (
        "No fault found; but voice of it stays encrypted, and what that sounds like is not known.",
        "Неисправностей не найдено, но голос остался зашифрованным: как он звучит, неизвестно.",
    ),
    "well-at-last": (
        "The credentials were refused {n:count:time|times} before it succeeded.",
        "До успеха учётные данные были отклонены {n:count:раз|раза|раз}.",
    ),
    "no-cause": (
        "What caused this failure cannot be told from here. What is known of it stands below.",
        "Причину этого сбоя отсюда не установить. Ниже всё, что о нём известно.",
    ),
    "answer-alone": (
        "Of the cause nothing is known but the answer itself; what it means stands below.",
        "О причине известно только из самого ответа; что он значит, сказано ниже.",
    ),
    "capture-ended": (
        "The capture ends before the outcome is known.",
        "Дамп закончился раньше, чем стал ясен исход.",
    ),
    "capture-ended-of-log": ("The log ends before the outcome is known.", "Журнал закончился раньше, чем стал ясен исход."),
    "capture-began": (
        "Only the end of this call was captured: how it began is not known.",
        "Записан только конец этого вызова: как он начался, неизвестно.",
    ),
    "capture-began-of-log": (
        "The log holds only the end of this call: how it began is not known.",
        "В журнале только конец этого вызова: как он начался, неизвестно.",
    ),
    "one-direction-of-log": (
        "The log holds only one direction: what the other side answered is not known.",
        "В журнале только одно направление: что ответила другая сторона, неизвестно.",
    ),
    "one-direction": (
        "Only one direction was captured: what the other side answered is not known.",
        "Записано только одно направление: что ответила другая сторона, неизвестно.",
    ),
    "stream-leg": ("leg", "плечо"),
    "stream-packets": ("packets", "пакеты"),
    "stream-lost": ("lost", "потери"),
    "stream-jitter": ("jitter", "джиттер"),
    "jitter": ("{value:number} ms", "{value:number} мс"),
    "pdd": ("PDD {t:seconds}", "PDD {t:seconds}"),
    "setup": ("answered after {t:seconds}", "ответ через {t:seconds}"),
    "answered-by": ("answered by {who}", "ответил {who}"),
    "then": (", then ", ", затем "),
    "under-pdd": ("PDD under 1 s", "PDD меньше 1 с"),
    "under-setup": ("answered after less than 1 s", "ответ меньше чем через 1 с"),
    "under-talk": ("talked under 1 s", "разговор меньше 1 с"),
    "talk": ("talked {t:seconds}", "разговор {t:seconds}"),
    "same-cause": ("The same cause (in full: --call N, or -v)", "Та же причина (целиком: --call N или -v)"),
    "further": ("Next", "Дальше"),
    "further-call": ("in full", "целиком"),
    "further-flow": ("picture", "схема"),
    "further-export": ("Wireshark", "Wireshark"),
    "more": ("and {n:count:more|more}: {command}", "и ещё {n}: {command}"),
    "calls-list": ("All of them", "Список"),
    # not checked
    "not-checked": ("Not checked", "Не проверялось"),
    "crashed": ("rule {rule} failed: {error}", "правило {rule} завершилось сбоем: {error}"),
    # whole messages
    "in-message": ("message {number}", "сообщение {number}"),
    "in-call": ("call {number}", "вызов {number}"),
    "in-frame": ("frame {number}", "кадр {number}"),
    "in-line": ("line {number}", "строка {number}"),
    "is-copy": ("captured again", "снято повторно"),
    "is-repeat": ("sent again", "повтор"),
    # lists
    "column-number": ("   No", "    №"),
    "column-message-number": ("  msg", "сообщ"),
    "column-time": ("time", "время"),
    "column-kind": ("kind", "вид"),
    "column-who": ("from → to", "кто → кому"),
    "column-result": ("result", "исход"),
    "column-talk": ("talk", "разг."),
    "column-cause": ("cause", "причина"),
    "column-history-who": ("from → to", "откуда → куда"),
    "column-history-message": ("message", "сообщение"),
    "column-count": ("count", "всего"),
    "column-fault": ("at fault", "виноват"),
    "column-example": ("example", "пример"),
    # html
    "title": ("sipwhy: {files}", "sipwhy: {files}"),
    "search": ("Filter", "Отбор"),
    "made-by": ("Made by sipwhy {version}", "Создано sipwhy {version}"),
}
