"""The values of an expression, each as its field wants it."""

from __future__ import annotations

import re

from sipwhy.texts.measure import length_of
from sipwhy.texts.when import when_of
from sipwhy.where.fields import Field
from sipwhy.where.network import network_of
from sipwhy.where.nodes import Interval, Text, Value

_NUMBER = re.compile(r"-?\d{1,15}", re.ASCII)
_CLASS = re.compile(r"([1-9])xx", re.IGNORECASE | re.ASCII)
_SECONDS = re.compile(r"\d{1,12}(?:\.\d{1,9})?", re.ASCII)


def value_of(field: Field, text: str) -> Value | None:
    """The value that `text` is for `field`; None if it is none."""
    match field.kind:
        case "number":
            return _number(field, text.strip())
        case "time":
            return when_of(text)
        case "address":
            return network_of(text)
        case "seconds":
            return _seconds(text.strip())
        case "name":
            return Text(text.lower())
        case _:
            return Text(text)


def fault_of(field: Field) -> str:
    """The text of `texts.where.WHERE_ERROR` for a value that is none."""
    return "status" if field.name == "status" else field.kind


def _number(field: Field, text: str) -> Interval | None:
    if field.name == "status" and (whole := _CLASS.fullmatch(text)):
        return Interval(100 * int(whole[1]), 100 * int(whole[1]) + 99)
    return Interval(int(text), int(text)) if _NUMBER.fullmatch(text) else None


def _seconds(text: str) -> Interval | None:
    if _SECONDS.fullmatch(text):
        return Interval(float(text), float(text))
    length = length_of(text)
    return None if length is None else Interval(length / 1e6, length / 1e6)
