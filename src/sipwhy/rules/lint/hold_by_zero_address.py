"""Hold by c=0.0.0.0, as RFC 2543 did it."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        audio = message.audio
        if message.is_initial:
            continue  # RFC 3725 begins calls so on purpose
        if audio and audio.holds_by_address:
            yield Flaw(message, f"c={audio.address}", "a=sendonly | a=inactive", severity="info")


RULE = lint(
    "hold-by-zero-address",
    _search,
    quirks=Quirk.ZERO_ADDRESS,
    basis="should",
    references=("RFC 3264 section 8.4",),
    texts={
        "": Text(
            en=Words(
                title="{sender} holds the call by {observed}",
                explanation=(
                    "That is how calls were held before RFC 3264. Today a=sendonly or a=inactive says it; some devices take 0.0.0.0 for "
                    "an address and send there, or play no music on hold."
                ),
                fix=("If hold works, leave it; otherwise update {sender} or choose the newer way of holding in its settings.",),
                notes={"flaw": "held by the address"},
            ),
            ru=Words(
                title="{sender} ставит вызов на удержание через {observed}",
                explanation=(
                    "Так удерживали вызовы до RFC 3264. Теперь для этого служат a=sendonly и a=inactive; некоторые устройства принимают "
                    "0.0.0.0 за адрес и отправляют туда или не играют музыку."
                ),
                fix=("Если удержание работает, оставьте; иначе обновите {sender} или выберите в его настройках новый способ.",),
                notes={"flaw": "удержание адресом"},
            ),
        )
    },
)
