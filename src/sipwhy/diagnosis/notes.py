"""The words beside pieces of evidence that many rules show."""

from __future__ import annotations

REFUSED_EN = {"answer": "the refusal", "told": "what the caller was told in the end"}
REFUSED_RU = {"answer": "отказ", "told": "что в итоге ответили звонящему"}
"""Of what `meaning.claimed` makes of a refusal: the answer that decided, and what the caller got, where that is another one."""
REFUSED_AGAIN_EN = {
    "answer": "refused again",
    "credentials": "the credentials that were refused",
}
REFUSED_AGAIN_RU = {
    "answer": "снова отказ",
    "credentials": "отвергнутые учётные данные",
}
"""Of credentials that were not taken."""
