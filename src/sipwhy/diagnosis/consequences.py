"""Silence that another finding of the same call accounts for: it is no cause beside that one, however early it begins."""

from __future__ import annotations

from msgspec.structs import replace

from sipwhy.model import Finding

_SERVERS = ("pbx", "proxy", "trunk")
_NOT_COME = ("", "server", "apart", "elsewhere", "on-the-way")
"""How `one-way-audio` tells that voice does not come, without a word of its sender that it sends none."""
_NOT_PASSED = ("not-forwarded", "relay-stuck")


def with_causes_alone(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The same, with silence that follows from another finding no cause any more."""
    if len(findings) < 2:
        return findings
    roots = [one for one in findings if one.is_cause and one.severity == "error" and one.confidence != "possible"]
    return tuple(replace(one, is_cause=False) if one.is_cause and any(_explains(root, one) for root in roots) else one for one in findings)


def _explains(root: Finding, silence: Finding) -> bool:
    if silence.rule != "one-way-audio":
        return False
    if root.rule == "private-media-address":
        return _names_itself_wrongly(root, silence)
    return root.rule == "srtp-mismatch" and _cannot_decrypt(root, silence)


def _names_itself_wrongly(root: Finding, silence: Finding) -> bool:
    """Whether a server told the silent side an address for voice to which that has no way."""
    pair = root.values.get("owner"), root.values.get("sender")
    is_own = root.variant == "own" and root.at_fault in _SERVERS
    return is_own and silence.variant in _NOT_COME and pair == (silence.values["listener"], silence.values["peer"])


def _cannot_decrypt(root: Finding, silence: Finding) -> bool:
    """Whether the host that passes no voice on is one of two that do not agree about keys, or the silence is between these two."""
    hosts = {root.values.get("asker"), root.values.get("peer")}
    if silence.variant in _NOT_PASSED:
        return silence.values["speaker"] in hosts
    return silence.variant in _NOT_COME and {silence.values["speaker"], silence.values["listener"]} <= hosts
