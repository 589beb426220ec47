"""Rules are known by their index, and loaded when somebody needs them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.diagnosis import CaptureRule, Overview, Rule, registry
from sipwhy.diagnosis.known import Known, known_of
from sipwhy.diagnosis.log_rule import LogRule, never
from sipwhy.diagnosis.registry import known, rules
from sipwhy.diagnosis.rule import Seeks
from sipwhy.model import Finding
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_TESTS = Path(__file__).resolve().parents[1]
CAPTURES = sorted((_TESTS / "captures").glob("*/capture.pcap*"))
GOOD = _TESTS / "captures" / "good-call" / "capture.pcap"

_LOADED = """
import sys
from sipwhy.app import run
rows = list(run([sys.argv[1]]).rows())
assert [row.cause for row in rows] == ["unknown-number"]
print(*(name for name in sys.modules if name.startswith("sipwhy.rules.")))
"""


def test_a_capture_loads_those_rules_alone_that_it_can_need(tmp_path: Path) -> None:
    path = tmp_path / "one.pcap"
    flow = ["0 alice > pbx INVITE 1001 > 112 +sdp", "0.01 pbx > alice 404 Not Found", "0.02 alice > pbx ACK", "5 end"]
    script = Script({})
    script.play(flow)
    write_pcap(path, script.packets)
    done = subprocess.run([sys.executable, "-c", _LOADED, str(path)], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "sipwhy.rules.routing.unknown_number" in loaded
    assert not loaded & {"sipwhy.rules.trust.packets_cut", "sipwhy.rules.transport.tls_alert", "sipwhy.rules.security.scanner"}
    assert not loaded & {"sipwhy.rules.dialog.bye_refused", "sipwhy.rules.log.unknown_number", "sipwhy.rules.media.echo"}
    assert "sipwhy.rules.registration.callee_not_registered" not in loaded  # 404 may mean it, too: this one does not


@pytest.mark.parametrize("slug", known())
def test_what_is_known_of_a_rule_is_what_it_says(slug: str) -> None:
    rule, one = rules()[slug], known()[slug]
    assert (rule.slug, rule.area, rule.needs, rule.looks_at) == (one.slug, one.area, one.needs, one.looks_at)
    if isinstance(rule, Rule):
        assert (rule.seeks, rule.scope, rule.aside) == (one.seeks, one.scope, one.aside)
        assert one.is_wide == (rule.whole is not None)
        assert one.is_wide or not rule.looks_at
    else:
        assert one.is_wide
        assert one.seeks is None


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: path.parent.name)
def test_a_rule_of_the_whole_capture_finds_nothing_where_what_it_looks_at_is_empty(capture: Path) -> None:
    overview = run([str(capture)]).overview
    for one in known().values():
        rule = rules()[one.slug]
        whole = rule.check if isinstance(rule, CaptureRule) else rule.whole
        if whole and one.looks_at and not any(map(overview.has, one.looks_at)):
            assert not tuple(whole(overview)), one.slug


def test_a_rule_of_the_whole_capture_is_asked_where_there_is_some_of_what_it_looks_at(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def listening(slug: str, *looks_at: str) -> CaptureRule:
        def check(_: Overview) -> Iterable[Finding]:
            asked.append(slug)
            return ()

        return CaptureRule(slug, "trust", check, rules()["packets-cut"].texts, looks_at=looks_at)

    brought: list[Rule | CaptureRule | LogRule] = [
        listening("of-calls", "upsets", "legs"),
        listening("of-upsets", "upsets"),
        listening("of-scans", "behaviour.scans"),
        listening("of-all"),
    ]
    monkeypatch.setattr(registry, "_entry_points", lambda: iter(brought))
    registry.forget()
    try:
        overview = run([str(GOOD)]).overview
        assert not overview.upsets
        for check in registry.capture_checks().values():
            tuple(check(overview))
    finally:
        monkeypatch.undo()
        registry.forget()
    assert set(asked) == {"of-calls", "of-all"}


def test_a_third_partys_rules_are_known_beside_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = rules()["unknown-number"]
    assert isinstance(ours, Rule)
    alone = next(one for one in known().values() if not one.module)
    texts = ours.texts
    new = Rule("of-them", "routing", Seeks(statuses=frozenset({404})), ours.check, texts)
    brought: list[Rule | CaptureRule | LogRule] = [
        new,
        Rule("unknown-number", "theirs", Seeks(), ours.check, texts),
        Rule(alone.slug, "theirs", Seeks(), ours.check, texts),
        LogRule("of-them", never, texts[""], more={"added": texts[""]}),
        LogRule("of-their-log", never, texts[""]),
    ]
    monkeypatch.setattr(registry, "_entry_points", lambda: iter(brought))
    registry.forget()
    try:
        assert known()["of-them"] == known_of(new)
        assert known()["unknown-number"].area == "routing"
        assert known()[alone.slug].area == "theirs"
        assert list(known())[-1] == "of-their-log"
        assert {"", "log", "added"} <= set(rules()["of-them"].texts)
        assert "log" in rules()[alone.slug].texts
        assert rules()["of-their-log"].needs == ("log",)
        assert {"of-them", "of-their-log", alone.slug} <= {half.slug for half in registry.log_rules()}
    finally:
        monkeypatch.undo()
        registry.forget()


def test_an_index_that_is_out_of_date_says_so() -> None:
    with pytest.raises(LookupError, match="of-nobody"):
        registry._rule(Known("of-nobody", "routing"))
