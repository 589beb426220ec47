"""Where all else is well, what is to be noticed of the sound of a call is said in the first line and with the call."""

from pathlib import Path

import pytest

from sipwhy.cli.main import main
from tests.rules.cases import FOLDER, Case, all_cases, read_cases

TITLES = {"en": "The voice of 1002 is overdriven", "ru": "Голос 1002 перегружен"}
WELL = {"en": "Everything is well", "ru": "Всё в порядке"}
NO_FAULT = {"en": "No fault found", "ru": "Неисправностей не найдено"}


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("view", [(), ("--markdown",), ("--html", "-")])
def test_a_voice_that_is_cut_off_is_named_in_the_first_line(
    lang: str, view: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = next(one for one in all_cases() if one.slug == "clipped-audio")
    assert main([*map(str, case.files(tmp_path)), "--lang", lang, *view]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert out.count(TITLES[lang]) >= 2
    assert WELL[lang] not in out
    assert NO_FAULT[lang] not in out


@pytest.mark.parametrize(("variant", "is_well"), [("unseen", False), ("cut", False), ('""', True)])
def test_not_everything_is_well_over_a_fax_of_which_nobody_knows_how_it_went(
    variant: str, is_well: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = read_cases(FOLDER / "media" / "t38-outcome.md")
    case = next(case for case in found if case.expected.get("variant", '""') == variant and case.expected["fires"] == "yes")
    captures = [str(path) for path in case.files(tmp_path)]
    for lang, well in WELL.items():
        assert main([*captures, "--lang", lang]) == 0
        assert (well in capsys.readouterr().out) is is_well, lang


NOTES = (
    ("early-media-missing", ""),
    ("change-refused", "resume"),
    ("stuck-on-hold", "unmet"),
    ("packet-loss", ""),
    ("media-stopped", ""),
    ("media-stopped", "resumed"),
)


def _case(slug: str, variant: str, folder: Path) -> Path:
    case = next(
        one
        for one in all_cases()
        if one.slug == slug
        and (one.expected.get("variant", '""').strip('"'), one.expected.get("severity"), one.expected["fires"])
        == (variant, "notice", "yes")
    )
    case.write(folder / f"{slug}.pcap")
    return folder / f"{slug}.pcap"


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("view", [(), ("-v",), ("--markdown",), ("--html", "-")])
def test_what_people_heard_badly_or_not_at_all_is_named_in_the_first_line(
    note: tuple[str, str], lang: str, view: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capture = _case(*note, tmp_path)
    assert main([str(capture), "--lang", lang, *view]) == 0
    out = capsys.readouterr().out
    assert note[0] in out
    assert WELL[lang] not in out
    assert NO_FAULT[lang] not in out


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_all_is_well_over_a_mailbox_that_takes_a_message(lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capture = str(_case("media-stopped", "recording", tmp_path))
    assert main([capture, "--lang", lang, "--fail-on", "notice"]) == 0
    assert WELL[lang] in capsys.readouterr().out


@pytest.mark.parametrize("asked", [(), ("--call", "1")])
def test_the_status_tells_of_what_the_first_line_names(asked: tuple[str, ...], tmp_path: Path) -> None:
    capture = str(_case("stuck-on-hold", "unmet", tmp_path))
    assert main([capture, *asked, "--fail-on", "notice"]) == 1
    assert main([capture, *asked, "--fail-on", "warning"]) == 0


_PAST = """\
{0}0.000 alice > pbx [a{0}] INVITE 1001 > 1002 +sdp
{0}0.020 pbx > bob [b{0}] INVITE 1001 > 1002 +sdp:198.51.100.21:4000
{0}0.100 bob > pbx [b{0}] 200 OK +sdp
{0}0.110 pbx > bob [b{0}] ACK
{0}0.120 pbx > alice [a{0}] 200 OK +sdp:198.51.100.22:4000
{0}0.130 alice > pbx [a{0}] ACK
{0}0.200 alice:4000 > bob:4000 rtp 300
{0}9.000 alice > pbx [a{0}] BYE
{0}9.010 pbx > alice [a{0}] 200 OK
{0}9.020 pbx > bob [b{0}] BYE
{0}9.030 bob > pbx [b{0}] 200 OK"""
"""A call in which voice goes from telephone to telephone and one way of it past this point, in the ten seconds of its number."""


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("many", [1, 5])
def test_not_everything_is_well_where_a_direction_of_a_call_is_not_seen(
    many: int, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = "\n".join(_PAST.format(n) for n in range(1, many + 1))
    captures = Case("", "", "", blocks=[("flow", "", flow.splitlines())]).files(tmp_path)
    assert main([*captures, "--lang", lang]) == 0
    first = " ".join(capsys.readouterr().out.partition("\n\n")[0].split())
    assert {"en": "none was seen here", "ru": "здесь его не видно"}[lang] in first


@pytest.mark.parametrize(("lang", "said"), [("en", "2 notices"), ("ru", "2 замечания")])
@pytest.mark.parametrize("view", [(), ("--markdown",), ("--html", "-")])
def test_notices_that_only_v_shows_are_counted(
    lang: str, said: str, view: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capture = str(_case("change-refused", "", tmp_path))
    assert main([capture, "--lang", lang, "--fail-on", "notice", *view]) == 0
    assert capsys.readouterr().out.count(said) == 2, "in the first line and with the call"
    assert main([capture, "--lang", lang, "-v"]) == 0
    shown = capsys.readouterr().out
    assert "change-refused" in shown
    assert NO_FAULT[lang] not in shown
