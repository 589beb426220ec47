"""The words of `sipwhy live`: its options, what can go wrong, what is said while it runs."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table
from sipwhy.texts.install import as_root

LIVE_OPTION: Table = {
    "iface": (
        "Listen on this interface, as the WORD does (may be given several times); any: on all.",
        "Слушать этот интерфейс, как и WORD (можно указать несколько раз); any: все.",
    ),
    "filter": (
        "Only packets that this filter of tcpdump lets through, as the WORDs do: 'port 5060'.",
        "Только пакеты, которые пропускает этот фильтр tcpdump, как и слова WORD: 'port 5060'.",
    ),
    "port": ("Only calls with a leg from or to this port.", "Только вызовы, где у плеча есть такой порт."),
    "for": ("End after this time: 30s, 5m, 12h, 7d.", "Закончить через это время: 30s, 5m, 12h, 7d."),
    "verbose": ("Explain every entry in full, the good ones too.", "Объяснять подробно каждую запись, и удачные тоже."),
    "bad-only": ("Show only what went wrong.", "Показывать только сбои."),
    "jsonl": ("Write JSON, an entry a line.", "Вывести JSON, по строке на запись."),
    "write": (
        "Save the packets, too: pcapng with the kernel's drops in it (of a directory: sipwhy.pcapng in it). With the limits below "
        "calls.pcapng becomes calls-20261126-031500.pcapng.",
        "Заодно сохранять пакеты: pcapng, с числом потерь в ядре (если назван каталог, то в его sipwhy.pcapng). С ограничениями "
        "ниже вместо calls.pcapng будет calls-20261126-031500.pcapng.",
    ),
    "rotate-size": ("A new file after so much: 100M, 1G.", "Новый файл после такого объёма: 100M, 1G."),
    "rotate-time": ("A new file after this time: 15m, 1h.", "Новый файл через это время: 15m, 1h."),
    "max-size": (
        "Keep at most so much on the disk, all files together; the oldest are deleted: 10G.",
        "Хранить на диске не больше, все файлы вместе; старые удаляются: 10G.",
    ),
    "promiscuous": (
        "Take packets that are not for this machine, too (a mirror port).",
        "Брать и пакеты, адресованные не этой машине (зеркальный порт).",
    ),
    "ring": (
        "The kernel's buffer for each interface, in memory (32M): more if packets are dropped.",
        "Буфер ядра на интерфейс, в памяти (32M): больше, если пакеты теряются.",
    ),
    "user": (
        "Become this user once the interfaces are open (else who called sudo, else nobody; root keeps all rights).",
        "Стать этим пользователем, когда интерфейсы открыты (иначе тем, кто вызвал sudo, иначе nobody; root сохраняет все права).",
    ),
}

LIVE_ERROR: Table = {
    "no-linux": (
        "interfaces are read on Linux only; elsewhere: tcpdump -U -w - | sipwhy live -",
        "с интерфейсов читать можно только в Linux; в других системах: tcpdump -U -w - | sipwhy live -",
    ),
    "no-rights": (
        "no right to read interfaces (CAP_NET_RAW): run it with sudo ("
        + as_root()
        + " ...), or once: sudo setcap cap_net_raw+ep {program} "
        "(every Python program of that interpreter may then read them)",
        "нет прав читать интерфейсы (CAP_NET_RAW): запустите через sudo ("
        + as_root()
        + " ...) или один раз дайте право: sudo setcap cap_net_raw+ep {program} "
        "(его получат все программы этого интерпретатора Python)",
    ),
    "no-rights-to-record": (
        "no right to read interfaces (CAP_NET_RAW): run it with sudo ("
        + as_root()
        + " ...), as a service (sipwhy-history.service, see docs/history.md), or once: "
        "sudo setcap cap_net_raw+ep {program} (every Python program of that interpreter may then read them)",
        "нет прав читать интерфейсы (CAP_NET_RAW): запустите через sudo ("
        + as_root()
        + " ...), службой (sipwhy-history.service, см. docs/history.ru.md) или один "
        "раз дайте право: sudo setcap cap_net_raw+ep {program} (его получат все программы этого интерпретатора Python)",
    ),
    "no-interface": (
        "there is no interface {name}; there are {known:list}, and any for all of them",
        "интерфейса {name} нет; есть {known:list}, а any — все сразу",
    ),
    "run-together": (
        "{expression}: no interface (there are {known:list}, and any for all of them), and in a filter of libpcap the word and its number "
        "stand apart: perhaps sipwhy live {nearest}?",
        "{expression}: такого интерфейса нет (есть {known:list}, а any — все сразу), а в фильтре libpcap слово и число пишут раздельно: "
        "может быть, sipwhy live {nearest}?",
    ),
    "bad-filter": (
        "{expression}: no interface (there are {known:list}, and any for all of them), and no filter that libpcap understands: {detail}",
        "{expression}: такого интерфейса нет (есть {known:list}, а any — все сразу), и как фильтр libpcap этого не разбирает: {detail}",
    ),
    "no-libpcap": (
        "a filter is compiled by libpcap, which is not here: install libpcap0.8 (Debian) or libpcap, or leave the filter out and give "
        "--ip, --port or --phone",
        "фильтр компилирует libpcap, а её здесь нет: установите libpcap0.8 (Debian) или libpcap либо уберите фильтр и задайте --ip, "
        "--port или --phone",
    ),
    "large-ring": (
        "--ring {ring:room}: the kernel keeps it in memory, {memory:room} here, for each interface; expected at most {most:room}, "
        "usually 32M to 512M",
        "--ring {ring:room}: ядро держит этот буфер в памяти ({memory:room} на этой машине), свой на каждый интерфейс; ожидается не больше "
        "{most:room}, обычно от 32M до 512M",
    ),
    "no-memory": (
        "{name}: the kernel has no memory for a buffer of {ring:room}; expected a smaller --ring, e.g. 32M",
        "{name}: у ядра нет памяти под буфер {ring:room}; ожидается --ring поменьше, например 32M",
    ),
    "open": ("{name} cannot be opened: {detail}", "{name} не открывается: {detail}"),
    "not-a-capture": (
        "standard input is no capture (pcap, pcapng); the log of a PBX is followed by sipwhy - --follow",
        "на стандартном вводе не дамп (pcap, pcapng); за журналом АТС следит sipwhy - --follow",
    ),
    "two-filters": (
        "two filters, {one} and {other}: give one, as words or with --filter",
        "два фильтра, {one} и {other}: задайте один, словами или ключом --filter",
    ),
    "stdin-alone": (
        "- stands alone: what a pipe brings is filtered where it is captured",
        "- указывают отдельно: то, что приходит по каналу, фильтруют там, где снимают",
    ),
    "stdin-rotates": (
        "what a pipe brings is saved as it comes, in one file, without {options:list}; tcpdump -C and -W rotate where it is captured",
        "пришедшее по каналу сохраняется как есть, в один файл, без {options:list}; ротацию там, где снимают, делают tcpdump -C и -W",
    ),
    "no-write": (
        "{path} cannot be written by {user}: {detail}; choose who with --user",
        "{user} не может писать в {path}: {detail}; кем быть, выбирает --user",
    ),
    "write-needed": ("{options:list} goes with --write", "{options:list} — только вместе с --write"),
    "no-user": ("there is no user {user}", "пользователя {user} нет"),
    "rights-kept": (
        "the rights cannot be given up: {detail}; --user root keeps them",
        "не удаётся отказаться от прав: {detail}; с --user root они останутся",
    ),
}

LIVE_SCREEN: Table = {
    "begins": (
        "listening on {names:list}: calls and registrations are shown when they are over; Ctrl-C ends it",
        "слушаем {names:list}: вызовы и регистрации показываются, когда они закончились; выход: Ctrl-C",
    ),
    "rights-user": ("running as {user} from here on", "дальше программа работает от имени {user}"),
    "rights-capabilities": ("all capabilities are given up", "все capabilities сброшены"),
    "rights-unreadable": (
        "the user {user} may not read this program: it stays root, without capabilities",
        "пользователь {user} не может читать файлы программы: она остаётся root, но без capabilities",
    ),
    "rights-kept": ("all rights are kept ({detail})", "права сохранены ({detail})"),
    "status": (
        "{open:count:leg|legs} open · {rate} messages/s · {bad} of {total} went wrong · {dropped} dropped",
        "открыто {open:count:плечо|плеча|плеч} · {rate} сообщ./с · сбоев {bad} из {total} · потеряно {dropped}",
    ),
    "gone": ("{name} is gone or down: waiting for it", "{name} пропал или отключён: ждём"),
    "back": ("{name} is back", "{name} снова работает"),
    "dropped": (
        "{n:count:packet was|packets were} dropped just now ({where}): what follows may have gaps",
        "только что {n:count:потерян пакет|потеряно пакета|потеряно пакетов} ({where}): дальше возможны пробелы",
    ),
    "where-kernel": ("by the kernel; try a larger --ring", "в ядре; увеличьте --ring"),
    "where-here": ("here: too much to judge", "здесь: не успеваем разбирать"),
    "sums": (
        "{packets:count:packet|packets}, {messages:count:SIP message|SIP messages}; dropped: {kernel} by the kernel, {here} here",
        "всего {packets:count:пакет|пакета|пакетов}, {messages:count:сообщение|сообщения|сообщений} SIP; потеряно: в ядре {kernel}, "
        "здесь {here}",
    ),
    "open-left": (
        "{n:count:entry was|entries were} not over",
        "не закончено: {n:count:запись|записи|записей}",
    ),
    "late": (
        "{n:count:message|messages} of calls that were over came too late to be shown",
        "сообщений уже завершённых вызовов, пришедших слишком поздно: {n}",
    ),
    "forced": (
        "{n:count:leg was|legs were} forgotten before they were over, for want of room",
        "забыто до завершения из-за нехватки места: {n:count:плечо|плеча|плеч}",
    ),
    "written": ("{size} in {n:count:file|files}: {path}", "{size} в {n:count:файле|файлах|файлах}: {path}"),
    "not-written": (
        "{n:count:packet was|packets were} not written: {detail}",
        "не записано {n:count:пакет|пакета|пакетов}: {detail}",
    ),
    "clock": (
        "the clock of this machine was set: what is open is waited for anew",
        "часы этой машины перевели: ожидание по открытым вызовам начато заново",
    ),
}
