"""The log says that a process of the server was killed by a signal: the server itself ends then, with all its calls."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="server-crashed",
    check=told("server-crashed", kinds=("crashed",), at_fault="proxy"),
    text=Text(
        en=Words(
            title="A process of the proxy died of signal {signal}, and the server ended with it, says the log",
            explanation=(
                "The main process saw process {process} end by signal {signal} ({times:count:line of the log says|lines of the log say} "
                "so) and ended all others: until it was started anew nobody was answered, and transactions in memory are lost. 11 and 6 "
                "are errors of the program or a module, 9 is the system's (out of memory) or a person's doing. The log: {said}"
            ),
            fix=(
                "Did it come up again? Look with systemctl status and journalctl around this time; dmesg has the kernel's word (segfault, "
                "Out of memory).",
                "Which request was it? The last lines before this one; the next line says whether a core file was written: gdb "
                "PROGRAM CORE, then bt full.",
                "Update to the newest release of your branch; if it stays, report it with the trace.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Процесс прокси завершён сигналом {signal}, и сервер остановился вместе с ним, сказано в журнале",
            explanation=(
                "Главный процесс увидел, что процесс {process} завершён сигналом {signal} (об этом {times:count:строка|строки|строк} "
                "журнала), и остановил остальные: до нового запуска никому не отвечали, транзакции из памяти потеряны. 11 и 6 — ошибка "
                "программы или модуля, 9 — дело системы (нехватка памяти) или человека. В журнале: {said}"
            ),
            fix=(
                "Запустился ли сервер снова? Посмотрите systemctl status и journalctl около этого времени; dmesg — что пишет ядро "
                "(segfault, Out of memory).",
                "Какой это был запрос? Последние строки перед этой; следующая строка говорит, записан ли core: gdb ПРОГРАММА "
                "CORE, затем bt full.",
                "Обновитесь до последнего выпуска вашей ветки; если не поможет, сообщите разработчикам с трассировкой.",
            ),
            notes=NOTE_RU,
        ),
    ),
    references=("Kamailio src/main.c, handle_sigs",),
)
