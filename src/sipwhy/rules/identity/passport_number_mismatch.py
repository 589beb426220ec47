"""The numbers of the PASSporT are not those of the call."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint, requests
from sipwhy.diagnosis.passport import Passport, canonical, passports, same_number
from sipwhy.model import Leg, Message, Value
from sipwhy.model.headers import uri_of, user_of
from sipwhy.model.quirk import Quirk

_FORWARDED = ("Diversion", "History-Info")
"""A forwarded call keeps the number that was dialled first (RFC 8946)."""


def _search(leg: Leg) -> Iterator[Flaw]:
    for request in requests(leg, "INVITE", "MESSAGE"):
        if request.is_in_dialog:
            continue
        for passport in passports(request):
            if passport.ppt not in (None, "shaken"):
                continue  # div, rcd and others vouch for other things
            yield from _caller(request, passport)
            yield from _callee(request, passport)


def _caller(request: Message, passport: Passport) -> Iterator[Flaw]:
    shown = _numbers(request, "P-Asserted-Identity", "From")
    if passport.origin and shown and not any(same_number(passport.origin, number) for number in shown):
        values: dict[str, Value] = {"signed": passport.origin, "shown": tuple(dict.fromkeys(shown))}
        yield Flaw(request, passport.origin, shown[0], values, variant="")


def _callee(request: Message, passport: Passport) -> Iterator[Flaw]:
    target = canonical(user_of(request.request_uri or ""))
    shown = [*_numbers(request, "To"), *([target] if target else [])]
    if not passport.destinations or not shown or any(request.header(name) for name in _FORWARDED):
        return
    if not any(same_number(signed, number) for signed in passport.destinations for number in shown):
        values: dict[str, Value] = {"signed": ", ".join(passport.destinations), "shown": tuple(dict.fromkeys(shown))}
        yield Flaw(request, passport.destinations[0], shown[0], values, variant="callee")


def _numbers(request: Message, *names: str) -> list[str]:
    found = (canonical(user_of(uri_of(value))) for name in names for value in request.values(name))
    return [number for number in found if number]


RULE = lint(
    "passport-number-mismatch",
    _search,
    area="identity",
    quirks=Quirk.IDENTITY,
    basis="must",
    references=("RFC 8224 sections 6.2.2 and 8.3", "RFC 8588"),
    texts={
        "": Text(
            en=Words(
                title="Signed is the caller {signed}, the INVITE shows {shown:list}",
                explanation=(
                    "The signature of {sender} vouches for {signed} (orig), and neither From nor P-Asserted-Identity has that number. A "
                    "verifier answers 438 or marks the caller as not verified."
                ),
                fix=(
                    "Sign last: rules that set the caller ID must stand before the signing.",
                    "Sign the number that is sent, in E.164 digits without plus.",
                ),
                notes={"flaw": "another caller than signed"},
            ),
            ru=Words(
                title="Подписан номер {signed}, а в INVITE {shown:list}",
                explanation=(
                    "Подпись от {sender} ручается за {signed} (orig), но ни в From, ни в P-Asserted-Identity этого номера нет. "
                    "Проверяющий ответит 438 или пометит номер непроверенным."
                ),
                fix=(
                    "Подписывайте последним: правила, меняющие caller ID, должны стоять до подписи.",
                    "Подписывайте тот номер, который отправляете, цифрами E.164 без плюса.",
                ),
                notes={"flaw": "звонит не тот, кто подписан"},
            ),
        ),
        "callee": Text(
            en=Words(
                title="Signed is a call to {signed}, this one goes to {shown:list}",
                explanation=(
                    "The signature of {sender} names {signed} as the number called (dest), and neither To nor the Request-URI has it. The "
                    "number was changed after the signing, or the signature is taken from another call."
                ),
                fix=(
                    "Sign last: translate the number called before the signing.",
                    "A forwarded call needs a PASSporT of its own (div), or a new signature.",
                ),
                notes={"flaw": "another callee than signed"},
            ),
            ru=Words(
                title="Подписан вызов на {signed}, а этот идёт на {shown:list}",
                explanation=(
                    "В подписи от {sender} вызываемый номер {signed} (dest), но ни в To, ни в Request-URI его нет. Номер изменили после "
                    "подписи, или подпись взята от другого вызова."
                ),
                fix=(
                    "Подписывайте последним: преобразуйте вызываемый номер до подписи.",
                    "Переадресованному вызову нужен свой PASSporT (div) или новая подпись.",
                ),
                notes={"flaw": "вызывают не того, кто подписан"},
            ),
        ),
    },
)
