"""What is said of an option that a command does not have, where what was meant by it is known."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table

NO_OPTION: Table = {
    "no-option-last": (
        "no option {name}; what began within the last hour is --since now-1h, within the last day --since now-1d",
        "нет ключа {name}; начавшееся за последний час — --since now-1h, за последние сутки — --since now-1d",
    ),
    "no-option-vendor": (
        "no option {name}; --ticket VENDOR writes what to send a vendor, --by vendor counts them all",
        "нет ключа {name}; заявка вендору — --ticket VENDOR, счёт по всем — --by vendor",
    ),
    "no-option-phone": (
        "no option {name}; cdr counts calls by groups (--by caller, --by direction, --by source); the calls of one number are found in "
        "a capture or log: sipwhy FILE --phone NUMBER",
        (
            "нет ключа {name}; cdr считает вызовы по группам (--by caller, --by direction, --by source); вызовы одного номера ищут в дампе "
            "или журнале: sipwhy FILE --phone NUMBER"
        ),
    ),
    "no-option-anonymize": (
        "no option {name} here; write an anonymized capture first, and read that: sipwhy export FILE N -o clean.pcapng --anonymize",
        "ключа {name} здесь нет; сначала сохраните обезличенный дамп и читайте уже его: sipwhy export FILE N -o clean.pcapng --anonymize",
    ),
    "no-option-number": ("no option {name}; a telephone number is --phone NUMBER", "нет ключа {name}; телефонный номер — --phone NUMBER"),
    "no-option-output": (
        "no option {name}; a page is written by --html FILE (a browser makes a PDF of it), text, --markdown and --json by > FILE",
        "нет ключа {name}; страницу записывает --html FILE (браузер её напечатает или сохранит в PDF), текст, --markdown и --json — > FILE",
    ),
    "no-option-output-flow": (
        "no option {name}; a picture is written by --svg FILE.svg, text by > FILE",
        "нет ключа {name}; рисунок записывает --svg FILE.svg, текст — > FILE",
    ),
    "no-option-table": (
        "no option {name}; a call a line, for programs, is --jsonl; tables of CDRs are made by sipwhy cdr --csv",
        "нет ключа {name}; по вызову на строку, для программ, — --jsonl; таблицы из CDR делает sipwhy cdr --csv",
    ),
    "no-option-input": (
        "no option {name}; files are named without one: sipwhy trouble.pcap",
        "нет ключа {name}; файлы указываются без ключа: sipwhy trouble.pcap",
    ),
    "no-option-interface": (
        "no option {name}; interfaces are for sipwhy live: sipwhy live eth0",
        "нет ключа {name}; интерфейсы слушает sipwhy live: sipwhy live eth0",
    ),
    "no-option-from": ("no option {name}; who calls is --caller NUMBER", "нет ключа {name}; кто звонит — --caller NUMBER"),
    "no-option-to": ("no option {name}; whom they call is --callee NUMBER", "нет ключа {name}; кому звонят — --callee NUMBER"),
    "no-option-zone": (
        "no option {name}; times are shown in this machine's zone: TZ=Europe/Moscow sipwhy ... shows another, --utc UTC; the zone of a log "
        "that names none is --log-zone",
        "нет ключа {name}; время показывается в поясе этой машины, в другом — TZ=Europe/Moscow sipwhy ..., в UTC — --utc; пояс журнала, "
        "если в нём самом он не указан, — --log-zone",
    ),
}
