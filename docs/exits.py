"""
Keeps the tables of exit statuses true: one source for the pages about them and for the manual pages.

usage: python -m docs.exits            writes them (from the root of the project)
       python -m docs.exits --check    exit status 1 if one is out of date
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from docs import written

from sipwhy.texts.catalogue import Table, say
from sipwhy.texts.language import Language

HERE = Path(__file__).resolve().parent
PAGES: dict[Path, Language] = {HERE / "exit-status.md": "en", HERE / "exit-status.ru.md": "ru"}
_HEADS = {"en": "| status | when |", "ru": "| код | когда |"}

EXITS: Table = {
    "0": (
        "Done. So it is where nothing matches or nothing went wrong: an empty answer is an answer, of sipwhy grep, too (grep -c counts).",
        "Готово. В том числе когда ничего не подошло или не сломалось: пустой ответ — тоже ответ, и у sipwhy grep (считает grep -c).",
    ),
    "1": (
        "Done, and what was asked about is so. With --fail-on: the report, history report, cdr or pbx check found something that bad or "
        "worse. cdr --min-asr, --min-ner: a vendor is below. pbx unban: the address is still banned. pbx debug: the tracing could not be "
        "turned off.",
        "Готово, и то, о чём спрашивали, случилось. С --fail-on: отчёт, history report, cdr или pbx check нашли что-то такой тяжести или "
        "хуже. cdr --min-asr, --min-ner: вендор ниже порога. pbx unban: адрес всё ещё заблокирован. pbx debug: трассировку не удалось "
        "выключить.",
    ),
    "2": (
        "Wrong words: an unknown option, a value that is none, a call that does not exist, conditions that several calls fit where one "
        "is needed. Or something could not be done: one of several files not read, a file not written, a package or a right missing.",
        "Ошибка в команде: неизвестный ключ, негодное значение, вызов, которого нет, условия, под которые подходят несколько вызовов, "
        "когда нужен один. Или что-то не вышло: не прочитан один из файлов, не записан файл, не хватает пакета или прав.",
    ),
    "3": (
        "Nothing to look at: no file could be read, no interface opened; pbx check: no server is installed; history: nothing is recorded "
        "of that time.",
        "Смотреть не на что: не прочитан ни один файл, не открыт интерфейс; pbx check: сервер не установлен; history: за это время ничего "
        "не записано.",
    ),
    "130": (
        "Ctrl-C. What is meant to end so (live, --follow, pbx debug) ends with 0.",
        "Ctrl-C. То, что так и завершают (live, --follow, pbx debug), даёт 0.",
    ),
}
"""Each status, and when sipwhy ends with it."""


def pages() -> dict[Path, str]:
    """The pages with the statuses."""
    return written.filled(PAGES, "statuses", _table)


def _table(lang: Language) -> Iterator[str]:
    yield f"{_HEADS[lang]}\n|---:|---|\n"
    yield from (f"| {status} | {say(EXITS, status, lang)} |\n" for status in EXITS)


if __name__ == "__main__":
    sys.exit(written.run(pages(), sys.argv))
