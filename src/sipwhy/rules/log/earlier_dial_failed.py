"""The log says that another way was tried before the one that decided how the call ended, and failed as well."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="earlier-dial-failed",
    check=told("earlier-dial-failed", kinds=("dial-tried-before",), of="call", at_fault="unknown", severity="notice", is_cause=False),
    text=Text(
        en=Words(
            title="{target} was dialled before and failed as well, says the log",
            explanation=(
                "The dial plan called {target}, which failed, and went on to {deciding}: that decided how the call ended. Of the first "
                "the log says: {said}"
            ),
            fix=("Mend both: had the first way worked, the second would not have been needed.",),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="До этого набирали {target}, и тоже неудачно, сказано в журнале",
            explanation=(
                "Диалплан сначала вызвал {target}, это не удалось, и он перешёл к {deciding}: этим вызов и закончился. О первой попытке "
                "в журнале: {said}"
            ),
            fix=("Исправьте и то, и другое: если бы первый путь работал, второй не понадобился бы.",),
            notes=NOTE_RU,
        ),
    ),
)
