"""Lists of streams: what cannot have arrived has no MOS, and a direction in which nothing came has a row of its own."""

import json
from pathlib import Path

import pytest

from sipwhy.cli.main import main
from tests.rules.cases import FOLDER, read_cases
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

PRIVATE, ONE_WAY = FOLDER / "negotiation/private-media-address.md", FOLDER / "media/one-way-audio.md"
ASTRAY = {"en": "what goes to 192.168.1.50:4000 cannot arrive there", "ru": "до 192.168.1.50:4000 пакеты не доходят"}
NOTHING = {"en": "nothing was seen here of", "ru": "здесь не видно ничего"}
WIDE = {"en": "WB is the scale of wide band", "ru": "WB — шкала широкой полосы"}
VIEWS = (("media",), (), ("--markdown",), ("--html", "-"))


def shown(case: tuple[Path, int], folder: Path, lang: str, view: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> str:
    files = [str(file) for file in read_cases(case[0])[case[1]].files(folder)]
    assert main([*view[:1], *files, *view[1:], "--lang", lang] if view == ("media",) else [*files, *view, "--lang", lang]) == 0
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("view", VIEWS)
def test_what_goes_to_a_private_address_is_not_rated(
    lang: str, view: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ASTRAY[lang] in shown((PRIVATE, 0), tmp_path, lang, view, capsys)


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("view", VIEWS)
def test_a_direction_in_which_nothing_came_has_a_row(
    lang: str, view: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = shown((ONE_WAY, 0), tmp_path, lang, view, capsys)
    assert NOTHING[lang] in out


@pytest.mark.parametrize("view", [("media",), ("media", "1"), ()])
def test_what_nobody_can_have_heard_has_no_rating_in_json_either(
    view: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(file) for file in read_cases(PRIVATE)[0].files(tmp_path)]
    assert main([*view[:1], *files, *view[1:], "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    entries = told["streams"] if view else told["calls"][0]["streams"]
    mos = {entry["dst"]: (entry["mos"], entry["mos_basis"].get("none")) for entry in entries}
    assert mos.pop("192.168.1.50:4000") == (None, "cannot-arrive")
    assert [rated for rated, none in mos.values() if none is None], mos
    buffers = [one for entry in entries for one in entry.get("buffers", ()) if entry["dst"] == "192.168.1.50:4000"]
    assert not [one for one in buffers if one["mos"]]


@pytest.mark.parametrize("at", [2, 3])
def test_what_arrives_all_the_same_is_rated(at: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = shown((PRIVATE, at), tmp_path, "en", ("media",), capsys)
    assert "4.41" in out
    assert "cannot arrive" not in out
    assert NOTHING["en"] not in out


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_scale_of_wide_band_is_explained_only_where_there_is_some(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert WIDE[lang] not in shown((ONE_WAY, 0), tmp_path, lang, ("media",), capsys)


SPOKEN = (
    "0.000 alice > pbx [a] INVITE 1001 > 1002 +sdp",
    "2.000 pbx > alice [a] 200 OK +sdp",
    "2.010 alice > pbx [a] ACK",
    "2.100 alice:4000 > pbx:4000 rtp 300",
    "2.110 pbx:4000 > alice:4000 rtp 300 ssrc=7",
    "9.000 alice > pbx [a] BYE",
    "9.010 pbx > alice [a] 200 OK",
)
UNSEEN = (
    "1.000 bob > trunk [b] INVITE 1005 > 1006 +sdp:6000",
    "3.000 trunk > bob [b] 200 OK +sdp:6002{direction}",
    "3.010 bob > trunk [b] ACK",
    "10.000 bob > trunk [b] BYE",
    "10.010 trunk > bob [b] 200 OK",
)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("the voice of 1 call was not seen here", "Its voice was not seen here", "Not a packet of voice is here of 1 call (2)")),
        ("ru", ("голоса 1 вызова здесь не видно", "Голоса этого вызова", "Нет ни одного пакета голоса 1 отвеченного вызова (2)")),
    ],
)
@pytest.mark.parametrize("direction", ["", ":inactive"])
def test_a_call_without_a_packet_of_voice_beside_one_that_has_it(
    direction: str, lang: str, said: tuple[str, str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = Script({})
    script.play([*SPOKEN, *(line.format(direction=direction) for line in UNSEEN)])
    write_pcap(tmp_path / "two.pcap", sorted(script.packets))
    assert main([str(tmp_path / "two.pcap"), "--lang", lang]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert [text in out for text in said[:2]] == [not direction] * 2, out
    assert main(["media", str(tmp_path / "two.pcap"), "--lang", lang]) == 0
    assert (said[2] in " ".join(capsys.readouterr().out.split())) is (not direction)
