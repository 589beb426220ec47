"""The first screen: what `sipwhy --help` shows, and `sipwhy` alone; 80 columns and at most 23 lines, by task, with the way on."""

from __future__ import annotations

from sipwhy.texts.catalogue import Table

START: Table = {
    "screen": (
        """\
Usage: sipwhy FILE... [options]   or   sipwhy COMMAND [...]

Why calls and registrations failed, whose fault it is and what to do.
FILE is a capture (pcap, pcapng) or the log of a PBX or a telephone; - is
standard input. A file named like a command is given as ./calls.

  sipwhy trouble.pcap                   what went wrong, and why
  sipwhy trouble.pcap --call 5          one call in full, with what to do
  sipwhy trouble.pcap --phone 120       or --ip, --status 4xx, --since 09:00
  sipwhy trouble.pcap --html page.html  for others; or --markdown, --json
  sipwhy code 480 "Empty Route Set"     what an answer means, without a capture

Look closer     calls, flow, grep, tui; export: one call for Wireshark
Voice           media: loss, jitter, MOS; audio: what is heard, as WAV
As it happens   live: interfaces; history: record and ask; FILE --follow
On the server   pbx check, pbx debug, pbx bans, pbx unban
Traffic         cdr: ASR, NER, ACD, PDD by vendor, and the ticket to a vendor
Reference       code: answers; rules, rule: diagnoses; completion: for shells

sipwhy COMMAND --help  what it takes       sipwhy --help-all  every option
man sipwhy             all of it           docs/walks/        step by step
""",
        """\
Запуск: sipwhy FILE... [ключи]   или   sipwhy КОМАНДА [...]

Почему не удались вызовы и регистрации, кто виноват и что делать.
FILE: дамп (pcap, pcapng) либо журнал АТС или телефона; - означает
стандартный ввод. Файл с именем команды задают как ./calls.

  sipwhy trouble.pcap                   что не удалось и почему
  sipwhy trouble.pcap --call 5          один вызов целиком, и что делать
  sipwhy trouble.pcap --phone 120       или --ip, --status 4xx, --since 09:00
  sipwhy trouble.pcap --html page.html  для других; или --markdown, --json
  sipwhy code 480 "Empty Route Set"     что значит ответ, без дампа

Подробнее           calls, flow, grep, tui; export: один вызов для Wireshark
Голос               media: потери, джиттер, MOS; audio: что слышно, в WAV
В реальном времени  live: интерфейсы; history: запись и поиск; FILE --follow
На сервере          pbx check, pbx debug, pbx bans, pbx unban
Трафик              cdr: ASR, NER, ACD, PDD по вендорам и заявка вендору
Справочник          code: ответы; rules, rule: диагнозы; completion: в оболочке

sipwhy КОМАНДА --help  её ключи            sipwhy --help-all  все ключи
man sipwhy             всё целиком         docs/walks/        шаг за шагом
""",
    ),
}
