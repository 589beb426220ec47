"""The log says that T.38 was refused."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="fax-rejected",
    check=told("fax-rejected", kinds=("t38-refused",), at_fault="unknown", severity="notice", is_cause=False),
    outlives=True,
    text=Text(
        en=Words(
            title="T.38 was refused, says the log: the fax had to go as sound",
            explanation=(
                "Asterisk wanted to go over to T.38, and the other side did not. That alone is no failure: the fax goes on as sound "
                "(G.711), and fails only where that is lossy. The log: {said}"
            ),
            fix=(
                "If faxes arrive, leave it; T.38 can be switched off for this trunk (t38_udptl=no), which saves the attempt.",
                "If they fail, ask the carrier for T.38, or let the trunk use G.711 alone, without a jitter buffer or echo cancelling.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="В журнале сказано, что T.38 отклонён: факс пришлось передавать звуком",
            explanation=(
                "Asterisk хотел перейти на T.38, а другая сторона отказалась. Само по себе это не сбой: факс идёт дальше звуком (G.711) "
                "и не проходит лишь там, где звук теряется. В журнале: {said}"
            ),
            fix=(
                "Если факсы доходят, ничего не меняйте; T.38 для этого транка можно выключить (t38_udptl=no), чтобы не пытаться зря.",
                "Если не доходят, попросите у оператора T.38 или оставьте на транке только G.711 без джиттер-буфера и эхоподавления.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
