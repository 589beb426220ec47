"""The token of Identity cannot be read, or lacks what it must have."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint, requests
from sipwhy.diagnosis.passport import passports
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for request in requests(leg):
        for passport in passports(request):
            if passport.flaws:
                yield Flaw(request, ", ".join(passport.flaws), "", {"parts": passport.flaws})


RULE = lint(
    "passport-malformed",
    _search,
    area="identity",
    quirks=Quirk.IDENTITY,
    basis="must",
    references=("RFC 8224 section 4", "RFC 8225 sections 4 and 5", "RFC 8588 section 4"),
    texts={
        "": Text(
            en=Words(
                title="The signature that {sender} sends is malformed: {parts:list}",
                explanation=(
                    "Identity holds three parts in base64url (header, claims, signature) and parameters. Wrong or missing here: "
                    "{parts:list}. A verifier answers 438, or treats the call as unsigned."
                ),
                fix=(
                    (
                        "Update or correct what signs on {sender}: typ passport, alg ES256, x5u by https and equal to info, iat as a "
                        "number, orig and dest as numbers without plus."
                    ),
                    "Is the header shortened on the way? Its length must survive every hop; by UDP it may not.",
                ),
                notes={"flaw": "this Identity"},
            ),
            ru=Words(
                title="Подпись от {sender} неправильная: {parts:list}",
                explanation=(
                    "В Identity три части в base64url (заголовок, утверждения, подпись) и параметры. Здесь неверно или пропущено: "
                    "{parts:list}. Проверяющий ответит 438 или сочтёт вызов неподписанным."
                ),
                fix=(
                    (
                        "Обновите или исправьте подпись на {sender}: typ passport, alg ES256, x5u по https и такой же, как info, iat "
                        "числом, orig и dest номерами без плюса."
                    ),
                    "Не обрезают ли заголовок по пути? Он должен дойти целиком; по UDP может и не дойти.",
                ),
                notes={"flaw": "этот Identity"},
            ),
        )
    },
)
