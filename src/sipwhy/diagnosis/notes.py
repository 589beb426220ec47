"""The words beside pieces of evidence that many rules show."""

from __future__ import annotations

from sipwhy.diagnosis.rule import ONE

REFUSED_EN = {"answer": "the refusal", "told": "what the caller was told in the end"}
REFUSED_RU = {"answer": "отказ", "told": "что в итоге ответили звонящему"}
"""Of what `meaning.claimed` makes of a refusal: the answer that decided, and what the caller got, where that is another one."""
REFUSED_AGAIN_EN = {
    "answer": "refused again",
    "credentials": "the credentials that were refused",
    "told": "what the caller was told in the end",
}
REFUSED_AGAIN_RU = {
    "answer": "снова отказ",
    "credentials": "отвергнутые учётные данные",
    "told": "что в итоге ответили звонящему",
}
"""Of credentials that were not taken."""
SCAN_EN = {"first": "the first name", "last": "the last one", ONE: "one of the names that were tried"}
SCAN_RU = {"first": "первое имя", "last": "последнее", ONE: "одно из перебираемых имён"}
"""Of names that somebody tries one after another."""
LOGINS_EN = {"first": "the first refused login", "last": "the last one", ONE: "one of the tries"}
LOGINS_RU = {"first": "первый отклонённый вход", "last": "последний", ONE: "одна из попыток"}
"""Of logins that a log says were refused."""
