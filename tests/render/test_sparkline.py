"""Small pictures of loss and jitter."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.picture import Second
from sipwhy.render.media.sparkline import HEIGHT, WIDTH, key, sparkline

second = st.builds(Second, st.just(0), st.integers(0, 100), st.integers(0, 100), st.floats(0, 500))


def test_loss_is_a_bar_and_jitter_a_line() -> None:
    drawn = sparkline([Second(0, 50, 0, 1.0), Second(1, 40, 10, 5.0)], "en")
    assert "2 seconds; red bars: lost packets; blue line: jitter up to 5 ms" in drawn
    assert drawn.count("z") == 1
    assert drawn.count(",") == 2


def test_the_key_shows_both_and_says_so() -> None:
    shown = key("en")
    assert ElementTree.fromstring(f"<p>{shown}</p>").findall("svg")
    assert all(said in shown for said in ('class="lost"', "packets lost", 'class="jitter"', "jitter, its worst"))
    assert "потерянные пакеты" in key("ru")


def test_nothing_is_drawn_of_nothing() -> None:
    assert sparkline([], "ru") == ""


@given(st.lists(second, max_size=60), st.integers(1, 12))
def test_it_is_well_formed_and_stays_inside(few: list[Second], times: int) -> None:
    drawn = sparkline([Second(at, one.packets, one.lost, one.jitter_ms) for at, one in enumerate(few * times)], "ru")
    if not drawn:
        return
    root = ElementTree.fromstring(drawn)
    for line in root.iter("polyline"):
        for point in line.attrib["points"].split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT
