"""The digest was made with a spoilt form of the password: another case, a blank, another keyboard layout, an escape ..."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.digest.slip_words import SLIP_WORDS, SlipWords
from sipwhy.diagnosis.refused_login import refused_login, sender
from sipwhy.diagnosis.rule import ANY_KIND
from sipwhy.model import Call, Finding
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where a refused digest fits such a form of the password that the user gave."""
    refused = refused_login(call, scene)
    if refused and refused.checked.verdict.slip in SLIP_WORDS:
        yield refused.finding(RULE.slug, call, sender(refused, call, scene), str(refused.checked.verdict.slip))


def _text(en: SlipWords, ru: SlipWords) -> Text:
    return Text(
        en=Words(
            title=f"{{asker}} logs in as {{user}} with {en.used}",
            explanation=(
                f"The digest was computed anew with the password that you gave: it fits {en.used}, and not the password as it is. "
                f"{en.reason} {{peer}} answered {{status}}."
            ),
            fix=(en.remedy, "If the password that you gave was the wrong one, change it on {peer} instead."),
            notes={"credentials": f"a digest of {en.used}", "answer": "the refusal"},
        ),
        ru=Words(
            title=f"{{asker}} входит как {{user}} с {ru.used}",
            explanation=(
                f"Дайджест пересчитан с паролем, который вы указали: он получается с {ru.used}, а с самим паролем нет. {ru.reason} "
                "{peer} ответил {status}."
            ),
            fix=(ru.remedy, "Если неверен тот пароль, который указали вы, исправьте его на {peer}."),
            notes={"credentials": f"дайджест с {ru.used}", "answer": "отказ"},
        ),
    )


_TEXTS = {str(slip): _text(en, ru) for slip, (en, ru) in SLIP_WORDS.items()}

RULE = Rule(
    slug="password-mistyped",
    area="registration",
    seeks=Seeks(kinds=ANY_KIND, flags=Flag.REFUSED_CREDENTIALS),
    check=check,
    needs=("secret",),
    references=("RFC 7616 section 3.4.1",),
    texts={"": _TEXTS["case"], **_TEXTS},
)
