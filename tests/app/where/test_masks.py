"""What columns say of an expression is what the messages themselves say."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sipwhy.app import Filters, run
from sipwhy.app.report import FullReport
from sipwhy.app.where.answer import facts_of
from sipwhy.app.where.asked import Asked
from sipwhy.app.where.masks import chosen_by
from sipwhy.app.where.row import EvidenceRow
from sipwhy.where import WhereError, parse, predicate
from tests.where.expressions import EXPRESSIONS

SAMPLE = Path(__file__).parents[3] / "samples" / "office-morning.pcap"
ABOUT_IT = st.sampled_from(
    [
        "from = 1001", "to = 1002", "from != 1001", "from in (1001, 1002)", "to like ^10", "method = BYE", "request.method = INVITE",
        "request.method != INVITE", "status = 4xx", "status != 200", "src = 203.0.113.10", "dst = 203.0.113.0/24",
        "addr = 198.51.100.21:5060",
        "addr != 203.0.113.50", "number between 10 and 100", "duration > 10", "ring <= 10s", "pdd < 1 or pdd is null", "talk is not null",
        "result = failed", "kind = call", "cause = codec-mismatch", "cause is null", "fault = callee", "finding = codec-mismatch",
        "codec = pcma",
        "header.max-forwards = 70", "ua like PJSUA", "cseq = 1", "call <= 5", "timestamp > 2026-11-23 09:10", "last 10m", "since 09:00",
        "call-id like a", "transport = udp", "transport != tcp", "node is null", "to.tag is null", "reason like Found", "from is not null",
    ]
)  # fmt: skip


@pytest.fixture(scope="module")
def report() -> FullReport:
    return run([str(SAMPLE)], Filters())


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(texts=st.lists(ABOUT_IT | EXPRESSIONS, min_size=1, max_size=3), joined=st.sampled_from([" and ", " or ", " and not ", " or not "]))
def test_columns_and_messages_give_the_same_answers(report: FullReport, texts: list[str], joined: str) -> None:
    try:
        asked = Asked(parse(joined.join(f"({text})" for text in texts)), UTC)
    except WhereError:
        return
    evidence, facts, rows = report.table.evidence, facts_of(report, True), report.table.row_of_leg
    moment = asked.moment(evidence.start, evidence.end)
    masked = chosen_by(asked.expression.root, facts, rows, moment)
    fits, legs = predicate(asked.expression, moment), evidence.messages("leg")
    one_by_one = [fits(EvidenceRow(evidence, at, int(rows[legs[at]]), facts)) for at in range(evidence.sip_messages)]
    assert masked.tolist() == one_by_one, asked.expression.text
