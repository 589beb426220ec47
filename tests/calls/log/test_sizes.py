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


def test_what_a_server_says_of_itself_again_and_again_is_one_entry() -> None:
    text = "tls [tls_util.h:49]: tls_err_ret(): TLS accept:error:0A0000C1:SSL routines::no shared cipher (sni: unknown)"
    many = [event for at in range(50) if (event := event_of(line(text, 60.0 * at, number=at + 1, source="tls_util.h")))]
    (found,) = merged(attempts_of(many))
    assert len(found.events) == 50
