"""Silence that another finding accounts for is no cause beside it; whatever the other does not account for stays one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from sipwhy.diagnosis.consequences import with_causes_alone
from sipwhy.model import Finding

_PHONE, _PBX, _THIRD = "198.51.100.21", "203.0.113.10", "203.0.113.99"
_SILENT = {"speaker": _PBX, "listener": _PHONE, "peer": _PBX}
_ADDRESS = Finding(
    "private-media-address", "error", "likely", "pbx", values={"owner": _PHONE, "sender": _PBX}, variant="own", is_cause=True
)
_KEYS = Finding("srtp-mismatch", "error", "likely", "pbx", values={"asker": _PHONE, "peer": _PBX}, is_cause=True)
_SILENCE = Finding("one-way-audio", "error", "likely", "unknown", values=_SILENT, is_cause=True)


@pytest.mark.parametrize("root", [_ADDRESS, _KEYS], ids=lambda root: root.rule)
def test_silence_follows_from_what_explains_it(root: Finding) -> None:
    kept, silence = with_causes_alone((root, _SILENCE))
    assert kept == root
    assert silence == replace(_SILENCE, is_cause=False)


@pytest.mark.parametrize(
    ("root", "silence"),
    [
        (replace(_ADDRESS, confidence="possible"), _SILENCE),
        (replace(_ADDRESS, severity="warning"), _SILENCE),
        (replace(_ADDRESS, is_cause=False), _SILENCE),
        (replace(_ADDRESS, variant=""), _SILENCE),
        (replace(_ADDRESS, at_fault="caller"), _SILENCE),
        (_ADDRESS, replace(_SILENCE, variant="silent")),
        (_ADDRESS, replace(_SILENCE, values={**_SILENT, "listener": _THIRD})),
        (_ADDRESS, replace(_SILENCE, values={**_SILENT, "peer": _THIRD})),
        (_ADDRESS, replace(_SILENCE, rule="no-audio")),
        (replace(_KEYS, rule="codec-mismatch"), _SILENCE),
        (_KEYS, replace(_SILENCE, values={**_SILENT, "listener": _THIRD})),
        (_KEYS, replace(_SILENCE, values={**_SILENT, "speaker": _THIRD})),
        (_KEYS, replace(_SILENCE, variant="silent")),
        (_KEYS, replace(_SILENCE, variant="not-forwarded", values={**_SILENT, "speaker": _THIRD})),
    ],
)
def test_other_silence_stays_a_cause(root: Finding, silence: Finding) -> None:
    assert with_causes_alone((root, silence)) == (root, silence)


@pytest.mark.parametrize("variant", ["not-forwarded", "relay-stuck"])
def test_who_has_no_keys_in_common_passes_nothing_on_to_anybody(variant: str) -> None:
    silence = replace(_SILENCE, variant=variant, values={**_SILENT, "listener": _THIRD})
    assert not with_causes_alone((_KEYS, silence))[1].is_cause
