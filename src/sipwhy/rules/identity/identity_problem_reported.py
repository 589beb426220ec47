"""A call went on though its signature was found wanting: Reason STIR in an answer."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import sender
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import reasons
from sipwhy.model import Call, Finding
from sipwhy.model.headers import parameter
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the first 1xx or 2xx to a signed call whose Reason is of the protocol STIR; what refuses the call says so by its status."""
    for leg in call.legs:
        for answer in leg.messages:
            went_on = answer.status is not None and answer.status < 300
            said = next(iter(reasons(answer, "STIR")), None) if went_on else None
            if said:
                yield Finding(
                    rule=RULE.slug,
                    severity="notice",
                    confidence="certain",
                    at_fault=sender(leg, call, scene),
                    evidence=(proof("answer", answer),),
                    values={
                        "peer": answer.src.ip,
                        "label": answer.label,
                        "cause": parameter(said, "cause") or "",
                        "text": parameter(said, "text") or "",
                    },
                    at=answer.number,
                )
                return


RULE = Rule(
    slug="identity-problem-reported",
    area="identity",
    seeks=Seeks(quirks=Quirk.IDENTITY),
    check=check,
    aside=True,
    references=("RFC 9410",),
    texts={
        "": Text(
            en=Words(
                title="{peer} could not verify the signature ({cause} {text}) and took the call all the same",
                explanation=(
                    "{label} carries Reason: STIR;cause={cause}. The call was not refused for it; another network may refuse it. What the "
                    "number means: sipwhy code stir:{cause}."
                ),
                fix=("Look at the Identity where the call is signed: number, clock, certificate.",),
                notes={"answer": "reports it"},
            ),
            ru=Words(
                title="{peer} не смог проверить подпись ({cause} {text}), но вызов принял",
                explanation=(
                    "В {label} стоит Reason: STIR;cause={cause}. Из-за этого вызов не отклонили, но другая сеть может отклонить. Что "
                    "значит код: sipwhy code stir:{cause}."
                ),
                fix=("Проверьте Identity там, где вызов подписывают: номер, часы, сертификат.",),
                notes={"answer": "сообщает об этом"},
            ),
        )
    },
)
