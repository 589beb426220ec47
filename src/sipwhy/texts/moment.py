"""How a point in time is said: local time with the zone named, or UTC; always UTC in JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(ts: int, zone: tzinfo | None) -> datetime:
    """The time `ts` (µs since 1970 UTC) in `zone`; None is the machine's own zone."""
    try:
        return (_EPOCH + timedelta(microseconds=ts)).astimezone(zone)
    except (OverflowError, OSError, ValueError):
        return _EPOCH


def date_of(ts: int, zone: tzinfo | None) -> str:
    """The day: 2026-11-23."""
    return moment(ts, zone).strftime("%Y-%m-%d")


def time_of(ts: int, zone: tzinfo | None, places: int = 0) -> str:
    """The time of day: 15:04:05, with `places` decimals of a second (cut off, not rounded)."""
    when = moment(ts, zone)
    text = when.strftime("%H:%M:%S")
    return f"{text}.{when.microsecond:06d}"[: len(text) + 1 + places] if places else text


def zone_of(ts: int, zone: tzinfo | None) -> str:
    """The zone's name: MSK, UTC; UTC+03:00 where it has none but its offset."""
    name = moment(ts, zone).tzname() or "UTC"
    if name[:1] not in "+-":
        return name
    return f"UTC{name[:3]}" + (f":{name[3:5]}" if name[3:5] not in ("", "00") else "")


def span_of(start: int, end: int, zone: tzinfo | None) -> str:
    """A span of time with its zone: the day is said once if both ends are in it."""
    first, last = date_of(start, zone), date_of(end, zone)
    end_text = time_of(end, zone) if first == last else f"{last} {time_of(end, zone)}"
    return f"{first} {time_of(start, zone)}–{end_text} {zone_of(start, zone)}"


def days_of(start: int, end: int, zone: tzinfo | None) -> str:
    """The day of a span, or its first and last, with the zone."""
    first, last = date_of(start, zone), date_of(end, zone)
    return f"{first if first == last else f'{first} – {last}'} {zone_of(start, zone)}"


def iso_utc(ts: int) -> str:
    """ISO 8601 in UTC with microseconds and Z, as in JSON."""
    return moment(ts, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def ts_of(said: object) -> int:
    """The µs since 1970 UTC of what `iso_utc` wrote; 0 of anything else."""
    try:
        return (datetime.fromisoformat(str(said)) - _EPOCH) // timedelta(microseconds=1)
    except (ValueError, TypeError):
        return 0


def full_moment(ts: int, zone: tzinfo | None, places: int = 0) -> str:
    """Day, time (with `places` decimals) and zone: 2026-11-23 15:04:05 MSK."""
    return f"{date_of(ts, zone)} {time_of(ts, zone, places)} {zone_of(ts, zone)}"


def distance_of(ts: int, zone: tzinfo | None) -> str:
    """How far a zone is from UTC at that time: UTC+03:00; UTC."""
    distance = moment(ts, zone).strftime("%z")
    return f"UTC{distance[:3]}:{distance[3:5]}" if distance.strip("+-0") else "UTC"
