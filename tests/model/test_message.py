"""A message that is read when somebody asks is the same message as one that was read at once."""

from __future__ import annotations

import copy
import pickle
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace

import pytest

from sipwhy.model import Endpoint, Message

_KNOWN: dict[str, object] = {
    "number": 1,
    "ts": 5,
    "file": 0,
    "frame": 1,
    "src": Endpoint("192.0.2.1", 5060),
    "dst": Endpoint("192.0.2.2", 5060),
    "transport": "udp",
    "method": "INVITE",
    "status": None,
    "node": None,
    "line": None,
    "is_copy": False,
    "is_repeat": False,
}
_REST: dict[str, object] = {
    "method": "BYE",
    "reason": None,
    "request_uri": "sip:b@x",
    "headers": (("To", "<sip:b@x>"),),
    "body": b"",
    "raw": b"INVITE",
    "sdp": None,
    "faults": (),
}


def _unread() -> Message:
    return Message.unread(_KNOWN, lambda: _REST)


def test_what_is_known_needs_no_reading() -> None:
    def fail() -> Mapping[str, object]:
        raise OSError("the file is gone")

    message = Message.unread(_KNOWN, fail)
    assert (message.method, message.is_request, message.number) == ("INVITE", True, 1)


def test_what_is_known_stays_as_it_is_whatever_is_read_later() -> None:
    message = _unread()
    assert message.header("To") == "<sip:b@x>"
    assert message.method == "INVITE"


def test_it_equals_hashes_copies_and_travels_like_one_that_was_read() -> None:
    whole = Message(**{**_REST, **_KNOWN})  # type: ignore[arg-type]  # the fields, each of its type
    assert _unread() == whole
    assert hash(_unread()) == hash(whole)
    assert copy.deepcopy(_unread()) == whole
    assert pickle.loads(pickle.dumps(_unread())) == whole
    assert replace(_unread(), number=2).number == 2


def test_a_failed_read_is_tried_again() -> None:
    states = [OSError("not now"), None]

    def read() -> Mapping[str, object]:
        if (failure := states.pop(0)) is not None:
            raise failure
        return _REST

    message = Message.unread(_KNOWN, read)
    with pytest.raises(OSError, match="not now"):
        _ = message.headers
    assert message.headers == _REST["headers"]


def test_an_attribute_that_no_message_has_is_an_error() -> None:
    with pytest.raises(AttributeError):
        _ = _unread().nonsense  # type: ignore[attr-defined]  # that is the mistake


def test_threads_may_ask_one_message_at_once() -> None:
    before, failures = sys.getswitchinterval(), list[Exception]()
    sys.setswitchinterval(1e-6)

    def ask(message: Message, name: str) -> None:
        try:
            getattr(message, name)
        except Exception as error:  # what a thread raises is lost otherwise
            failures.append(error)

    try:
        for _ in range(200):
            message = _unread()
            threads = [threading.Thread(target=ask, args=(message, name)) for name in ("headers", "raw", "body", "sdp")]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    finally:
        sys.setswitchinterval(before)
    assert not failures


@pytest.mark.parametrize(("header", "cseq"), [("314159 INVITE", 314159), ("9" * 5000 + " INVITE", None), ("x INVITE", None), ("", None)])
def test_a_cseq_that_can_be_none_is_none(header: str, cseq: int | None) -> None:
    message = replace(_unread(), headers=(("CSeq", header),))
    assert message.cseq == cseq
