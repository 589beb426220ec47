"""Where a real Asterisk would read an expression otherwise: it is read both ways, and the trees are compared."""

from __future__ import annotations

import re

from msgspec import Struct

from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.when import When
from sipwhy.texts.where import WARNING
from sipwhy.where.asterisk.reading import UNUSABLE, strict_expression
from sipwhy.where.fields import ASTERISK, ASTERISK_NAMES, field_named
from sipwhy.where.network import Network
from sipwhy.where.nodes import (
    And,
    Compare,
    Expression,
    Like,
    Node,
    Not,
    Null,
    Or,
    Text,
    Within,
    complaints,
    fields_of,
    parts,
)
from sipwhy.where.problem import WhereError
from sipwhy.where.writing import written

_SIGN = re.compile(r"[<>=]|&&|\|\|")


class Warned(Struct, frozen=True):
    """One difference; `key` names a text of `texts.where.WARNING`."""

    key: str
    got: str = ""
    reading: str = ""
    complaint: str = ""

    def said(self, lang: Language) -> str:
        """It, in a line of words."""
        return say(WARNING, self.key, lang, got=self.got, reading=self.reading, complaint=self.complaint)


def warnings_of(expression: Expression) -> list[Warned]:
    """The differences; none of an expression that asks what only we know, as Asterisk refuses it without misleading anybody."""
    if expression.strict or not _is_for_asterisk(expression.root):
        return []
    try:
        theirs = strict_expression(expression.text, base=0)
    except WhereError:
        return []
    if told := complaints(theirs.root):
        return _refused(told[0])
    ours = _leaves(expression.root)
    others = _leaves(theirs.root)
    if len(ours) != len(others):
        return [Warned("differs", reading=written(theirs.root))]
    found = [warned for one_, other in zip(ours, others, strict=True) if (warned := _leaf(one_, other))]
    if _shape(expression.root) != _shape(theirs.root):
        found.append(Warned("grouped", reading=written(theirs.root)))
    return list(dict.fromkeys(found))


def _refused(complaint: str) -> list[Warned]:
    """Why Asterisk refuses it; that it does not know a short name of ours misleads nobody."""
    name = complaint.rpartition("field: ")[2]
    if field_named(name) and name.lower() not in ASTERISK_NAMES:
        return []
    return [Warned("blanks" if _SIGN.search(name) or complaint == UNUSABLE else "refuses", complaint=complaint)]


def _is_for_asterisk(root: Node) -> bool:
    """Whether every field and operator is one that Asterisk has, too."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Within | Null):
            return False
        if isinstance(node, Compare) and isinstance(node.value, When) and node.value.base == "now":
            return False
        waiting.extend(parts(node))
    return all(field.name in ASTERISK for field in fields_of(root))


def _leaves(root: Node) -> list[Compare | Like]:
    found: list[Compare | Like] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(reversed(parts(node)))
        if isinstance(node, Compare | Like):
            found.append(node)
    return found


def _shape(node: Node) -> object:
    """How a tree is put together, whatever it compares."""
    match node:
        case And() | Or():
            return type(node).__name__, tuple(map(_shape, node.operands))
        case Not():
            return "Not", _shape(node.operand)
        case _:
            return ""


def _leaf(ours: Compare | Like, theirs: Compare | Like) -> Warned | None:
    """What differs between two comparisons in the same place."""
    if ours.field.name != theirs.field.name or type(ours) is not type(theirs):
        return Warned("differs", reading=written(theirs))
    if isinstance(ours, Like) and isinstance(theirs, Like):
        return None if ours.pattern.source == theirs.pattern.source else Warned("literal", got=theirs.pattern.source)
    if not isinstance(ours, Compare) or not isinstance(theirs, Compare):
        return None
    if ours.operator != theirs.operator:
        return Warned("differs", reading=written(theirs))
    return None if ours.value == theirs.value else _value(ours, theirs)


def _value(ours: Compare, theirs: Compare) -> Warned:
    match ours.value, theirs.value:
        case Network(port=None), Network() as network:
            return Warned("port", got=network.ip)
        case Text(), Text() as text:
            return Warned("quotes" if text.text[:1] in "'“”„‘’«" and text.text else "literal", got=text.text)
        case When(), When() as when:
            return Warned("time", got=str(when.start // 1_000_000))
        case _:
            return Warned("differs", reading=written(theirs))
