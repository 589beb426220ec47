"""
Writes the manual pages, one in each language, from the commands themselves.

usage: python -m docs.man            writes them (from the root of the project)
       python -m docs.man --check    exit status 1 if one is out of date
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
from docs import written
from docs.exits import EXITS

from sipwhy import __version__
from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.group import Group
from sipwhy.cli.help import MainCommand
from sipwhy.texts.catalogue import Table, say
from sipwhy.texts.language import LANGUAGES, Language
from sipwhy.texts.usage import HELP

SHARE = Path(__file__).resolve().parents[1] / "packaging" / "data" / "data" / "share" / "man"
"""What a wheel puts beside the program's folder, where man(1) looks for it."""

WORDS: Table = {
    "section": ("User Commands", "Команды пользователя"),
    "NAME": ("NAME", "ИМЯ"),
    "what": ("why SIP calls and registrations failed", "почему не удались вызовы и регистрации SIP"),
    "SYNOPSIS": ("SYNOPSIS", "ОБЗОР"),
    "DESCRIPTION": ("DESCRIPTION", "ОПИСАНИЕ"),
    "OPTIONS": ("OPTIONS", "КЛЮЧИ"),
    "COMMANDS": ("COMMANDS", "КОМАНДЫ"),
    "as-above": ("As above: ", "Как выше: "),
    "EXAMPLES": ("EXAMPLES", "ПРИМЕРЫ"),
    "EXIT STATUS": ("EXIT STATUS", "КОД ВОЗВРАТА"),
    "ENVIRONMENT": ("ENVIRONMENT", "ПЕРЕМЕННЫЕ СРЕДЫ"),
    "FILES": ("FILES", "ФАЙЛЫ"),
    "SEE ALSO": ("SEE ALSO", "СМ. ТАКЖЕ"),
    "walks": (
        "The pages of docs/walks lead step by step through whole cases.",
        "Страницы docs/walks проводят по целым случаям шаг за шагом.",
    ),
}
EXAMPLES: Table = {
    "sipwhy trouble.pcap": ("What went wrong in a capture, and why.", "Что не удалось в дампе и почему."),
    "sipwhy trouble.pcap --call 5": ("One call of it in full.", "Один вызов из него целиком."),
    "sipwhy flow trouble.pcap 5 --svg call.svg": ("A picture of it for the ticket.", "Его схема для заявки."),
    "sipwhy export trouble.pcap 5 -o call.pcapng": ("Its packets for Wireshark.", "Его пакеты для Wireshark."),
    'sipwhy code 480 "Empty Route Set"': ("What an answer means.", "Что значит ответ."),
    "sudo sipwhy pbx check": ("The servers of this machine, looked at.", "Осмотр серверов этой машины."),
    "sipwhy cdr Master.csv": ("ASR, NER, ACD and PDD by vendor.", "ASR, NER, ACD и PDD по вендорам."),
}
ENVIRONMENT: Table = {
    "LC_ALL, LC_MESSAGES, LANG": ("The language, unless --lang is given.", "Язык, если нет --lang."),
    "NO_COLOR": ("No colours.", "Без цвета."),
    "COLUMNS": ("The width of the terminal, instead of its own.", "Ширина терминала вместо настоящей."),
    "SIPWHY_PAGER, PAGER": (
        "What shows output that is longer than the terminal (usually less); cat: nothing.",
        "Чем показывать вывод, который длиннее экрана (обычно less); cat: ничем.",
    ),
    "TMPDIR": (
        "Where compressed captures and pipes are kept unpacked while they are read (usually /tmp); the disk's last room stays free.",
        "Где хранится распакованное из сжатых дампов и каналов, пока их читают (обычно /tmp); последнее место на диске не занимается.",
    ),
    "SIPWHY_HISTORY": ("The folder of the history.", "Каталог истории."),
    "SIPWHY_RUN_DIR": ("Where pbx debug keeps what it has turned on.", "Где pbx debug хранит сведения о том, что он включил."),
    "SIPWHY_AMI_USER, SIPWHY_AMI_SECRET, SIPWHY_AMI_SECRET_FILE, SIPWHY_AMI_HOST, SIPWHY_AMI_PORT": (
        "How Asterisk is asked, instead of manager.conf.",
        "Как спрашивать Asterisk, вместо manager.conf.",
    ),
    "SIPWHY_ESL_SECRET, SIPWHY_ESL_SECRET_FILE, SIPWHY_ESL_HOST, SIPWHY_ESL_PORT": (
        "How FreeSWITCH is asked, instead of event_socket.conf.xml.",
        "Как спрашивать FreeSWITCH, вместо event_socket.conf.xml.",
    ),
}
FILES: Table = {
    "~/.config/sipwhy/settings.toml": ("Rules switched off, limits moved.", "Отключённые правила, изменённые пороги."),
    "/var/lib/sipwhy, ~/.local/state/sipwhy/history": ("The history: root's, of other users.", "История: у root и у остальных."),
    "/run/sipwhy": ("What pbx debug has turned on.", "Что включил pbx debug."),
}
_ESCAPED = str.maketrans({"\\": r"\e", "-": r"\-", "'": r"\(aq", '"': r"\(dq", "^": r"\(ha", "~": r"\(ti", "`": r"\(ga"})


