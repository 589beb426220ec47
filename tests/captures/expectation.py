"""Whether the JSON of a run says what `expect.json` of a recording asks for; README.md here tells what that means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]

LOUD = ("error", "warning")


def faults(expected: Json, report: Json) -> list[str]:
    """Everything that is wrong with a report: causes that were missed, alarms that are false."""
    items = expected["expect"]
    missed = [f"{_label(item)}: {fault}" for item in items if (fault := _fault(item, items, report["calls"]))]
    return missed + _absent(expected, report) + _false_alarms(expected, report)


def _fault(item: Json, items: Sequence[Json], calls: Sequence[Json]) -> str | None:
    found = [call for call in calls if _matches(item, call)]
    hits = [call for call in found if _proved_cause(call) in item["cause"]["capture"]]
    if len(hits) < (item.get("count") or 1):
        return f"got {sorted({str(_proved_cause(call)) for call in found}) or 'no such entry'}"
    asked = sum(other.get("count") or 1 for other in items if _key(other) == _key(item))
    if item["kind"] == "call" and item["from"] and item["to"] and len(found) > asked:
        return f"reported as {len(found)} calls instead of {asked}"
    blamed = {finding["at_fault"] for call in hits for finding in call["findings"] if finding["rule"] == call["cause"]}
    if item["at_fault"] and blamed and not blamed & set(item["at_fault"]):
        return f"blames {sorted(blamed)}, not {item['at_fault']}"
    return None


def _absent(expected: Json, report: Json) -> list[str]:
    found = {finding["rule"] for finding in report["findings"]} | {f["rule"] for call in report["calls"] for f in call["findings"]}
    return [f"finding {slugs}: absent" for slugs in _wide(expected) if not found & set(slugs.split("|"))]


def _false_alarms(expected: Json, report: Json) -> list[str]:
    allowed = set(expected["allow"]) | {slug for slugs in _wide(expected) for slug in slugs.split("|")}
    found = [
        f"false alarm, call {call['number']}: {rule}"
        for call in report["calls"]
        for rule in _loud(call["findings"])
        if rule not in allowed | _slugs([item for item in expected["expect"] if _matches(item, call)])
    ]
    allowed |= _slugs(expected["expect"])
    return found + [f"false alarm, whole capture: {rule}" for rule in _loud(report["findings"]) if rule not in allowed]


def _matches(item: Json, call: Json) -> bool:
    if item["kind"] not in ("any", call["kind"]):
        return False
    if item.get("call_id") and not any(item["call_id"] in call_id for call_id in call["call_ids"]):
        return False
    return all(item[side] in (None, call[side]) for side in ("from", "to"))


def _proved_cause(call: Json) -> str | None:
    """A cause that no finding of the call backs does not count."""
    cause: str | None = call["cause"]
    backed = cause is None or any(finding["rule"] == cause for finding in call["findings"])
    return cause if backed else f"{cause} (unproved)"


def _loud(findings: Sequence[Json]) -> list[str]:
    return sorted({finding["rule"] for finding in findings if finding["severity"] in LOUD})


def _slugs(items: Sequence[Json]) -> set[str]:
    return {slug for item in items for slug in item["cause"]["capture"] if slug}


def _wide(expected: Json) -> list[str]:
    wide: list[str] = expected.get("findings", {}).get("capture", [])
    return wide


def _key(item: Json) -> tuple[object, ...]:
    return tuple(item.get(part) for part in ("kind", "from", "to", "call_id"))


def _label(item: Json) -> str:
    wanted = "/".join(str(slug) for slug in item["cause"]["capture"])
    return f"{item['kind']} {item['from'] or '*'} -> {item['to'] or '*'} wants {wanted}"
