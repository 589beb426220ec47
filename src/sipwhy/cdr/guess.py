"""Which column of an unknown table is what: by its name in English or Russian, and by what stands in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from sipwhy.cdr.mapping import Mapped

_DIGITS = "%Y%m%d%H%M%S"
_MOMENTS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%d %H:%M:%S%z", "%Y-%m-%d %H:%M:%S.%f%z", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%y %H:%M:%S",
    "%d.%m.%y %H:%M", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%y %H:%M:%S", "%d/%m/%y %H:%M", "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M", "%m/%d/%y %H:%M", "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%d-%m-%Y %H:%M:%S", _DIGITS,
    "%m/%d/%Y %I:%M:%S %p", "%d.%m.%Y, %H:%M:%S", "%H:%M:%S.%f UTC %a %b %d %Y", "%Y-%m-%d %H:%M",
)  # fmt: skip
"""The day before the month where both are possible: that is how it is written where this is not."""
_NAMES: Mapping[str, str] = {
    "start": (
        r"calldate|^(call )?(start|begin|setup|invite|origination)( ?(time|stamp|date|datetime|"
        r"timestamp))?$|^(date|time|datetime|timestamp)$|"
        r"start ?time|setup ?time|time start|call ?date|дата|время( начала)?( вызова| звонка)?$|начало"
    ),
    "answer": (
        r"^(answer|connect)(ed)?( ?(time|stamp|date|timestamp))?$|answer ?time|connect ?time|time "
        r"answered|время ответа|ответ$|соединени[ея]$"
    ),
    "end": (
        r"^(end|stop|hangup|release|disconnect)( ?(time|stamp|date|timestamp))?$|(end|release|disconnect|"
        r"hangup|stop) ?time|time end|окончани|завершени|конец"
    ),
    "pdd_s": r"pdd|post ?dial|srd|alert(ing)? ?(time|delay)|время до кпв",
    "ring_s": r"^ring(ing)?( ?(time|sec|duration|s))?$|wait ?time|ожидани|дозвон",
    "talk_s": (
        r"talk|conversation|call ?duration|^billsec$|bill(able|ed|ing)? ?(sec|duration|time)|"
        r"acctsessiontime|^duration$|разговор|длительность|продолжительность"
    ),
    "billed_s": r"bill(able|ed|ing)? ?(sec|duration|time|seconds)|^billsec$|^billed$|тарифиц|к оплате|оплачиваем",
    "caller": (
        r"^(src|source|from|caller|calling|ani|a ?num(ber)?|clid|cli)( ?(id|num(ber)?|party|user|uri|"
        r"phone))*$|calling ?station|caller ?id ?number|источник|номер ?а$|кто звонил|звонивш|вызывающ|"
        r"откуда"
    ),
    "callee": (
        r"^(dst|dest(ination)?|to|callee|called|dnis|b ?num(ber)?|dialed)( ?(id|num(ber)?|party|user|uri|"
        r"phone))*$|called ?station|destination ?number|назначени|номер ?[бb]$|куда|вызываем|набран"
    ),
    "vendor": (
        r"vendor|carrier|(out(going|bound)?|egress|term(inating|ination)?|dst|dest(ination)?)[ -]?(trunk|"
        r"gateway|gw|route|provider|peer|realm|ip)|^(trunk|gateway|gw|route|provider|supplier|"
        r"dstchannel)( ?(name|id))?$|dstrunk|оператор|поставщик|провайдер|^транк|шлюз|исходящ\w+ (транк|"
        r"линия)"
    ),
    "source_trunk": (
        r"(in(coming|bound)?|ingress|orig(inating|ination)?|src|source)[ -]?(trunk|gateway|gw|route|peer|"
        r"realm|ip)|customer|client|srctrunk|клиент|входящ\w+ (транк|линия)"
    ),
    "status": (
        r"sip[ -]?(code|status|response|cause|reason ?code|trm ?reason)|^(status|response|reply|final|"
        r"result)[ -]?code$|код sip|код ответа"
    ),
    "q850": (
        r"q\W?850|isup|isdn|(release|disconnect|hangup|termination|h323 ?disconnect|clear(ing)?)[ "
        r"-]?cause( ?(code|value|id))?$|^cause( ?(code|value|id))?$|причина( разъединения| отбоя)?( "
        r"код)?$|код причины"
    ),
    "reason": r"reason|(hangup|termination|release|disconnect) ?(cause|reason|text|description)|phrase|причина|описание",
    "result": r"disposition|^(result|status|call ?(result|status|state)|outcome)$|статус|результат|состояни",
    "hung_up": (
        r"hung ?up|who ?(hung|hang|released|ended)|(release|hangup|disconnect|terminat\w+)[ -]?(by|side|"
        r"source|party|initiator)|released?by|кто (положил|завершил|разорвал)|инициатор (отбоя|"
        r"разъединения)"
    ),
    "call_id": r"^(sip[ -]?)?call[ -]?id$|^(sip )?callid$|sip ?call ?id|id sip",
    "unique_id": r"unique ?id|^uuid$|^(cdr|record|session)[ -]?id$|^id$|идентификатор",
}


def guess(names: Sequence[str], sample: Sequence[Mapping[str, str]]) -> Mapped:
    """The likeliest mapping; without a moment and a number it has no `start` or `callee`."""
    columns: dict[str, str] = {}
    formats: dict[str, str] = {}
    for target, pattern in _NAMES.items():
        for name in sorted(names, key=lambda name: _spoken(name) == "duration"):  # it is the last that means the talk
            spoken = _spoken(name)
            if name in columns.values() or not re.search(pattern, spoken):
                continue
            values = [row[name].strip() for row in sample if row.get(name, "").strip()]
            if not _FITS[target](values):
                continue
            columns[target] = name
            if target in ("start", "answer", "end") and (shape := moment_format(values)):
                formats[target] = shape
            break
    _by_content(names, sample, columns, formats)
    # many leave the fraction of a whole second out
    shapes = dict.fromkeys(one for shape in formats.values() for one in (shape, shape.replace("%S.%f", "%S")))
    return Mapped(columns=columns, formats=tuple(shapes))


def _by_content(names: Sequence[str], sample: Sequence[Mapping[str, str]], columns: dict[str, str], formats: dict[str, str]) -> None:
    """What no name tells: the first column of moments, and two of telephone numbers."""
    left = [name for name in names if name not in columns.values()]
    values = {name: [row[name].strip() for row in sample if row.get(name, "").strip()] for name in left}
    if "start" not in columns:
        for name in left:
            if shape := moment_format(values[name]):
                columns["start"], formats["start"] = name, shape
                break
    numbers = [name for name in left if name not in columns.values() and _share(values[name], _is_telephone) > 0.8]
    for target in ("caller", "callee"):
        if target not in columns and numbers:
            columns[target] = numbers.pop(0)


def _spoken(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.lower()).strip()


def moment_format(values: Sequence[str]) -> str | None:
    """How these are written, if they are moments."""
    some = values[:200]
    if not some:
        return None
    if all(re.fullmatch(r"1\d{9}(\.\d+)?|1\d{12}|1\d{15}", value) for value in some):  # of 2001 to 2033: no telephone numbers
        length = len(some[0].partition(".")[0])
        return {10: "epoch", 13: "epoch-ms", 16: "epoch-us"}[length]
    fits = [(sum(_parses(value, shape) for value in some), shape) for shape in _MOMENTS]
    best, shape = max(fits, key=lambda pair: pair[0])
    return shape if best >= 0.9 * len(some) else None


def _parses(value: str, shape: str) -> bool:
    if shape == _DIGITS and len(value) != 14:  # strptime takes shorter ones, and telephone numbers, too
        return False
    if shape.endswith("%z"):
        value = re.sub(r"(?<=[+-]\d\d)$", "00", value)  # PostgreSQL and DuckDB write hours alone: 10:00:00+03
    try:
        datetime.strptime(value, shape)
    except ValueError:
        return False
    return True


def _share(values: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, values)) / len(values) if values else 0.0


def _is_telephone(value: str) -> bool:
    return re.fullmatch(r"\+?\d{3,15}", re.sub(r"[ ()-]", "", value)) is not None


def _is_number(value: str) -> bool:
    return re.fullmatch(r"\d+([.,]\d+)?|\d+:\d\d(:\d\d)?", value) is not None


def _mostly(holds: Callable[[str], bool]) -> Callable[[Sequence[str]], bool]:
    return lambda values: not values or _share(values, holds) >= 0.9


def _anything(values: Sequence[str]) -> bool:
    return True


def _is_status(value: str) -> bool:
    return re.fullmatch(r"[1-6]\d\d|0|-1", value) is not None


def _is_cause(value: str) -> bool:
    return re.fullmatch(r"\d{1,3}|[A-Z]+(_[A-Z]+)+", value) is not None


_FITS: Mapping[str, Callable[[Sequence[str]], bool]] = {
    "start": lambda values: moment_format(values) is not None,
    "answer": lambda values: not values or moment_format(values) is not None,
    "end": lambda values: not values or moment_format(values) is not None,
    **dict.fromkeys(("pdd_s", "ring_s", "talk_s", "billed_s"), _mostly(_is_number)),
    **dict.fromkeys(("caller", "callee", "vendor", "source_trunk", "reason", "result", "hung_up", "call_id", "unique_id"), _anything),
    "status": _mostly(_is_status),
    "q850": _mostly(_is_cause),
}


def uncertain(names: Sequence[str], mapped: Mapped) -> Iterator[str]:
    """The columns that are nobody's."""
    yield from (name for name in names if name not in mapped.columns.values())
