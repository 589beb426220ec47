"""What the logins of the accounts whose passwords were given were made with: right ones and accepted ones too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.digest import Checked, Slip
from sipwhy.diagnosis.digest.slip_words import SLIP_WORDS
from sipwhy.model import Evidence, Finding, Value

_MOST = 200
"""Findings beyond which a file of accounts would fill the report."""


def check(overview: Overview) -> Iterator[Finding]:
    """Fires once for each account and each way its password was used; once for all that are right and were not named one by one."""
    logins = overview.logins
    if logins is None:
        return
    asked = {user.casefold() for user in logins.secrets.asked}
    groups: dict[tuple[str, Slip, int, str], list[Checked]] = {}
    quiet: list[Checked] = []
    for one in logins.all:
        if one.verdict.slip is Slip.RIGHT and one.user.casefold() not in asked:
            quiet.append(one)
        else:
            groups.setdefault((one.user, one.verdict.slip, one.verdict.length, one.verdict.other), []).append(one)
    yield from (_finding(group, _variant(group[0])) for group in list(groups.values())[:_MOST])
    if quiet:
        yield _finding(quiet, "all-right")
    seen = {one.user.casefold() for one in logins.all}
    yield from (_absent(user) for user in logins.secrets.asked if user.casefold() not in seen)
    if logins.secrets and not asked and not seen:
        users = len({account.user.casefold() for account in logins.secrets})
        yield Finding(RULE.slug, "info", "certain", "nobody", values={"users": users}, variant="all-absent")


def _variant(one: Checked) -> str:
    return "" if one.verdict.slip is Slip.RIGHT else str(one.verdict.slip)


def _finding(group: list[Checked], variant: str) -> Finding:
    first, is_right = group[0], group[0].verdict.slip is Slip.RIGHT
    values: dict[str, Value] = {
        "user": first.user,
        "users": len({one.user for one in group}),
        "times": len(group),
        "length": first.verdict.length,
        "other": first.verdict.other,
    }
    return Finding(
        rule=RULE.slug,
        severity="info" if is_right else "warning",
        confidence="certain",
        at_fault="nobody" if is_right else "caller",
        evidence=(Evidence("login", message=first.message, file=first.file),),
        values=values,
        variant=variant,
        call_numbers=tuple(_numbers(group)),
    )


def _numbers(group: Iterable[Checked]) -> list[int]:
    return list(dict.fromkeys(one.call for one in group))


def _absent(user: str) -> Finding:
    return Finding(RULE.slug, "info", "certain", "nobody", values={"user": user}, variant="absent")


_EN_HOW = (
    "Each login was computed anew with the password that you gave and compared with what was sent. Whether the server took it is told with "
    "the calls."
)
_RU_HOW = (
    "Каждый вход пересчитан с паролем, который вы указали, и сравнён с тем, что отправлено. Принял ли его сервер, сказано у самих вызовов "
    "и регистраций."
)
_NOTES_EN, _NOTES_RU = {"login": "the first of them"}, {"login": "первый из них"}
_EN_FIX = ("Look at what came of it: sipwhy FILE --call N, where N is {entries:either}.",)
_RU_FIX = ("Посмотрите, чем это кончилось: sipwhy FILE --call N, где N — {entries:either}.",)


def _text(en_used: str, ru_used: str, en_how: str = _EN_HOW, ru_how: str = _RU_HOW) -> Text:
    return Text(
        en=Words(f"{{user}}: {{times:count:login|logins}} with {en_used}", en_how, _EN_FIX, _NOTES_EN),
        ru=Words(f"{{user}}: {{times:count:вход|входа|входов}} с {ru_used}", ru_how, _RU_FIX, _NOTES_RU),
    )


_NONE = _text(
    "another password than the one given",
    "другим паролем, не тем, что указан",
    "The password that you gave does not fit, nor do its beginnings, other case, blanks, keyboard layouts, encodings, escapes, likely "
    "slips of typing, other realms and user names. Whether it is itself only the beginning of the one that was used cannot be told.",
    (
        "Пароль, который вы указали, не подходит; не подходят и его начало, другой регистр, пробелы, раскладки, кодировки, экранирование, "
        "обычные опечатки, другие realm и имена пользователя. Не является ли он сам лишь началом использованного пароля, проверить нельзя."
    ),
)
_UNKNOWN = Text(
    en=Words(
        "{user}: {times:count:login|logins} by an algorithm that cannot be checked: {other}",
        "Checked are MD5, SHA-256 and SHA-512-256 and their session variants. AKA of mobile networks uses keys of the SIM, not a password.",
        ("Let the server offer MD5 or SHA-256 if you want to check a password.",),
        _NOTES_EN,
    ),
    ru=Words(
        "{user}: {times:count:вход|входа|входов} по алгоритму, который не проверяется: {other}",
        "Проверяются MD5, SHA-256 и SHA-512-256 и их сессионные варианты. AKA мобильных сетей использует ключи SIM-карты, а не пароль.",
        ("Чтобы проверить пароль, пусть сервер предложит MD5 или SHA-256.",),
        _NOTES_RU,
    ),
)
_ABSENT = Text(
    en=Words(
        "{user}: no login of this account in the capture",
        "Nobody sent a digest with this user name, nor with another one from this number.",
        ("Look how the device names itself: sipwhy FILE --phone {user}; the authentication name may differ from the number.",),
        _NOTES_EN,
    ),
    ru=Words(
        "{user}: входов этой учётной записи в дампе нет",
        "Никто не прислал дайджест с этим именем, в том числе под другим именем с этого номера.",
        ("Посмотрите, как называет себя устройство: sipwhy FILE --phone {user}; имя для аутентификации может отличаться от номера.",),
        _NOTES_RU,
    ),
)
_ALL_ABSENT = Text(
    en=Words(
        "No password was checked: none of the accounts given ({users}) logs in here with a digest",
        "A digest stands in SIP messages only: the other lines of a log do not have one, and a capture has it only where a server asked "
        "for a password.",
        (
            "Compare the names: the authentication name of the device may differ from its number.",
            "To a log without SIP messages add a capture, or switch on the SIP log of the server.",
        ),
    ),
    ru=Words(
        "Ни один пароль не проверен: ни одна из заданных учётных записей ({users}) здесь не входит с дайджестом",
        "Дайджест есть только в сообщениях SIP: в остальных строках журнала его нет, а в дампе он есть, если сервер запрашивал пароль.",
        (
            "Сверьте имена: имя для аутентификации на устройстве может отличаться от номера.",
            "К журналу без сообщений SIP добавьте дамп или включите на сервере журнал SIP.",
        ),
    ),
)
_ALL_RIGHT = Text(
    en=Words(
        "{times:count:login|logins} of {users:count:account|accounts} with the right password",
        _EN_HOW,
        _EN_FIX,
        _NOTES_EN,
    ),
    ru=Words(
        "Входов с верным паролем: {times}, учётных записей: {users}",
        _RU_HOW,
        _RU_FIX,
        _NOTES_RU,
    ),
)

RULE = CaptureRule(
    slug="password-checked",
    area="registration",
    check=check,
    looks_at=("logins.secrets", "logins.secrets.asked"),
    is_answer=True,
    needs=("secret",),
    references=("RFC 7616", "RFC 2617", "RFC 8760"),
    texts={
        "": _text("the right password", "верным паролем"),
        "truncated": _text(
            "only the first {length:count:character|characters} of the password",
            "паролем, от которого остались {length:count:первый символ|первых символа|первых символов}",
        ),
        "cut": _text(
            "only the first {length:count:byte|bytes} of the password",
            "паролем, от которого остались {length:count:первый байт|первых байта|первых байтов}",
        ),
        **{str(slip): _text(en.used, ru.used) for slip, (en, ru) in SLIP_WORDS.items()},
        "other-account": _text("the password of {other}", "паролем от {other}"),
        "name": _text("the right password and the user name “{other}” in the digest", "верным паролем, но с именем «{other}» в дайджесте"),
        "realm": _text("the right password and the realm “{other}” in the digest", "верным паролем, но с realm «{other}» в дайджесте"),
        "formula": _text("the right password and a digest computed wrongly", "верным паролем, но неправильно вычисленным дайджестом"),
        "none": _NONE,
        "unknown-algorithm": _UNKNOWN,
        "absent": _ABSENT,
        "all-absent": _ALL_ABSENT,
        "all-right": _ALL_RIGHT,
    },
)
