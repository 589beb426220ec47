"""
The syntax tree of an expression: one for what is compiled to SQL, to a predicate and to masks over columns.

A comparison is true or false and never unknown: with a field that a message lacks everything but "is null" is false, `!=` too.
`not (...)` turns true into false and false into true.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sipwhy.texts.when import When
from sipwhy.where.fields import Field
from sipwhy.where.network import Network
from sipwhy.where.pattern import Pattern

Operator = Literal["=", "!=", "<", "<=", ">", ">="]


class Interval(Struct, frozen=True):
    """
    A number, or all numbers from `low` to `high` (4xx, the second 1795393845): equal is what lies within, less what lies below.

    Both ends belong to it.
    """

    low: float
    high: float


class Text(Struct, frozen=True):
    """A text; of fields whose capitals do not matter in small letters."""

    text: str


Value = Interval | When | Text | Network


class Compare(Struct, frozen=True, tag=True):
    """A field against a value."""

    field: Field
    operator: Operator
    value: Value


class Within(Struct, frozen=True, tag=True):
    """A field that is equal to one of some values."""

    field: Field
    values: tuple[Value, ...]


class Like(Struct, frozen=True, tag=True):
    """A field in which a regular expression is found."""

    field: Field
    pattern: Pattern


class Null(Struct, frozen=True, tag=True):
    """A field that a message does not have."""

    field: Field


class Not(Struct, frozen=True, tag=True):
    """What is not so."""

    operand: Node


class And(Struct, frozen=True, tag=True):
    """All of these."""

    operands: tuple[Node, ...]


class Or(Struct, frozen=True, tag=True):
    """Any of these."""

    operands: tuple[Node, ...]


class Always(Struct, frozen=True, tag=True):
    """What Asterisk takes for true or false, whatever the message is: it complains in its log and goes on."""

    truth: bool
    complaint: str


class Failing(Struct, frozen=True, tag=True):
    """What Asterisk gives up at when it comes to the first message."""

    complaint: str


Node = Compare | Within | Like | Null | Not | And | Or | Always | Failing


class Expression(Struct, frozen=True):
    """A whole expression: its tree, and its text as it was written; `strict` if it was read as Asterisk reads it."""

    root: Node
    text: str
    strict: bool = False


def conjunction(nodes: tuple[Node, ...]) -> Node:
    """All of `nodes` as one node, those within "and" brought up."""
    return _brought_up(And, nodes)


def disjunction(nodes: tuple[Node, ...]) -> Node:
    """Any of `nodes` as one node, those within "or" brought up."""
    return _brought_up(Or, nodes)


def _brought_up(kind: type[And | Or], nodes: tuple[Node, ...]) -> Node:
    flat = tuple(part for node in nodes for part in (node.operands if isinstance(node, kind) else (node,)))
    return flat[0] if len(flat) == 1 else kind(flat)


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes right below one."""
    match node:
        case And() | Or():
            return node.operands
        case Not():
            return (node.operand,)
        case _:
            return ()


def fields_of(node: Node) -> list[Field]:
    """Every field that is asked about, in order, each as often as it is."""
    found: list[Field] = []
    waiting = [node]
    while waiting:
        node = waiting.pop()
        waiting.extend(reversed(parts(node)))
        if isinstance(node, Compare | Within | Like | Null):
            found.append(node.field)
    return found


def complaints(node: Node) -> list[str]:
    """What Asterisk complains about, each once."""
    found: dict[str, None] = {}
    waiting = [node]
    while waiting:
        node = waiting.pop()
        waiting.extend(reversed(parts(node)))
        if isinstance(node, Always | Failing):
            found[node.complaint] = None
    return list(found)
