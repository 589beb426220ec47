"""Of calls too many to be shown each, the first line names how many people heard badly, and how to see one of them."""

import pytest
from msgspec.structs import replace

from sipwhy.diagnosis.registry import rules
from sipwhy.model import Severity
from sipwhy.render.digest import digest
from sipwhy.render.headline import headline
from sipwhy.render.voice import Voice
from sipwhy.texts.language import Language
from tests.fakes import FakeReport, scenes

ENDS = {
    ("en", 1): "But note call 3: ",
    ("en", 2): "But note 2 calls, such as call 3: ",
    ("ru", 1): "Но обратите внимание на вызов 3: ",
    ("ru", 2): "Но обратите внимание на 2 вызова, например на вызов 3: ",
    ("ru", 5): "Но обратите внимание на 5 вызовов, например на вызов 3: ",
}


def _first_line(lang: Language, many: int, rule: str, severity: Severity = "notice") -> str:
    _, (cause,) = scenes.dead_trunk_call(1, 1)
    beside = replace(cause, rule=rule, severity=severity, variant="", is_cause=False)
    calls = [scenes.good_call(number, 10 * number) for number in range(1, 9)]
    cases = [(call, [*found, *([beside] if 3 <= call.number < 3 + many else [])]) for call, found in calls]
    report = FakeReport(cases)
    return headline(report, digest(report), Voice(lang, rules()))[0]


@pytest.mark.parametrize(("lang", "many"), ENDS)
def test_so_many_calls_are_named_with_one_as_example(lang: Language, many: int) -> None:
    said = _first_line(lang, many, "packet-loss")
    assert ENDS[lang, many] in said
    assert "[packet-loss]" in said
    assert said.endswith("--call 3")


def test_so_is_a_warning_beside_how_a_call_ended() -> None:
    assert "But note call 3: " in _first_line("en", 1, "large-udp", "warning")


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_notice_of_which_nobody_hears_anything_leaves_all_well(lang: Language) -> None:
    well = {"en": "SIP is well: ", "ru": "По SIP всё в порядке: "}
    assert _first_line(lang, 2, "large-udp").startswith(well[lang])


@pytest.mark.parametrize(("many", "said"), [(200, "SIP is well: 200 calls"), (201, "No failures in SIP: 201 calls")])
def test_of_more_calls_than_are_asked_it_is_not_said_that_all_is_well(many: int, said: str) -> None:
    report = FakeReport([scenes.good_call(number, 10 * number) for number in range(1, many + 1)])
    assert headline(report, digest(report), Voice("en", rules()))[0].startswith(said)
