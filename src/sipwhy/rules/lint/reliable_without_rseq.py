"""A provisional answer demands 100rel and has no RSeq."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        required = {value.strip().lower() for value in message.values("Require")}
        if message.status and 100 < message.status < 200 and "100rel" in required and message.header("RSeq") is None:
            yield Flaw(message, "Require: 100rel", "RSeq")


RULE = lint(
    "reliable-without-rseq",
    _search,
    quirks=Quirk.NO_RSEQ,
    basis="must",
    references=("RFC 3262 section 3",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} demands PRACK and gives no RSeq",
                explanation=(
                    "With Require: 100rel the answer asks to be confirmed by PRACK, but PRACK has to name the RSeq, which is missing. "
                    "{receiver} cannot confirm it; {sender} may repeat it and end the call."
                ),
                fix=("Update {sender}, or switch 100rel off there: Asterisk PJSIP 100rel=no; FreeSWITCH enable-100rel=false.",),
                notes={"flaw": "RSeq is missing here"},
            ),
            ru=Words(
                title="{label} от {sender} требует PRACK, но RSeq не даёт",
                explanation=(
                    "С Require: 100rel ответ нужно подтвердить через PRACK, а в PRACK надо назвать RSeq, которого нет. {receiver} "
                    "подтвердить его не может; {sender} будет повторять ответ и может завершить вызов."
                ),
                fix=("Обновите ПО на {sender} или выключите на нём 100rel: Asterisk PJSIP 100rel=no; FreeSWITCH enable-100rel=false.",),
                notes={"flaw": "здесь нет RSeq"},
            ),
        )
    },
)
