"""428: the call must be signed, and has no usable Identity."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="identity-missing",
    area="identity",
    seeks=Seeks(statuses=statuses_of("identity-missing")),
    scope="outcome",
    check=claims("identity-missing", "error"),
    references=("RFC 8224 section 6.2.2",),
    texts={
        "": Text(
            en=Words(
                title="{peer} takes only signed calls, this one is not",
                explanation=(
                    "{peer} answered {status} {phrase}: it wants the calling number signed (STIR/SHAKEN), and the INVITE of {asker} has "
                    "no Identity that it can use."
                ),
                fix=(
                    (
                        "Does Identity leave {asker} and arrive at {peer}? An SBC or B2BUA between may drop it; by UDP a signed INVITE "
                        "may be too large."
                    ),
                    (
                        "To sign yourself: Asterisk stir_shaken.conf with attestation and stir_shaken_profile on the endpoint; Kamailio "
                        "secsipid or stirshaken; else ask the carrier to sign."
                    ),
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} принимает только подписанные вызовы, а этот не подписан",
                explanation=(
                    "{peer} ответил {status} {phrase}: номер вызывающего должен быть подписан (STIR/SHAKEN), а пригодного Identity в "
                    "INVITE от {asker} нет."
                ),
                fix=(
                    (
                        "Выходит ли Identity с {asker} и доходит ли до {peer}? Его мог потерять SBC или B2BUA по пути; по UDP подписанный "
                        "INVITE может не пройти по размеру."
                    ),
                    (
                        "Чтобы подписывать самим: Asterisk stir_shaken.conf с attestation и stir_shaken_profile у endpoint; Kamailio "
                        "secsipid или stirshaken; иначе попросите подписывать оператора."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        )
    },
)
