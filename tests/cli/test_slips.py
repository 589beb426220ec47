"""Wrong words of a command are answered with what to type instead."""

import io
from pathlib import Path

import pytest

from sipwhy.cli.main import main

README = str(Path(__file__).parents[2] / "README.md")
VOICES = str(Path(__file__).parents[2] / "samples" / "voices.pcap")


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["export", VOICES, "1", "-o", "--anonymize"], 2, ("-o needs a value", "ключу -o нужно значение")),
        ([VOICES, "--html", "--utc"], 2, ("--html needs a value", "ключу --html нужно значение")),
        (["flow", "1", VOICES], 2, (f"behind the files: sipwhy flow {VOICES} 1", f"после файлов: sipwhy flow {VOICES} 1")),
        ([ "1", VOICES], 2, (f"behind the files: sipwhy {VOICES} 1", f"после файлов: sipwhy {VOICES} 1")),
        (["calls", "1", VOICES], 2, (f"behind the files: sipwhy calls {VOICES} 1", f"после файлов: sipwhy calls {VOICES} 1")),
        (["flow", "1", VOICES, "2"], 2, (f"1 2: one entry at a time; expected e.g. sipwhy flow {VOICES} 2", f"sipwhy flow {VOICES} 2")),
        (["flow", "1", "nowhere.pcap"], 3, ("nowhere.pcap: no such file", "nowhere.pcap: нет такого файла")),
        (["calls", VOICES, "--last", "1h"], 2, ("within the last hour is --since now-1h", "за последний час — --since now-1h")),
        (["cdr", VOICES, "--phone", "1001"], 2, ("sipwhy FILE --phone NUMBER", "sipwhy FILE --phone NUMBER")),
        (["cdr", VOICES, "--vendor", "x"], 2, ("--ticket VENDOR writes what to send", "заявка вендору — --ticket VENDOR")),
        (["calls", VOICES, "--from", "1001"], 2, ("who calls is --caller NUMBER", "кто звонит — --caller NUMBER")),
        (["calls", VOICES, "--staus", "4xx"], 2, ("perhaps --status STATUS?", "может быть, --status STATUS?")),
        (["calls", VOICES, "--ph", "1"], 2, ("perhaps --phone NUMBER?", "может быть, --phone NUMBER?")),
        (["calls", VOICES, "--qqq"], 2, ("no option --qqq See", "нет ключа --qqq Справка")),
        (["pbx", "chek"], 2, ("perhaps sipwhy pbx check? There are check, debug", "может быть, sipwhy pbx check? Есть check, debug")),
        (["history", "lst"], 2, ("perhaps sipwhy history list?", "может быть, sipwhy history list?")),
        (["history", "qqq"], 2, ("expected one of on, off", "ожидается одно из: on, off")),
        (["live", "eth99", "--for", "1s"], 2, ("there is no interface eth99; there are", "интерфейса eth99 нет; есть")),
        (["live", "udp5060"], 2, ("udp5060: no interface (there are", "может быть, sipwhy live udp port 5060?")),
        (["live", "PORT5060"], 2, ("stand apart: perhaps sipwhy live port 5060?", "может быть, sipwhy live port 5060?")),
        (["live", "vlan100"], 2, ("perhaps sipwhy live vlan 100?", "vlan100: такого интерфейса нет (есть")),
        (["list", VOICES], 3, ("perhaps sipwhy calls", "sipwhy calls")),
        ([VOICES, "1", "2"], 2, (f"1 2: one entry at a time; expected e.g. sipwhy {VOICES} 2", f"например, sipwhy {VOICES} 2")),
        ([VOICES, "1,4"], 2, (f"1,4: one entry at a time; expected e.g. sipwhy {VOICES} 2", f"например, sipwhy {VOICES} 2")),
        (["flow", VOICES, "2-5"], 2, (f"2-5: one entry at a time; expected e.g. sipwhy flow {VOICES} 2", f"sipwhy flow {VOICES} 2")),
        ([VOICES, "calls"], 3, (f"a command stands first: sipwhy calls {VOICES}", f"указывается первой: sipwhy calls {VOICES}")),
        ([VOICES, "flow", "1"], 3, (f"a command stands first: sipwhy flow {VOICES} 1", f"указывается первой: sipwhy flow {VOICES} 1")),
        (["https://pbx.example/a b.pcap"], 3, ("first curl -O 'https://pbx.example/a b.pcap'", "сначала curl -O 'https://pbx")),
        (["calls", "root@pbx:/tmp/x.pcap"], 3, ("ssh root@pbx cat /tmp/x.pcap | sipwhy -", "ssh root@pbx cat /tmp/x.pcap")),
        ([VOICES, "-call", "1"], 2, ("no option -call; perhaps --call N?", "нет ключа -call; может быть, --call N?")),
        ([VOICES, "-json"], 2, ("no option -json; perhaps --json?", "может быть, --json?")),
        ([VOICES, "-n", "120"], 2, ("a telephone number is --phone NUMBER", "телефонный номер — --phone NUMBER")),
        ([VOICES, "-o", "x.html"], 2, ("a page is written by --html FILE", "страницу записывает --html FILE")),
        (["flow", VOICES, "-o", "x.svg"], 2, ("a picture is written by --svg FILE.svg", "рисунок записывает --svg FILE.svg")),
        (["calls", VOICES, "--csv"], 2, ("a call a line, for programs, is --jsonl", "для программ, — --jsonl")),
        (["-r", VOICES], 2, ("files are named without one: sipwhy trouble.pcap", "файлы указываются без ключа")),
        (["-i", "eth0"], 2, ("interfaces are for sipwhy live: sipwhy live eth0", "слушает sipwhy live: sipwhy live eth0")),
        (["flwo", VOICES, "1"], 3, (f"perhaps sipwhy flow {VOICES} 1 is meant", f"имелось в виду sipwhy flow {VOICES} 1")),
        (["report", VOICES, "1"], 3, (f"the report needs none: sipwhy {VOICES} 1", f"отчёту она не нужна: sipwhy {VOICES} 1")),
        ([VOICES, "--html"], 2, ("--html needs a value: --html FILE", "ключу --html нужно значение: --html FILE")),
        (["history", "list", "--where"], 2, ("--where EXPR See sipwhy history list", "--where EXPR Справка: sipwhy history list")),
        ([VOICES, "--method", "INVTE"], 2, ("INVTE is no method of SIP; perhaps INVITE?", "метода INVTE в SIP нет; может быть, INVITE?")),
        ([VOICES, "--tz", "MSK"], 2, ("TZ=Europe/Moscow sipwhy ... shows another", "в другом — TZ=Europe/Moscow sipwhy")),
        (["history", "--hep", "9060"], 2, ("--hep is an option of sipwhy history on", "ключ --hep есть у sipwhy history on")),
        (["history", "--nonsense"], 2, ("no option --nonsense See sipwhy history --help", "--nonsense Справка: sipwhy history --help")),
        (["history", "--sotre", "x"], 2, ("perhaps --store FOLDER? See sipwhy history --help", "может быть, --store FOLDER?")),
        (["pbx", "--peer", "120"], 2, ("--peer is an option of sipwhy pbx debug", "ключ --peer есть у sipwhy pbx debug")),
        ([VOICES, "--status", "7xx"], 2, ("SIP has no such answers, its statuses are 100 to 699", "таких ответов в SIP нет")),
        (["grep", VOICES, "--status", "8xx,777", "-c"], 2, ("--status 777,8xx: SIP has no", "--status 777,8xx: таких ответов в SIP нет")),
        (["flow", VOICES, "--status", "999"], 2, ("--status 999: SIP has no such", "--status 999: таких ответов")),
        ([VOICES, "--since", "1h"], 2, ("1h is a length of time, expected a point in time; perhaps now-1h?", "может быть, now-1h?")),
        ([VOICES, "--until", "-1 day"], 2, ("perhaps now-1day?", "-1 day — длительность, а ожидается момент")),
        ([VOICES, "--since", "2 hours ago"], 2, ("perhaps now-2hours?", "может быть, now-2hours?")),
        (["code", "999"], 2, ("sipwhy code --list names the answers that are known", "известные ответы: sipwhy code --list")),
        (["code", "--list", "999"], 2, ("sipwhy code --list names those that are", "известные: sipwhy code --list")),
        (["export", VOICES, "1"], 2, ("expected --output OUT.pcapng", "ожидается --output OUT.pcapng")),
        (["export", VOICES, "5", "-o", "x.pcapng"], 2, (f"sipwhy calls {VOICES} lists them", f"список: sipwhy calls {VOICES}")),
        ([VOICES, "--grep", "a|b"], 2, ("there is a command for it: sipwhy grep --help", "для этого есть команда: sipwhy grep --help")),
        (["grep", "a|b", VOICES], 2, (f"or behind -e: sipwhy grep {VOICES} 'a|b'", f"или после -e: sipwhy grep {VOICES} 'a|b'")),
        ([VOICES, "--since", "today", "--until", "yesterday"], 2, ("--until is not later than --since", "--until не позже --since")),
        ([VOICES, "--since", "01:00", "--until", "01:00"], 2, ("expected a later one", "ожидается более позднее время")),
        ([VOICES, "--certificate", README], 2, ("expected PEM (BEGIN CERTIFICATE) or DER", "ожидается PEM (BEGIN CERTIFICATE) или DER")),
        (["flow", VOICES, "1", "2"], 2, (f"expected e.g. sipwhy flow {VOICES} 2", f"например, sipwhy flow {VOICES} 2")),
        (["cdr", VOICES, "--since", "today", "--until", "now-1d"], 2, ("expected a later one", "ожидается более позднее время")),
        (["cdr", VOICES, "--min-asr", "400"], 2, ("400 is no share: expected 0 to 100", "400 — не доля: ожидается от 0 до 100")),
        (["cdr", VOICES, "--min-ner", "x"], 2, ("x is no share: expected 0 to 100", "x — не доля: ожидается от 0 до 100")),
        (["cdr", VOICES, "--json", "--csv"], 2, ("only one of --json and --csv", "только один из ключей --json и --csv")),
        (["cdr", VOICES, "--mask", "both"], 2, ("expected --ticket VENDOR beside it", "ожидается вместе с --ticket VENDOR")),
        (["cdr", VOICES, "--ticket-form", "eml"], 2, ("--ticket-form is for the ticket", "--ticket-form действует только в заявке")),
        (["cdr", VOICES, "--columns"], 2, ("have no columns", "нет столбцов")),
        (["cdr", VOICES, "--prefixes", "nowhere.csv"], 2, ("table of prefixes cannot be read", "таблица префиксов не читается")),
        (["cdr", "oracle://u@h/db"], 2, ("expected mysql://user@host", "ожидается mysql://пользователь@узел")),
        (
            ["grep", VOICES, "-i", "a|b"],
            0,
            (
                f"with -E it is a regular expression: sipwhy grep -E {VOICES} 'a|b'",
                f"с -E это регулярное выражение: sipwhy grep -E {VOICES} 'a|b'",
            ),
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_slip_is_answered_with_what_to_type(
    capsys: pytest.CaptureFixture[str], words: list[str], status: int, said: tuple[str, str], lang: str
) -> None:
    assert main([*words, "--lang", lang]) == status
    assert said[lang == "ru"] in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    ("words", "count"),
    [(["--method", "register bye"], 4), (["--method", "BENOTIFY"], 0), (["--cause", "No-Answer"], 0), (["--method", " invite"], 2)],
)
def test_names_may_be_written_in_either_case_and_with_blanks_between_them(
    words: list[str], count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calls", VOICES, "--jsonl", *words]) == 0
    assert len(capsys.readouterr().out.splitlines()) == count
    assert main(["rule", "NO-Route"]) == 0


def test_several_codes_may_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "403", "488", "--lang", "en"]) == 0
    assert [line.split(" — ")[0].strip() for line in capsys.readouterr().out.splitlines() if " — " in line] == [
        "403 Forbidden",
        "488 Not Acceptable Here",
    ]
    assert main(["code", "403", "999", "--lang", "en"]) == 0
    printed = capsys.readouterr()
    assert "403 Forbidden" in printed.out
    assert printed.err == "sipwhy: not known: 999\n"
    assert main(["code", "403", "Forbidden", "--lang", "en"]) == 0
    assert "not known" not in capsys.readouterr().err


def test_a_text_that_was_found_is_not_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["grep", VOICES, "G729/8000"]) == 0
    assert main(["grep", VOICES, "-E", "a[|]b", "--lang", "en"]) == 0
    assert "regular expression" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", ("standard input is empty", "стандартный ввод пуст")),
        (b"PK\x03\x04", ("standard input is an archive", "стандартный ввод — архив")),
        (b"hello\n", ("standard input is neither a capture", "стандартный ввод не похож ни на дамп")),
    ],
)
@pytest.mark.parametrize("lang", ["en", "ru"])
def test_standard_input_has_a_name(
    data: bytes, said: tuple[str, str], lang: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["-", "--lang", lang]) == 3
    assert said[lang == "ru"] in capsys.readouterr().err
