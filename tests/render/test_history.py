"""A history fits a screen of 80 columns, and stays whole in a pipe."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app.history import FileMessages
from sipwhy.app.run import gather
from sipwhy.app.settings import Settings
from sipwhy.diagnosis.registry import rules
from sipwhy.history import list_line
from sipwhy.render.paper import Paper
from sipwhy.render.text.history import history_lines
from sipwhy.render.text.message import message_lines
from sipwhy.render.voice import Voice
from sipwhy.texts.harmless import cells
from sipwhy.texts.language import LANGUAGES, Language
from sipwhy.views.hit import Hit
from tests.rules import packets

MORNING = Path(__file__).parents[2] / "samples" / "office-morning.pcap"


@pytest.fixture(scope="module")
def hits() -> list[Hit]:
    settings = Settings()
    return list(FileMessages(gather([str(MORNING)], lambda _: None, settings), settings, None).hits(None))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lines_fit_a_screen_and_columns_stand_below_each_other(hits: list[Hit], lang: Language) -> None:
    lines = list(history_lines(hits, Voice(lang, rules()), Paper(80, is_screen=True)))
    assert max(map(cells, lines)) <= 80
    assert {line[55] for line in lines} == {" "}
    assert not [line for line in lines if line[56] == " "]


def test_a_port_is_told_where_it_is_not_the_usual_one(hits: list[Hit]) -> None:
    [line] = list(history_lines(hits[:1], Voice("en", rules()), Paper(80, is_screen=True)))[1:]
    assert ":5060" not in line.split("  ")[1]


def test_in_a_pipe_nothing_is_left_out(hits: list[Hit]) -> None:
    lines = list(history_lines(hits, Voice("en", rules()), Paper(80)))
    assert max(map(cells, lines)) > 80
    assert ":5060 → " in lines[1]
    assert not [line for line in lines if line.endswith("…")]


def test_a_heading_is_wrapped_on_a_screen_alone(hits: list[Hit]) -> None:
    first = hits[0]
    on_screen = list(message_lines([first], [""], Voice("en", rules()), Paper(60, is_screen=True), None))
    in_pipe = list(message_lines([first], [""], Voice("en", rules()), Paper(60), None))
    assert on_screen[0].startswith("── message 1 · ")
    assert on_screen[1].startswith("   ")
    assert max(map(cells, on_screen[:2])) <= 60
    assert in_pipe[0].endswith("udp · frame 1")
    assert in_pipe[1:] == on_screen[2:]


def test_a_password_in_a_uri_is_in_no_list(tmp_path: Path) -> None:
    raw = (
        b"INVITE sip:anna:geheim@office.example SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:bob@b.example>;tag=1"
        b"\r\nTo: <sip:anna@office.example>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
    )
    frame, settings = packets.udp(("192.0.2.1", 5060), ("192.0.2.2", 5060), raw), Settings()
    packets.write_pcap(tmp_path / "call.pcap", [(0, frame, len(frame))])
    found = list(FileMessages(gather([str(tmp_path / "call.pcap")], lambda _: None, settings), settings, None).hits(None))
    ours = list(history_lines(found, Voice("en", rules()), Paper(200)))[-1]
    asterisks = list_line(found[0], frozenset())
    for line in (ours, asterisks):
        assert "INVITE sip:anna:******@office.example" in line
