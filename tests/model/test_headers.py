"""Parameters of header values are read behind the URI, whatever stands in quotes."""

from __future__ import annotations

import pytest

from sipwhy.model.headers import parameter


@pytest.mark.parametrize(
    "contact",
    [
        '"a <b>; x" <sip:1@a;expires=1>;+sip.instance="<urn:uuid:7>";expires=60',
        'Alice <sip:1@a>;+sip.instance="<urn:uuid:7>";expires=60',
        'sip:1@a;+sip.instance="<urn:uuid:7>";expires=60',
    ],
)
def test_a_parameter_may_hold_brackets_of_its_own(contact: str) -> None:
    assert parameter(contact, "+sip.instance") == "<urn:uuid:7>"
    assert parameter(contact, "expires") == "60"


def test_a_parameter_of_the_uri_is_not_the_headers() -> None:
    assert parameter("<sip:1@a;tag=no>", "tag") is None
