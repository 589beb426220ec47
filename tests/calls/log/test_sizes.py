"""A scanner writes a log full: what one address did is put together in time that grows with its lines, not with their square."""

from __future__ import annotations

from time import process_time

from msgspec.structs import replace

from sipwhy.calls.log import attempts_of, event_of
from sipwhy.calls.log.attempts import merged
from tests.calls.log.lines import line, security

MANY = 40_000


def test_logins_each_with_its_own_call_id_are_one_registration_soon() -> None:
    event = event_of(line(security("InvalidPassword")))
    assert event
    many = [replace(event, call_id=f"{at}@198.51.100.21", line=line("", 3.0 * at, number=at + 1)) for at in range(MANY)]
    start = process_time()
    (found,) = merged(attempts_of(many))
    assert len(found.call_ids) == MANY
    assert process_time() - start < 3
