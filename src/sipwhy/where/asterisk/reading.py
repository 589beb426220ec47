"""An expression as Asterisk reads it, as the tree that everything else reads too."""

from __future__ import annotations

import re

from sipwhy.texts.when import When
from sipwhy.where.asterisk.queue import Token, queue_of
from sipwhy.where.asterisk.words import words_of
from sipwhy.where.fields import ASTERISK_NAMES, Field, one
from sipwhy.where.network import Network, network_of
from sipwhy.where.nodes import (
    Always,
    And,
    Compare,
    Expression,
    Failing,
    Interval,
    Like,
    Node,
    Not,
    Null,
    Operator,
    Text,
    Value,
    conjunction,
    disjunction,
)
from sipwhy.where.pattern import PatternError, pattern_of
from sipwhy.where.problem import WhereError

REMOTE = Field("addr", "address", "message", "remote")
"""The address of the other side alone: where a message was sent to, or came from."""
UNUSABLE = "Expression did not create a usable result"
_INTEGER = re.compile(r"\s*([+-]?\d{1,30})", re.ASCII)
_LARGEST = 2**31 - 1
_TRUE_IF_WRONG: dict[str, bool] = {"=": True, "==": True, "<": True, ">": True, "like": True, "!=": False, "<=": False, ">=": False}
"""What comes of an operand that cannot be read: an error counts as true, and three operators are the contrary of others."""
_WRONG = frozenset({"pattern-open", "pattern-range", "pattern-class", "pattern-escape"})
"""What regcomp() refuses."""


def strict_expression(text: str, base: int = 1) -> Expression:
    """
    What Asterisk makes of `text`; what it fails at is a node of the tree, as it notices that at the first message and not before.

    `base` is the number of our first message: its own is 0. WhereError for a pattern that only its C library would understand,
    and if there is no word at all.
    """
    words = words_of(text)
    if not words:
        raise WhereError(text, len(text), "empty", ("field",))
    queue, complaints = queue_of(words)
    root = _Stack(text, base).evaluated(queue)
    for complaint in complaints:
        root = conjunction((Always(True, complaint), root))
    return Expression(root, text, strict=True)


class _Stack:
    """Evaluates a queue; what is on the stack is a word or a node."""

    def __init__(self, text: str, base: int) -> None:
        self._text, self._base = text, base
        self._items: list[str | Node] = []

    def evaluated(self, queue: list[Token]) -> Node:
        for token in queue:
            made = self._one(token) if token.is_operator else token.text
            if isinstance(made, Failing):
                return made
            self._items.append(made)
        if len(self._items) > 1:
            return Failing(f"Expression was unbalanced: {len(self._items)} results remained after evaluation")
        last = self._items[0] if self._items else ""
        return Failing(UNUSABLE) if isinstance(last, str) else last

    def _one(self, token: Token) -> Node:
        wanted = 1 if token.is_unary else 2
        if len(self._items) < wanted:
            return Failing(f"Unable to evaluate expression operator '{token.text}': not enough operands")
        if token.is_unary:
            operand = self._items.pop()
            if isinstance(operand, str):
                return Failing(f"Unable to evaluate '{token.text}': operand is not the result of an operation")
            return Not(operand)
        right, left = self._items.pop(), self._items.pop()
        if isinstance(left, str):
            name = ASTERISK_NAMES.get(left.lower())
            if name is None:
                return Failing(f"Unknown or unrecognized field: {left}")
            if isinstance(right, str) and token.text in _TRUE_IF_WRONG:
                return self._compared(REMOTE if name == "addr" else one(name), token.text, right)
        elif not isinstance(right, str) and token.text in ("and", "&&", "or", "||"):
            return (conjunction if token.text in ("and", "&&") else disjunction)((left, right))
        return Failing(f"Cannot evaluate: invalid operand type for operator '{token.text}'")

    def _compared(self, field: Field, sign: str, word: str) -> Node:
        if field.kind == "text":
            return self._of_text(field, sign, word)
        if sign == "like" or (field.kind == "address" and sign not in ("=", "==", "!=")):
            return Always(_TRUE_IF_WRONG[sign], f"Cannot evaluate: invalid operand type for operator '{sign}'")
        value, complaint = self._value(field, word)
        return Always(_TRUE_IF_WRONG[sign], complaint) if value is None else Compare(field, _operator(sign), value)

    def _of_text(self, field: Field, sign: str, word: str) -> Node:
        if sign in ("=", "==", "!="):
            return Compare(field, _operator(sign), Text(word))
        complaint = f"Cannot evaluate: invalid operand type for operator '{sign}'"
        if sign == "like":
            try:
                return Like(field, pattern_of(word))
            except PatternError as error:
                if error.key not in _WRONG or error.is_foreign:
                    raise WhereError(self._text, max(self._text.find(word), 0) + error.at, error.key) from None
            complaint = f"Failed to compile '{word}' into a regular expression"
        return And((Not(Null(field)), Always(_TRUE_IF_WRONG[sign], complaint)))

    def _value(self, field: Field, word: str) -> tuple[Value | None, str]:
        """The value that a word is read as, or what Asterisk says of it."""
        if field.kind == "address":
            network = network_of(word)
            if network is None or "/" in word:
                return None, f"Unable to convert field '{word}': not an IPv4 or IPv6 address"
            return Network(network.ip, network.prefix, network.port or 0), ""
        found = _INTEGER.match(word)
        if not found or abs(int(found[1])) > _LARGEST * (1 if field.kind == "number" else 64):
            return None, f"Unable to extract field '{word}': not {'an integer' if field.kind == 'number' else 'a timestamp'}"
        number = int(found[1])
        return (
            (Interval(number + self._base, number + self._base), "")
            if field.kind == "number"
            else (When("epoch", number * 1_000_000, 1_000_000), "")
        )


def _operator(sign: str) -> Operator:
    match sign:
        case "!=" | "<" | "<=" | ">" | ">=":
            return sign
        case _:
            return "="
