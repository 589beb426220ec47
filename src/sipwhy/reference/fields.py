"""One table of a TOML file, read name by name with the type that each has; what nobody asked for is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


class EntryError(ValueError):
    """An entry that breaks the form; says which, in which file, and what was expected."""


class Fields:
    """The fields of one table; `end` refuses those that were not asked for."""

    def __init__(self, raw: object, name: str = "it") -> None:
        if not isinstance(raw, dict):
            raise EntryError(f"{name} is {raw!r}, expected a table")
        self._raw: Mapping[str, Any] = raw
        self._name = name
        self._asked: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._raw

    def is_list(self, name: str) -> bool:
        """Whether a field is there and is a list."""
        return isinstance(self._raw.get(name), list)

    def end(self) -> None:
        """EntryError if there is a field that nobody has read."""
        if unknown := sorted(set(self._raw) - self._asked):
            raise EntryError(f"unknown fields {unknown} in {self._name}")

    def text(self, name: str, usual: str | None = None) -> str:
        """A text that is not empty."""
        value = self._value(name, usual)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(name, "a text")
        return value

    def text_or_none(self, name: str) -> str | None:
        """A text, or None; an empty one is none."""
        self._asked.add(name)
        return self.text(name) if self._raw.get(name, "") != "" else None

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; () if the field is not there."""
        values = self._list(name)
        if not all(isinstance(value, str) and value.strip() for value in values):
            raise self._wrong(name, "a list of texts")
        return tuple(values)

    def number(self, name: str, least: int, most: int) -> int:
        """A whole number within bounds, both included."""
        value = self._value(name)
        if not _is_number(value, least, most):
            raise self._wrong(name, f"a number from {least} to {most}")
        return int(value)

    def numbers(self, name: str, least: int, most: int) -> tuple[int, ...]:
        """A list of whole numbers within bounds; () if the field is not there."""
        values = self._list(name)
        if not all(_is_number(value, least, most) for value in values):
            raise self._wrong(name, f"a list of numbers from {least} to {most}")
        return tuple(values)

    def truth(self, name: str, usual: bool | None = None) -> bool:
        """True or false, and not a text that says so."""
        value = self._value(name, usual)
        if not isinstance(value, bool):
            raise self._wrong(name, "true or false")
        return value

    def word(self, name: str, allowed: Iterable[str], usual: str | None = None) -> Any:
        """One of a few words."""
        value = self._value(name, usual)
        if value not in tuple(allowed):
            raise self._wrong(name, f"one of {', '.join(allowed)}")
        return value

    def words(self, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """A list of some of a few words; () if the field is not there."""
        values = self._list(name)
        if not all(value in tuple(allowed) for value in values):
            raise self._wrong(name, f"some of {', '.join(allowed)}")
        return tuple(values)

    def table(self, name: str) -> Fields | None:
        """The fields of a table in it; None if it is not there."""
        self._asked.add(name)
        return Fields(self._value(name), f"{name} of {self._name}") if name in self else None

    def tables(self, name: str) -> tuple[Fields, ...]:
        """A list of tables in it; () if the field is not there."""
        return tuple(Fields(value, f"{name} {number} of {self._name}") for number, value in enumerate(self._list(name), 1))

    def names(self) -> tuple[str, ...]:
        """The names of its fields, where they are not fixed."""
        return tuple(self._raw)

    def _value(self, name: str, usual: Any = None) -> Any:
        self._asked.add(name)
        if name not in self._raw and usual is None:
            raise EntryError(f"{self._name} has no {name}")
        return self._raw.get(name, usual)

    def _list(self, name: str) -> list[Any]:
        self._asked.add(name)
        values = self._raw.get(name, [])
        if not isinstance(values, list):
            raise self._wrong(name, "a list")
        return values

    def _wrong(self, name: str, expected: str) -> EntryError:
        return EntryError(f"{name} of {self._name} is {self._raw.get(name)!r}, expected {expected}")


def _is_number(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
