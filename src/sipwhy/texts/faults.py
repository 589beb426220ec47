"""The readers' fixed English phrases for what they could not read, and their Russian twins."""

from __future__ import annotations

import re

from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

RUSSIAN: dict[str, str] = {
    # the system, as strerror(3) has it
    "No such file or directory": "нет такого файла или каталога",
    "Is a directory": "это каталог",
    "Not a directory": "в пути не каталог",
    "Permission denied": "нет прав",
    "Operation not permitted": "операция не разрешена",
    "No space left on device": "на диске нет места",
    "Read-only file system": "файловая система только для чтения",
    "Input/output error": "ошибка ввода-вывода",
    "File name too long": "слишком длинное имя файла",
    "Too many open files": "открыто слишком много файлов",
    "Disk quota exceeded": "превышена дисковая квота",
    "Stale file handle": "файл на сетевом диске исчез",
    "Broken pipe": "получатель закрыл канал",
    "Connection refused": "в соединении отказано",
    "Connection reset by peer": "другая сторона оборвала соединение",
    "Connection timed out": "время ожидания соединения истекло",
    "timed out": "время ожидания истекло",
    # libpcap, of a filter
    "can't parse filter expression: syntax error": "синтаксическая ошибка",
    # files
    "an error of sipwhy itself: please report this capture": "ошибка самого sipwhy: сообщите о ней, пожалуйста, разработчикам",
    "the file is empty": "файл пуст",
    "this is an archive of files, not a capture": "это архив с файлами, а не дамп",
    "this is compressed in a way that is not read": "так сжатые файлы не читаются",
    "not a capture file": "это не файл дампа",
    "this is a sound file, not a capture": "это звуковой файл, а не дамп",
    "these are keys of TLS sessions, for --keylog": "это ключи сеансов TLS, для --keylog",
    "this is a browser's record of HTTP, not a capture": "это запись HTTP из браузера, а не дамп",
    "this is a letter, not a capture": "это письмо, а не дамп",
    "these are settings of a server, not a log": "это настройки сервера, а не журнал",
    "this is a table of calls, for sipwhy cdr": "это таблица вызовов, для sipwhy cdr",
    "this is a list of SIP messages without the messages": "это список сообщений SIP без самих сообщений",
    "neither a capture nor a log with SIP messages": "это ни дамп, ни журнал с сообщениями SIP",
    "the file ends inside its header": "файл обрывается внутри своего заголовка",
    "the file ends in the middle of a packet header": "файл обрывается посреди заголовка пакета",
    "the file ends in the middle of a packet": "файл обрывается посреди пакета",
    "the file ends in the middle of a block": "файл обрывается посреди блока",
    "DNS header cut off": "заголовок DNS обрезан",
    "DNS name cut off": "имя в DNS обрезано",
    "interface block cut off": "обрезан блок описания интерфейса",
    "packet block cut off": "обрезан блок пакета",
    "secrets block cut off": "обрезан блок ключей",
    "more than 65536 interfaces in one section": "более 65536 интерфейсов в одной секции",
    "more than 16 MiB of decryption secrets": "более 16 МиБ ключей расшифровки",
    "link type not supported": "тип канального уровня не поддерживается",
    "a SIP message breaks off in the log or is mixed with another": "сообщение SIP обрывается в журнале или смешано с другим",
    # link layers and tunnels
    "Ethernet header cut off": "заголовок Ethernet обрезан",
    "VLAN tag cut off": "тег VLAN обрезан",
    "more than 4 VLAN tags": "более четырёх тегов VLAN",
    "Linux cooked header cut off": "заголовок Linux cooked обрезан",
    "loopback header cut off": "заголовок loopback обрезан",
    "PPP header cut off": "заголовок PPP обрезан",
    "PPPoE header cut off": "заголовок PPPoE обрезан",
    "Cisco HDLC header cut off": "заголовок Cisco HDLC обрезан",
    "MPLS label cut off": "метка MPLS обрезана",
    "GRE header cut off": "заголовок GRE обрезан",
    "ERSPAN header cut off": "заголовок ERSPAN обрезан",
    "VXLAN header cut off": "заголовок VXLAN обрезан",
    "more than 4 tunnels in each other": "более четырёх вложенных туннелей",
    # IP, UDP, TCP, SCTP, ICMP
    "IP header cut off": "заголовок IP обрезан",
    "neither IPv4 nor IPv6": "не IPv4 и не IPv6",
    "not IPv4 where the link layer says IPv4": "канальный уровень обещает IPv4, а внутри не он",
    "not IPv6 where the link layer says IPv6": "канальный уровень обещает IPv6, а внутри не он",
    "IPv4 header cut off": "заголовок IPv4 обрезан",
    "IPv4 header length below 20": "длина заголовка IPv4 меньше 20",
    "IPv4 options cut off": "опции IPv4 обрезаны",
    "IPv4 total length shorter than its header": "общая длина IPv4 меньше длины заголовка",
    "IPv6 header cut off": "заголовок IPv6 обрезан",
    "IPv6 extension header cut off": "расширенный заголовок IPv6 обрезан",
    "IPv6 fragment header cut off": "заголовок фрагмента IPv6 обрезан",
    "more than 16 IPv6 extension headers": "более 16 расширенных заголовков IPv6",
    "a SIP message of which IP fragments are missing": "сообщение SIP, у которого не хватает IP-фрагментов",
    "UDP header cut off": "заголовок UDP обрезан",
    "UDP length shorter than its header": "длина UDP меньше длины заголовка",
    "TCP header cut off": "заголовок TCP обрезан",
    "TCP header length below 20": "длина заголовка TCP меньше 20",
    "TCP options cut off": "опции TCP обрезаны",
    "SCTP header cut off": "заголовок SCTP обрезан",
    "SCTP chunk cut off": "чанк SCTP обрезан",
    "ICMP header cut off": "заголовок ICMP обрезан",
    "ICMPv6 header cut off": "заголовок ICMPv6 обрезан",
    "datagram quoted by ICMP cut off": "датаграмма внутри ICMP обрезана",
    "datagram quoted by ICMPv6 cut off": "датаграмма внутри ICMPv6 обрезана",
    "no room is left to keep a reassembled message": "не хватило места для сборки сообщения",
    # what is left out beyond a bound
    "more than 65536 TLS and WebSocket connections": "соединений TLS и WebSocket больше 65536: остальные не разобраны",
    "more than 20000 names looked up by DNS": "имён в запросах DNS больше 20000: остальные не разобраны",
    "more than 65536 pairs of sockets with keep-alives": "пар адресов с keep-alive больше 65536: остальные не учтены",
    "more than 16 MB of encrypted RTCP": "зашифрованного RTCP больше 16 МБ: остальное не разобрано",
    "more than 1048576 RTP streams": "потоков RTP больше 1048576: остальные не разобраны",
    "more than 200000 errors of the network": "сетевых ошибок больше 200000: остальные не перечислены",
    # HEP and WebSocket
    "HEP header cut off": "заголовок HEP обрезан",
    "HEP chunk cut off": "чанк HEP обрезан",
    "HEP packet cut off": "пакет HEP обрезан",
    "HEP time header cut off": "заголовок времени HEP обрезан",
    "HEP header length does not fit its address family": "длина заголовка HEP не подходит к семейству адресов",
    "compressed HEP payload": "содержимое HEP сжато",
    "not a WebSocket frame": "не кадр WebSocket",
    "WebSocket frame longer than 4 MiB skipped": "пропущен кадр WebSocket длиннее 4 МиБ",
    "WebSocket message too long": "слишком длинное сообщение WebSocket",
    "compressed WebSocket message": "сообщение WebSocket сжато",
    # SIP
    "SIP body longer than 4 MiB skipped": "пропущено тело SIP длиннее 4 МиБ",
    "SIP header block longer than 256 KiB skipped": "пропущены заголовки SIP длиннее 256 КиБ",
    "SIP message broken off inside its header block": "сообщение SIP обрывается внутри заголовков",
    "the headers do not end with a blank line": "заголовки не закрыты пустой строкой",
    "a header line has no colon": "в строке заголовка нет двоеточия",
    "a header name has characters that no name may have": "в имени заголовка недопустимые символы",
    "a header that may stand once stands several times": "единственный по стандарту заголовок повторяется",
    "a mandatory header is empty": "обязательный заголовок пуст",
    "a quoted text is not closed": "кавычки не закрыты",
    "no CSeq header": "нет заголовка CSeq",
    "no Call-ID header": "нет заголовка Call-ID",
    "no From header": "нет заголовка From",
    "no To header": "нет заголовка To",
    "no Via header": "нет заголовка Via",
    "CSeq does not begin with a number below 2^32": "CSeq начинается не с числа меньше 2^32",
    "the method of CSeq is not that of the request": "метод в CSeq не совпадает с методом запроса",
    "Content-Length is larger than the body": "Content-Length больше тела сообщения",
    "Content-Length is not a number": "Content-Length не число",
    "Max-Forwards is not a number from 0 to 255": "Max-Forwards не число от 0 до 255",
    "the Request-URI has blanks in it": "в Request-URI есть пробелы",
    "the Request-URI has no scheme": "в Request-URI нет схемы",
    "the Request-URI is empty": "Request-URI пуст",
    "the Request-URI stands in angle brackets": "Request-URI стоит в угловых скобках",
    # files that could not be opened
    "no such file": "нет такого файла",
    "this is a directory": "это каталог",
    "no permission to read this file": "нет прав на чтение",
    "the file cannot be read": "файл не читается",
}

