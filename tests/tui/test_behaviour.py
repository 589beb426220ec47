"""What the terminal program does: filters, order, marks, jumps to evidence, comparing, saving, sizes, hostile input, any keys."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot
from textual.widgets import Input

from sipwhy.app.export import export
from sipwhy.app.feed import Feed
from sipwhy.sources import Problem
from sipwhy.tui.call_table import CallTable
from sipwhy.tui.keys import SCREENS
from sipwhy.tui.ladder_screen import LadderScreen
from sipwhy.tui.lines import Lines
from sipwhy.tui.list_screen import ListScreen
from sipwhy.tui.preferences import load
from sipwhy.tui.program import Program
from sipwhy.tui.why_screen import WhyScreen
from tests.rules.cases import Case
from tests.tui.driving import SAMPLE, drive, press, settle, text_of, type_text

Here = Pilot[Problem | None]
HOME = Path("tui.json")


def table(pilot: Here) -> CallTable:
    return pilot.app.query_one("#calls", CallTable) if len(pilot.app.screen_stack) == 1 else pilot.app.screen_stack[0].query_one(CallTable)


def column_heads(pilot: Here) -> list[str]:
    """The line above the list: the head of the screen, which may have two lines, and the filter box stand before it."""
    return text_of(pilot).splitlines()[table(pilot).region.y].split()


def bar(pilot: Here) -> str:
    """The key at the left end of the bar, with its word."""
    return " ".join(text_of(pilot).splitlines()[-1].split()[:2])


def numbers(pilot: Here) -> list[int]:
    shown: list[int] = table(pilot).seen.numbers.tolist()
    return shown


def test_the_head_names_the_days_and_the_zone_and_a_column_the_day_where_there_are_several(tmp_path: Path) -> None:
    async def look(pilot: Here) -> tuple[str, list[str]]:
        return " ".join(text_of(pilot).splitlines()[0].split()), column_heads(pilot)

    head, columns = drive([SAMPLE], look, home=tmp_path / HOME, size=(160, 24))
    assert "office-morning.pcap · 2026-11-23 UTC · 16 entries" in head
    assert "date" not in columns
    two = [SAMPLE, str(Path(SAMPLE).with_name("no-route.pcap"))]
    head, columns = drive(two, look, home=tmp_path / HOME, size=(160, 24))
    assert "2026-11-09 – 2026-11-23 UTC" in head
    assert columns[:3] == ["No", "date", "time"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("488", [10, 11]),
        ("CODEC-mismatch", [10, 11]),
        ("1001 wrong", []),
        ("1007", [4]),
        ("status=5xx", [5, 6, 7]),
        ("from=1001 to=1002 status=488", [10, 11]),
        ("cause=ack-lost", [14]),
        ("ip=203.0.113.50", [5, 6, 7, 12]),
        ("service unavailable", [5, 6, 7]),
        ("tag=", []),
        ("method=REGISTER", [1, 2, 4]),
    ],
)
def test_text_and_fields_narrow_the_list(text: str, expected: list[int]) -> None:
    async def driving(pilot: Here) -> list[int]:
        await press(pilot, "slash")
        pilot.app.query_one("#filter", Input).value = text
        await type_text(pilot, "")
        return numbers(pilot)

    assert drive([SAMPLE], driving, home=HOME) == expected


@pytest.mark.parametrize("text", ["status = 7xx", "status=7xx", "status in (700, 7xx)"])
def test_a_status_that_sip_has_not_is_told_where_nothing_is_left(text: str) -> None:
    async def driving(pilot: Here) -> str:
        await press(pilot, "slash")
        pilot.app.query_one("#filter", Input).value = text
        await type_text(pilot, "")
        return " ".join(text_of(pilot).split())

    assert "7xx, its statuses are 100 to 699. Esc removes the filter." in drive([SAMPLE], driving, home=HOME)


def test_escape_in_the_filter_box_shows_everything_again() -> None:
    async def driving(pilot: Here) -> tuple[list[int], list[int]]:
        await press(pilot, "slash")
        await type_text(pilot, "488")
        narrowed = numbers(pilot)
        await press(pilot, "escape")
        await type_text(pilot, "")
        return narrowed, numbers(pilot)

    assert drive([SAMPLE], driving, home=HOME) == ([10, 11], list(range(1, 17)))


def test_escape_in_a_narrowed_list_shows_everything_then_removes_marks_and_only_then_leaves() -> None:
    async def driving(pilot: Here) -> list[object]:
        await press(pilot, "space", "exclamation_mark", "slash")
        await type_text(pilot, "488")
        await press(pilot, "enter")
        seen: list[object] = [numbers(pilot), bar(pilot)]
        for _ in range(2):
            await press(pilot, "escape")
            await type_text(pilot, "")
            seen += [numbers(pilot), sorted(table(pilot).marked), bar(pilot), pilot.app.is_running]
        await press(pilot, "escape")
        return [*seen, pilot.app.is_running]

    every = list(range(1, 17))
    assert drive([SAMPLE], driving, home=HOME) == [
        [10, 11], "Esc All", every, [1], "Esc Unmark", True, every, [], "Esc Quit", True, False,
    ]  # fmt: skip


def test_q_leaves_a_narrowed_list_at_once() -> None:
    async def driving(pilot: Here) -> bool:
        await press(pilot, "exclamation_mark", "q")
        return pilot.app.is_running

    assert drive([SAMPLE], driving, home=HOME) is False


def test_a_column_is_sorted_and_turned_round() -> None:
    async def driving(pilot: Here) -> tuple[list[int], list[int], list[int]]:
        await press(pilot, "greater_than_sign")
        by_time = numbers(pilot)
        await press(pilot, "z")
        turned = numbers(pilot)
        table(pilot).order = (("cause", False),)
        pilot.app.screen.refilter()  # type: ignore[attr-defined]  # it is the list
        await settle(pilot)
        return by_time, turned, numbers(pilot)

    by_time, turned, by_cause = drive([SAMPLE], driving, home=HOME)
    assert by_time == list(range(1, 17))
    assert turned[:3] == [16, 15, 14]
    assert by_cause[0] == 14  # ack-lost
    assert by_cause[-3:] == [1, 2, 3]  # what has no cause comes last


def test_the_cursor_stays_on_its_call_when_the_order_changes() -> None:
    async def driving(pilot: Here) -> tuple[int | None, int | None]:
        await press(pilot, *["down"] * 9)
        before = table(pilot).number
        await press(pilot, "greater_than_sign", "z")
        return before, table(pilot).number

    assert drive([SAMPLE], driving, home=HOME) == (10, 10)


def test_enter_on_evidence_leads_to_its_message_in_the_ladder() -> None:
    async def driving(pilot: Here) -> tuple[str, int | None, str]:
        await press(pilot, *["down"] * 9, "w", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, LadderScreen)
        first = screen.message
        await press(pilot, "w", "down")
        assert isinstance(pilot.app.screen, WhyScreen)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LadderScreen)
        second = pilot.app.screen.message
        return type(screen).__name__, first.number if first else None, second.label if second else ""

    assert drive([SAMPLE], driving, home=HOME) == ("LadderScreen", 128, "INVITE")


def test_the_keys_of_evidence_go_from_evidence_to_evidence() -> None:
    async def driving(pilot: Here) -> list[int | None]:
        await press(pilot, *["down"] * 9, "enter", "home")
        seen = []
        for key in ("n", "n", "n", "n", "N"):
            await press(pilot, key)
            screen = pilot.app.screen
            assert isinstance(screen, LadderScreen)
            seen.append(screen.message.number if screen.message else None)
        return seen

    assert drive([SAMPLE], driving, home=HOME) == [127, 128, 130, 127, 130]


def test_letters_work_under_a_russian_layout() -> None:
    async def driving(pilot: Here) -> list[str]:
        seen = []
        for key in ("ц", "й", "ш", "й", "ч", "й", "к", "й"):
            await press(pilot, key)
            seen.append(type(pilot.app.screen).__name__)
        return seen

    expected = ["WhyScreen", "ListScreen", "OverviewScreen", "ListScreen", "LadderScreen", "ListScreen", "RawScreen", "ListScreen"]
    assert drive([SAMPLE], driving, home=HOME) == expected


@pytest.mark.parametrize(
    ("ending", "begins"),
    [(".pcapng", b"\x0a\x0d\x0d\x0a"), (".txt", b"Call 10"), (".svg", b"<svg"), (".html", b"<!DOCTYPE html>")],
)
def test_a_call_is_saved_in_the_form_that_the_name_ends_with(ending: str, begins: bytes) -> None:
    async def driving(pilot: Here) -> str:
        await press(pilot, *["down"] * 9, "f2")
        pilot.app.screen.query_one("#name", Input).value = f"saved{ending}"
        await press(pilot, "enter")
        return text_of(pilot)

    assert f"saved{ending} written" in drive([SAMPLE], driving, home=HOME)
    assert Path(f"saved{ending}").read_bytes().startswith(begins)
    assert not list(Path().glob("*.part"))


def test_a_file_that_exists_is_overwritten_only_after_a_yes() -> None:
    Path("call-10.pcapng").write_text("precious")

    async def driving(pilot: Here) -> tuple[str, str, bytes]:
        await press(pilot, *["down"] * 9, "f2", "enter")
        asked = text_of(pilot)
        await press(pilot, "enter")
        kept = Path("call-10.pcapng").read_text()
        await press(pilot, "enter", "y")
        return asked, kept, Path("call-10.pcapng").read_bytes()[:4]

    asked, kept, written = drive([SAMPLE], driving, home=HOME)
    assert "call-10.pcapng exists. Overwrite it?" in asked
    assert kept == "precious"
    assert written == b"\x0a\x0d\x0d\x0a"


def test_the_input_is_never_written_over_and_a_wrong_ending_is_told() -> None:
    Path("in.pcapng").write_bytes(Path(SAMPLE).read_bytes())

    async def driving(pilot: Here) -> tuple[str, str, str]:
        await press(pilot, "f2")
        box = pilot.app.screen.query_one("#name", Input)
        said = []
        for name in ("in.pcapng", "call.doc", "no/such/folder/a.txt"):
            box.value = name
            await press(pilot, "enter")
            said.append(text_of(pilot))
        return said[0], said[1], said[2]

    read, wrong, nowhere = drive(["in.pcapng"], driving, home=HOME)
    assert "is being read" in read
    assert "must end in" in wrong
    assert "cannot be written: No such file" in nowhere


def test_marked_calls_are_saved_each_in_a_file_of_its_own() -> None:
    async def driving(pilot: Here) -> str:
        await press(pilot, "down", "down", "space", "space", "f2")
        pilot.app.screen.query_one("#name", Input).value = "two.txt"
        await press(pilot, "enter")
        return text_of(pilot)

    drive([SAMPLE], driving, home=HOME)
    assert sorted(path.name for path in Path().glob("two*")) == ["two-3.txt", "two-4.txt"]


def test_settings_hold_at_once_and_next_time() -> None:
    async def change(pilot: Here) -> str:
        await press(pilot, "f8", "down", "enter", "escape")
        return text_of(pilot)

    async def look(pilot: Here) -> str:
        return text_of(pilot)

    assert "16 записей" in drive([SAMPLE], change, home=HOME)
    assert load(HOME).lang == "ru"
    HOME.write_text("{broken")
    assert "16 entries" in drive([SAMPLE], look, home=HOME)


def test_columns_are_chosen_and_moved() -> None:
    async def driving(pilot: Here) -> tuple[list[str], list[str]]:
        before = column_heads(pilot)
        await press(pilot, "f10", "down", "space", "down", "down", "minus", "minus", "minus", "escape")
        return before, column_heads(pilot)

    before, after = drive([SAMPLE], driving, home=HOME)
    assert before[:3] == ["No", "time", "from"]
    assert after[:2] == ["from", "No"]
    assert "time" not in after
    assert load(HOME).columns[0] == "from"


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (60, 15), (80, 24), (200, 60)])
def test_every_screen_stands_any_size(size: tuple[int, int]) -> None:
    async def driving(pilot: Here) -> None:
        for keys in (
            ("enter", "enter", "q", "q"),
            ("w", "q"),
            ("i", "q"),
            ("f1", "q"),
            ("f2", "escape"),
            ("f8", "escape"),
            ("f10", "escape"),
        ):
            await press(pilot, *keys)
        await press(pilot, *["down"] * 9, "enter")
        for width, height in ((30, 8), (120, 40), (80, 24)):
            await pilot.resize_terminal(width, height)
            await settle(pilot)

    drive([SAMPLE], driving, home=HOME, size=size)


def test_bytes_that_would_steer_a_terminal_are_never_shown() -> None:
    nasty = "\x1b[2J\x1b]0;owned\x07\u202eabc\u200b\x9b31m"
    Path("bad.pcap").write_bytes(_with_sip(nasty))

    async def driving(pilot: Here) -> list[str]:
        seen = [text_of(pilot)]
        for keys in (("enter",), ("enter",), ("b",), ("q", "r"), ("q", "space", "down", "space"), ("q", "q", "w"), ("q", "e"), ("q", "i")):
            await press(pilot, *keys)
            seen.append(text_of(pilot))
        return seen

    for screen in drive(["bad.pcap"], driving, home=HOME):
        assert all(char.isprintable() or char == "\n" for char in screen), screen


def test_a_file_that_cannot_be_read_ends_the_program_with_its_problem() -> None:
    async def run() -> Problem | None:
        program = Program(Feed(["nowhere.pcap"]), "en", home=HOME)
        async with program.run_test():
            await asyncio.sleep(0.3)
        return program.return_value

    problem = asyncio.run(run())
    assert problem is not None
    assert (problem.kind, problem.path) == ("missing", "nowhere.pcap")


def test_without_colours_signs_and_reversed_letters_remain() -> None:
    async def driving(pilot: Here) -> tuple[bool, bool]:
        styles = [segment.style for strip in pilot.app.screen._compositor.render_strips() for segment in strip if segment.style]
        filtered = [style for style in styles if style.color and not style.color.is_default]
        return bool(filtered), any(style.reverse for style in styles)

    has_colours, has_reverse = drive([SAMPLE], driving, home=HOME, no_color=True)
    assert not has_colours
    assert has_reverse


_KEYS = sorted({name for keys in SCREENS.values() for key in keys for name in key.keys if name not in ("?", "/", "<", ">", "!")} - {"q"})
_MORE = ["up", "down", "pageup", "pagedown", "home", "end", "left", "right", "slash", "exclamation_mark", "less_than_sign", "tab", "4"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(_KEYS + _MORE), max_size=25))
def test_no_keys_in_any_order_break_it(keys: list[str]) -> None:
    async def driving(pilot: Here) -> int:
        for key in keys:
            if not pilot.app.is_running:
                break
            await pilot.press(key)
        await settle(pilot)
        return len(pilot.app.screen_stack) if pilot.app.is_running else 0

    drive([SAMPLE], driving, home=HOME)


def test_a_click_chooses_and_two_open() -> None:
    async def driving(pilot: Here) -> tuple[int | None, str]:
        await pilot.click("#calls", offset=(10, 6))
        chosen = table(pilot).number
        await pilot.double_click("#calls", offset=(10, 6))
        await settle(pilot)
        return chosen, type(pilot.app.screen).__name__

    assert drive([SAMPLE], driving, home=HOME) == (6, "LadderScreen")


def test_what_was_exported_from_the_list_is_what_the_command_exports(tmp_path: Path) -> None:
    async def driving(pilot: Here) -> int:
        await press(pilot, *["down"] * 9, "f2", "enter")
        screen = pilot.app.screen_stack[0]
        assert isinstance(screen, ListScreen)
        assert screen.board is not None
        return export(screen.board.report, 10, str(tmp_path / "other.pcapng")).packets

    assert drive([SAMPLE], driving, home=HOME) == 10
    assert Path("call-10.pcapng").read_bytes().count(b"SIP/2.0") == (tmp_path / "other.pcapng").read_bytes().count(b"SIP/2.0")


def test_the_ladder_goes_sideways_where_it_is_wider_than_the_screen() -> None:
    async def driving(pilot: Here) -> tuple[str, str]:
        await press(pilot, "end", "enter")
        await pilot.resize_terminal(50, 24)
        await settle(pilot)
        before = text_of(pilot)
        lines = pilot.app.screen.query_one("#ladder", Lines)
        await press(pilot, "right", "right")
        assert lines.scroll_x > 0
        return before, text_of(pilot)

    before, after = drive([SAMPLE], driving, home=HOME)
    assert before != after


def _with_sip(text: str) -> bytes:
    """A capture with one call in whose headers `text` stands."""
    lines = [
        "INVITE sip:100@192.0.2.2 SIP/2.0",
        f"Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK{text}",
        f'From: "{text}" <sip:{text}@192.0.2.1>;tag=a',
        f"To: <sip:100@192.0.2.2>{text}",
        f"Call-ID: {text}x",
        "CSeq: 1 INVITE",
        f"{text}: {text}",
        "Content-Length: 0",
    ]
    packets = [_packet("192.0.2.1", "192.0.2.2", lines)]
    packets.append(_packet("192.0.2.2", "192.0.2.1", [f"SIP/2.0 486 Busy{text}", *lines[1:]]))
    return bytes.fromhex("d4c3b2a1020004000000000000000000ffff000065000000") + b"".join(packets)


def _packet(src: str, dst: str, lines: list[str]) -> bytes:
    payload = ("\r\n".join(lines) + "\r\n\r\n").encode()
    udp = (5060).to_bytes(2, "big") * 2 + (len(payload) + 8).to_bytes(2, "big") + b"\0\0"
    addresses = b"".join(bytes(map(int, ip.split("."))) for ip in (src, dst))
    ip = b"\x45\0" + (len(payload) + 28).to_bytes(2, "big") + b"\0\0\0\0\x40\x11\0\0" + addresses
    data = ip + udp + payload
    return (1_700_000_000).to_bytes(4, "little") + b"\0\0\0\0" + len(data).to_bytes(4, "little") * 2 + data


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('status = 488 and from like "^100"', [10, 11]),
        ("status = 5xx or cause = ack-lost", [5, 6, 7, 14]),
        ("not (kind = call) and status = 2xx", [1, 2]),
        ("status=5xx ip=203.0.113.50 unavailable", [5, 6, 7]),
        ("status=488,500-503", [5, 6, 7, 10, 11]),
        ('"status = 488"', []),
        ("phone=1007", [4]),
    ],
)
def test_an_expression_of_the_filter_language_narrows_the_list(text: str, expected: list[int]) -> None:
    async def driving(pilot: Here) -> list[int]:
        pilot.app.query_one("#filter", Input).value = text
        await type_text(pilot, "")
        return numbers(pilot)

    assert drive([SAMPLE], driving, home=HOME) == expected


def test_what_is_still_being_written_leaves_the_list_as_it_is_and_the_rest_of_a_word_is_proposed() -> None:
    async def driving(pilot: Here) -> tuple[list[int], str, str]:
        await press(pilot, "slash")
        await type_text(pilot, "status = 488")
        await type_text(pilot, " and transp")
        kept = numbers(pilot)
        await press(pilot, "right")
        completed = pilot.app.query_one("#filter", Input).value
        await type_text(pilot, " = ")
        return kept, completed, text_of(pilot)

    kept, completed, note = drive([SAMPLE], driving, home=HOME)
    assert kept == [10, 11]
    assert completed == "status = 488 and transport"
    assert "next: " in note
    assert "udp" in note


def test_the_ladder_says_of_an_unexplained_failure_what_its_answer_means(tmp_path: Path) -> None:
    flow = ["0.000 alice > pbx SUBSCRIBE 1001 > 1005", "    Event: dialog", "0.010 pbx > alice 486 Busy Here"]
    files = Case("", "", "", blocks=[("flow", "", flow)]).files(tmp_path)

    async def driving(pilot: Here) -> str:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LadderScreen)
        return text_of(pilot)

    said = drive(files, driving, home=HOME)
    assert "486 Busy Here" in said
    assert "No rule explains" not in said
    assert "486 Busy Here (Asterisk) — The" in said
