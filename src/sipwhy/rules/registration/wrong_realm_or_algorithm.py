"""The credentials name another realm, algorithm or qop than the challenge."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims
from sipwhy.diagnosis.remedies import REALM_EN, REALM_RU
from sipwhy.model.flag import Flag

RULE = Rule(
    slug="wrong-realm-or-algorithm",
    area="registration",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), flags=Flag.REFUSED_CREDENTIALS),
    scope="outcome",
    check=claims("wrong-realm-or-algorithm", "error"),
    references=("RFC 7616 section 3.4", "RFC 8760"),
    texts={
        "": Text(
            en=Words(
                title="{asker} answers the challenge of {peer} with another {part}",
                explanation=(
                    '{peer} asked for {part} "{asked}", and {asker} answered with "{given}": no password can be right then. {peer} '
                    "refused with {status}."
                ),
                fix=(
                    REALM_EN,
                    (
                        "For an algorithm: let both sides use MD5, or update {asker} so that it knows SHA-256 (Asterisk: auth "
                        "supported_algorithms_uas)."
                    ),
                ),
                notes={
                    "answer": "refused",
                    "given": "answers something else than was asked",
                },
            ),
            ru=Words(
                title="{asker} отвечает на запрос аутентификации {peer} с другим {part}",
                explanation=(
                    "{peer} запросил {part} «{asked}», а {asker} ответил с «{given}»: никакой пароль при этом не подойдёт. {peer} "
                    "отказал ответом {status}."
                ),
                fix=(
                    REALM_RU,
                    (
                        "Если дело в алгоритме, используйте с обеих сторон MD5 или обновите {asker}, чтобы он знал SHA-256 (Asterisk: "
                        "supported_algorithms_uas)."
                    ),
                ),
                notes={
                    "answer": "отказ",
                    "given": "отвечает не на то, что спросили",
                },
            ),
        ),
    },
)
