"""The log says that the server ran out of memory: of what all its processes share, or of one process's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

OWN = "log-own"
"""Each process of Kamailio has memory of its own (pkg) beside what they share (shm)."""
_SHARED = told("memory-exhausted", kinds=("shm-gone",), at_fault="proxy")
_OWN = told("memory-exhausted", kinds=("pkg-gone",), at_fault="proxy")


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where a request found no memory, and on lines that name no request."""
    yield from _SHARED(call, events)
    for finding in _OWN(call, events):
        yield replace(finding, variant=OWN)


RULE = LogRule(
    slug="memory-exhausted",
    check=resting(check, _SHARED, _OWN),
    text=Text(
        en=Words(
            title="The proxy has no shared memory left, says the log",
            explanation=(
                "Transactions, registrations and dialogues of all processes lie in shared memory (shm), and it is used up "
                "({times:count:line of the log says|lines of the log say} so). Requests are answered with 500 or not at all, whoever "
                "sends them. The log: {said}"
            ),
            fix=(
                "How much is used, and by what? Kamailio: kamcmd core.shmmem, kamcmd mod.stats all shm; OpenSIPS: opensips-cli -x mi "
                "get_statistics shmem:.",
                "Give it more by the option -m MEGABYTES, then restart. Kamailio: SHM_MEMORY in /etc/default/kamailio.",
                "If it grows day by day at the same load, something leaks: update, and look at tables, dialogues and contacts without end.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="У прокси закончилась общая память, сказано в журнале",
            explanation=(
                "В общей памяти (shm) лежат транзакции, регистрации и диалоги всех процессов, и она исчерпана (об этом "
                "{times:count:строка|строки|строк} журнала). Сервер отвечает на запросы 500 или не отвечает вовсе, от кого бы они ни "
                "пришли. В журнале: {said}"
            ),
            fix=(
                "Сколько занято и чем? Kamailio: kamcmd core.shmmem, kamcmd mod.stats all shm; OpenSIPS: opensips-cli -x mi get_statistics "
                "shmem:.",
                "Дайте больше ключом -m МЕГАБАЙТЫ и перезапустите. Kamailio: SHM_MEMORY в /etc/default/kamailio.",
                "Если при той же нагрузке память растёт день за днём, есть утечка: обновитесь, проверьте таблицы, диалоги и контакты "
                "без срока.",
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        OWN: Text(
            en=Words(
                title="A process of the proxy has no memory of its own left, says the log",
                explanation=(
                    "Each process has private memory (pkg) for the request it works on; that of one is used up "
                    "({times:count:line of the log says|lines of the log say} so). Large requests, replies with many contacts or "
                    "branches fail first, and only those that this process takes. The log: {said}"
                ),
                fix=(
                    "How much does each process use? Kamailio: kamcmd pkg.stats; OpenSIPS: opensips-cli -x mi get_statistics pkmem:.",
                    "Give it more by the option -M MEGABYTES, then restart. Kamailio: PKG_MEMORY in /etc/default/kamailio.",
                    "If it grows day by day, a module leaks: update, and look at what the script keeps in variables.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="У процесса прокси закончилась своя память, сказано в журнале",
                explanation=(
                    "У каждого процесса есть своя память (pkg) для запроса, который он обрабатывает; у одного она исчерпана (об этом "
                    "{times:count:строка|строки|строк} журнала). Первыми сбоят большие запросы и ответы со многими контактами или "
                    "ветвями, и только те, что достались этому процессу. В журнале: {said}"
                ),
                fix=(
                    "Сколько занято у каждого процесса? Kamailio: kamcmd pkg.stats; OpenSIPS: opensips-cli -x mi get_statistics pkmem:.",
                    "Дайте больше ключом -M МЕГАБАЙТЫ и перезапустите. Kamailio: PKG_MEMORY в /etc/default/kamailio.",
                    "Если память растёт день за днём, её теряет модуль: обновитесь, посмотрите, что скрипт хранит в переменных.",
                ),
                notes=NOTE_RU,
            ),
        )
    },
    references=("Kamailio src/core/mem/shm.h and pkg.h",),
)
