"""A request that begins something has a To tag already."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    refused = None
    for transaction in leg.transactions_of("INVITE", "REGISTER"):
        request, final = transaction.request, transaction.final
        if request and request.method == "REGISTER" and request.to_tag:
            yield Flaw(request, request.to_tag, "")
        elif request and refused and request.src == refused.dst and request.to_tag and request.to_tag == refused.to_tag:
            yield Flaw(request, request.to_tag, "", notes=(("refusal", refused),), variant="copied")
        if final and final.status and final.status < 300:
            return
        refused = final or refused


_NOTES_EN = {"flaw": "a To tag stands here", "refusal": "the tag was taken over from this answer"}
_NOTES_RU = {"flaw": "здесь стоит тег To", "refusal": "тег взят из этого ответа"}

RULE = lint(
    "to-tag-in-first-request",
    _search,
    quirks=Quirk.TO_TAG,
    basis="must",
    references=("RFC 3261 section 8.1.1.2",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} has a To tag, though it belongs to no dialog",
                explanation=(
                    "A To tag says that the request belongs to a dialog. A registration never does: a strict server looks the dialog up, "
                    "does not find it and answers 481."
                ),
                fix=("Update {sender}: its requests outside a dialog must have a To without tag.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="В {label} от {sender} есть тег To, хотя диалога нет",
                explanation=(
                    "Тег To говорит, что запрос относится к диалогу. У регистрации диалога не бывает: строгий сервер его ищет, не находит "
                    "и отвечает 481."
                ),
                fix=("Обновите ПО на {sender}: в запросах вне диалога тега To быть не должно.",),
                notes=_NOTES_RU,
            ),
        ),
        "copied": Text(
            en=Words(
                title="{sender} repeats its {label} with the To tag of the refusal",
                explanation=(
                    "The first attempt was refused (a challenge, mostly), and {sender} took the To tag of that answer over into the next "
                    "one. A strict server takes that for a request within a dialog and answers 481."
                ),
                fix=("Update {sender}: the repeated request must have a To without tag.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{sender} повторяет {label} с тегом To из отказа",
                explanation=(
                    "Первую попытку отклонили (обычно запросом пароля), и {sender} перенёс тег To из ответа в следующую. Строгий сервер "
                    "примет её за запрос внутри диалога и ответит 481."
                ),
                fix=("Обновите ПО на {sender}: в повторном запросе тега To быть не должно.",),
                notes=_NOTES_RU,
            ),
        ),
    },
)