def page(lang: Language) -> str:
    """The manual page, in roff for man(7)."""
    return "\n".join(_lines(lang)) + "\n"


def _lines(lang: Language) -> Iterator[str]:
    main = _command("", lang)
    assert isinstance(main, MainCommand)
    yield f'.TH SIPWHY 1 "" "sipwhy {__version__}" "{say(WORDS, "section", lang)}"'
    yield from [".nh", ".ad l"]
    yield from _heading("NAME", lang)
    yield f"sipwhy \\- {_text(say(WORDS, 'what', lang))}"
    yield from _heading("SYNOPSIS", lang)
    yield from [r".B sipwhy", r'.IR "FILE... " [...]', ".br", r".B sipwhy", _text(say(HELP, "COMMAND [...]", lang))]
    yield from _heading("DESCRIPTION", lang)
    yield from _paragraphs(main.help or "")
    yield from _heading("OPTIONS", lang)
    told: dict[str, str] = {}
    yield from _options(main, told, lang)
    yield from _heading("COMMANDS", lang)
    for name in COMMANDS:
        yield from _told(_command(name, lang), f"sipwhy {name}", told, lang)
    yield from _table("EXAMPLES", EXAMPLES, lang)
    yield from _table("EXIT STATUS", EXITS, lang)
    yield from _table("ENVIRONMENT", ENVIRONMENT, lang)
    yield from _table("FILES", FILES, lang)
    yield from _heading("SEE ALSO", lang)
    yield from [".BR tshark (1),", ".BR sngrep (8),", ".BR tcpdump (8),", ".BR fail2ban-client (1)", ".PP", say(WORDS, "walks", lang)]


def _command(name: str, lang: Language) -> click.Command:
    made: click.Command = import_module(f"sipwhy.cli.commands.{name or 'report'}").command(lang)
    return made


def _told(command: click.Command, called: str, told: dict[str, str], lang: Language) -> Iterator[str]:
    """One command, and those in it."""
    with click.Context(command, info_name=called) as context:
        pieces = [parameter.metavar for parameter in command.params if isinstance(parameter, click.Argument) and parameter.metavar]
        if not isinstance(command, Group):
            yield f'.SS "{_text(" ".join([called, *pieces]))}"'
            yield from _paragraphs(command.help or "")
            yield from _options(command, told, lang)
            return
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _told(inner, f"{called} {name}", told, lang)


def _options(command: click.Command, told: dict[str, str], lang: Language) -> Iterator[str]:
    """The options; what the main job's mean as well is only named. `told` is what has been told of the main job's."""
    is_main, same = isinstance(command, MainCommand), []
    with click.Context(command) as context:
        for option in command.get_params(context):
            record = option.get_help_record(context) if isinstance(option, click.Option) else None
            if record is None:
                continue
            names, said = record[0], record[1].replace("[required]", say(HELP, "[required]", lang))
            if told.get(names) == said and not is_main:
                same.append(names.split(",")[-1].split()[0])
                continue
            if is_main:
                told[names] = said
            yield from [".TP", rf".B {_text(names)}", _text(said)]
    named = [name for name in same if name not in ("--help", "--lang", "--no-color")]
    if named:
        yield from [".PP", _text(say(WORDS, "as-above", lang) + ", ".join(named) + ".")]


def _heading(key: str, lang: Language) -> list[str]:
    return [f'.SH "{say(WORDS, key, lang)}"']


def _table(heading: str, table: Table, lang: Language) -> Iterator[str]:
    yield from _heading(heading, lang)
    for name in table:
        yield from [".TP", rf".B {_text(name)}", _text(say(table, name, lang))]


def _paragraphs(text: str) -> Iterator[str]:
    for at, paragraph in enumerate(text.split("\n\n")):
        yield from [*([".PP"] if at else []), _text(paragraph)]


def _text(text: str) -> str:
    """Text as roff takes it literally: nothing of it is a request, and what is copied to a shell stays what the shell knows."""
    return re.sub(r"^(?=[.])", r"\\&", re.sub(r"\s+", " ", text).translate(_ESCAPED))


PAGES = {SHARE / ("ru/man1" if lang == "ru" else "man1") / "sipwhy.1": lang for lang in LANGUAGES}

if __name__ == "__main__":
    sys.exit(written.run({path: page(lang) for path, lang in PAGES.items()}, sys.argv))
