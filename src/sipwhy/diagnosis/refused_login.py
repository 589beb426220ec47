"""A login of a call that was judged and refused: what rules about passwords speak of."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sipwhy.diagnosis import blame
from sipwhy.diagnosis.answer import meant
from sipwhy.diagnosis.digest import Checked, Slip
from sipwhy.diagnosis.meaning import Meaning, proof
from sipwhy.diagnosis.reading import is_stale
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import AtFault, Call, Finding, Leg, Message, Severity, Transaction, Value

_REFUSALS = (401, 403, 407)
_BY_PASSWORD = "wrong-password"


class Refused(Struct, frozen=True):
    """A judged login, the transaction by which it was refused, and its leg; `is_cause` if that is why the call failed."""

    checked: Checked
    transaction: Transaction
    leg: Leg
    is_cause: bool

    @property
    def request(self) -> Message:
        """The request with the login."""
        return self.transaction.first

    @property
    def answer(self) -> Message:
        """The refusal."""
        return self.transaction.final or self.transaction.first

    def finding(self, rule: str, call: Call, at_fault: AtFault, variant: str = "", beside: Severity = "warning") -> Finding:
        """What a rule says of it: an error if the call failed of it, else of severity `beside`."""
        verdict = self.checked.verdict
        values: dict[str, Value] = {
            "user": self.checked.user,
            "asker": self.request.src.ip,
            "peer": self.request.dst.ip,
            "status": self.answer.status,
            "length": verdict.length,
            "other": verdict.other,
        }
        return Finding(
            rule=rule,
            severity="error" if self.is_cause else beside,
            confidence="certain",
            at_fault=at_fault,
            evidence=(proof("credentials", self.request), proof("answer", self.answer)),
            values=values,
            variant=variant,
            call_numbers=(call.number,),
            is_cause=self.is_cause,
            at=self.request.number,
        )


def refused_login(call: Call, scene: Scene) -> Refused | None:
    """The judged login by whose refusal a call failed; else the last judged one that was refused on the way; None if there is none."""
    judged = scene.logins(call.number)
    if not judged:
        return None
    refused = list(_refused(call, judged, meant(_BY_PASSWORD, call, scene)))
    return next((one for one in refused if one.is_cause), refused[-1] if refused else None)


def sender(refused: Refused, call: Call, scene: Scene) -> AtFault:
    """Who logged in."""
    return blame.sender(refused.leg, call, scene)


def _refused(call: Call, judged: tuple[Checked, ...], cause: Meaning | None) -> Iterator[Refused]:
    by_message = {one.message: one for one in sorted(judged, key=lambda one: one.verdict.slip is not Slip.RIGHT)}
    for leg in call.legs:
        for transaction in leg.transactions:
            final, checked = transaction.final, by_message.get(transaction.first.number)
            if checked and final and final.status in _REFUSALS and not is_stale(final):
                yield Refused(checked, transaction, leg, cause is not None and cause.message.number == final.number)
