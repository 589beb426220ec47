"""The PASSporT was made more than a minute before, or after, the call."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint, requests
from sipwhy.diagnosis.passport import FRESH, passports
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for request in requests(leg, "INVITE", "MESSAGE"):
        for passport in passports(request):
            age = request.ts / 1e6 - passport.issued if passport.issued is not None else 0.0
            if abs(age) > FRESH:
                values = {"age": abs(age), "limit": FRESH}
                yield Flaw(request, str(passport.issued), f"+-{FRESH} s", values, variant="" if age > 0 else "early", confidence="likely")


_CLOCKS_EN = "Compare both clocks with NTP: chronyc tracking."
_CLOCKS_RU = "Сверьте те и другие часы с NTP: chronyc tracking."

RULE = lint(
    "passport-stale",
    _search,
    area="identity",
    quirks=Quirk.IDENTITY,
    basis="should",
    references=("RFC 8224 sections 4.4 and 6.2.2",),
    texts={
        "": Text(
            en=Words(
                title="The call is signed {age:seconds} before it was sent",
                explanation=(
                    "By the clock of the capture the signature (iat) is older than the {limit:seconds} that verifiers allow: they answer "
                    "403 Stale Date or take it for unsigned. Either the clock of the signer is wrong, or that of the capture."
                ),
                fix=(_CLOCKS_EN, "On a second route the call must be signed anew."),
                notes={"flaw": "signed long before"},
            ),
            ru=Words(
                title="Вызов подписан за {age:seconds} до отправки",
                explanation=(
                    "По часам дампа подпись (iat) старше {limit:seconds}, которые допускает проверяющий: он ответит 403 Stale Date или "
                    "сочтёт вызов неподписанным. Неверны часы подписавшего или часы дампа."
                ),
                fix=(_CLOCKS_RU, "На второй маршрут вызов нужно отправлять с новой подписью."),
                notes={"flaw": "подписан задолго до того"},
            ),
        ),
        "early": Text(
            en=Words(
                title="The call is signed {age:seconds} in the future",
                explanation=(
                    "By the clock of the capture the signature (iat) was made after the call, by more than the {limit:seconds} that "
                    "verifiers allow. Either the clock of the signer is wrong, or that of the capture."
                ),
                fix=(
                    _CLOCKS_EN,
                    "If the capture was made by a machine of its own, look at its time zone and clock too.",
                ),
                notes={"flaw": "signed later than sent"},
            ),
            ru=Words(
                title="Вызов подписан на {age:seconds} позже, чем отправлен",
                explanation=(
                    "По часам дампа подпись (iat) сделана после вызова, и разница больше {limit:seconds}, которые допускает проверяющий. "
                    "Неверны часы подписавшего или часы дампа."
                ),
                fix=(
                    _CLOCKS_RU,
                    "Если дамп снят на отдельной машине, проверьте и её часы с часовым поясом.",
                ),
                notes={"flaw": "подписан позже отправки"},
            ),
        ),
    },
)
