"""The digest was made with the first characters of the password only."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.digest import Slip
from sipwhy.diagnosis.refused_login import refused_login, sender
from sipwhy.diagnosis.rule import ANY_KIND
from sipwhy.model import Call, Finding
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires where a refused digest fits the beginning of the password that the user gave."""
    refused = refused_login(call, scene)
    if refused and refused.checked.verdict.slip in (Slip.TRUNCATED, Slip.CUT):
        variant = "bytes" if refused.checked.verdict.slip is Slip.CUT else ""
        yield refused.finding(RULE.slug, call, sender(refused, call, scene), variant)


def _text(en_units: str, ru_units: str) -> Text:
    return Text(
        en=Words(
            title=f"{{asker}} logs in as {{user}} with only the first {{length:count:{en_units}}} of the password",
            explanation=(
                f"The digest was computed anew with the password that you gave: it fits its first {{length:count:{en_units}}}, and not the "
                "whole. The device keeps or sends no more of a long password (old telephones cut at 12 or 15), or it was cut while "
                "copying; {peer} knows the whole one and answered {status}."
            ),
            fix=(
                "Set a password that is short enough on both sides; after {peer} has it, enter it on {asker} anew.",
                "Look for newer firmware of {asker}; many models had this mended.",
                "If the whole password fits the field, look for a character at which it breaks off: # begins a comment in many "
                "files, & and < must be escaped in XML; in files of Asterisk a semicolon begins a comment.",
            ),
            notes={"credentials": "a digest of the beginning of the password", "answer": "the refusal"},
        ),
        ru=Words(
            title=f"{{asker}} входит как {{user}}, используя только {{length:count:{ru_units}}} пароля",
            explanation=(
                f"Дайджест пересчитан с паролем, который вы указали: подходит только его начало, {{length:count:{ru_units}}}, а целиком "
                "пароль не подходит. Устройство не хранит или не передаёт длинный пароль целиком (старые телефоны обрезают до 12 или 15 "
                "символов), либо пароль обрезали при копировании; {peer} знает его целиком и ответил {status}."
            ),
            fix=(
                "Задайте пароль, который помещается у обеих сторон: сначала на {peer}, затем заново на {asker}.",
                "Поищите новую прошивку для {asker}: на многих моделях это исправлено.",
                "Если длинный пароль помещается в поле, найдите символ, на котором он обрывается: # начинает комментарий во многих файлах, "
                "& и < в XML нужно экранировать; в файлах Asterisk комментарий начинает точка с запятой.",
            ),
            notes={"credentials": "дайджест по началу пароля", "answer": "отказ"},
        ),
    )


RULE = Rule(
    slug="password-truncated",
    area="registration",
    seeks=Seeks(kinds=ANY_KIND, flags=Flag.REFUSED_CREDENTIALS),
    check=check,
    needs=("secret",),
    references=("RFC 7616 section 3.4.1",),
    texts={
        "": _text("character|characters", "первый символ|первых символа|первых символов"),
        "bytes": _text("byte|bytes", "первый байт|первых байта|первых байтов"),
    },
)