_RUSSIAN_WITH_NUMBERS: tuple[tuple[str, str], ...] = (
    (
        r"the file ends in the middle of this packet \(needs (\d+) bytes, (\d+) are there\)",
        r"файл обрывается посреди этого пакета (нужно байт: \1, есть: \2)",
    ),
    (
        r"(\w+) header claims (\d+) bytes; skipped (\d+) bytes to the next plausible packet",
        r"в заголовке (\1) указана длина \2; до следующего похожего пакета пропущено байт: \3",
    ),
    (
        r"(\w+) header claims (\d+) bytes; nothing readable in the last (\d+) bytes of the file",
        r"в заголовке (\1) указана длина \2; до конца файла ничего не читается, байт: \3",
    ),
    (r"'(.*)' is not a valid float\.", r"\1 — не число"),
    (r"'(.*)' is not a valid integer(?: range)?\.", r"\1 — не целое число"),
    (r"(\d+) more notices of this kind", r"ещё таких же замечаний: \1"),
    (r"packet of interface (\d+), which the file does not describe", r"пакет с интерфейса \1, которого в файле нет"),
    (r"packet claims (\d+) bytes, more than its block holds", r"длина пакета \1 больше его блока"),
    (
        r"the disk of (.*) is nearly full, read up to here: set TMPDIR to a folder with more room",
        r"прочитано не до конца, диск с \1 почти полон: задайте в TMPDIR каталог, где места больше",
    ),
    (r"cannot be kept in (.*), read up to here: (.*)", r"прочитано не до конца, в \1 не записать временный файл: \2"),
    (r"the compressed data breaks off: the file ends before its compressed data does", r"сжатые данные обрываются: файл неполный"),
    (r"the compressed data breaks off: (.*)", r"сжатые данные обрываются: \1"),
)
"""Patterns and what they are in Russian; few runs need one, so each is compiled when it is first tried."""


def fault(why: str, lang: Language) -> str:
    """`why` in the reader's language; a phrase without a twin is shown as it is."""
    return harmless(_russian(why) if lang == "ru" else why, 200)


def _russian(why: str) -> str:
    if why in RUSSIAN:
        return RUSSIAN[why]
    for pattern, russian in _RUSSIAN_WITH_NUMBERS:
        if found := re.fullmatch(pattern, why):
            return found.expand(russian)
    return why
