"""
The order in which Asterisk evaluates: its variant of the shunting-yard algorithm, in which looking for an operator to evaluate first
does not stop at a parenthesis, and equal ones are kept for later (so "and" and "or", which are equal, go together to the right).
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

_OPEN = 15
_PRECEDENCE = {
    "!": 2, "not": 2, "<": 6, ">": 6, "<=": 6, ">=": 6, "=": 7, "==": 7, "!=": 7, "like": 7, "and": 11, "&&": 11, "or": 11, "||": 12,
}  # fmt: skip
"""The smaller, the earlier."""
UNBALANCED = "Unbalanced '(' parentheses in expression!"


class Token(Struct, frozen=True):
    """A word, or an operator in small letters."""

    text: str
    is_operator: bool = False

    @property
    def is_unary(self) -> bool:
        """Whether it takes one operand."""
        return self.text in ("!", "not")


def queue_of(words: Sequence[str]) -> tuple[list[Token], list[str]]:
    """Words and operators in the order of evaluation (reverse Polish), and what Asterisk complains about."""
    queue: list[Token] = []
    waiting: list[str] = []  # operators, the latest first; "(" is one
    for word in words:
        value = word
        if value.startswith("("):
            waiting.insert(0, "(")
            value = value[1:]
            if not value:
                continue
        closes = value.endswith(")")
        value = value[:-1] if closes else value
        if value.lower() in _PRECEDENCE:
            _push(value.lower(), waiting, queue)
        else:
            queue.append(Token(value))
        if closes:
            _close(waiting, queue)
    queue += [Token(sign, True) for sign in waiting if sign != "("]
    return queue, [UNBALANCED] if "(" in waiting else []


def _push(sign: str, waiting: list[str], queue: list[Token]) -> None:
    """Of all operators that wait, within parentheses or without, those that bind tighter go first."""
    earlier = [other for other in waiting if _PRECEDENCE.get(other, _OPEN) < _PRECEDENCE[sign]]
    queue += [Token(other, True) for other in earlier]
    waiting[:] = [sign, *(other for other in waiting if other not in earlier)]


def _close(waiting: list[str], queue: list[Token]) -> None:
    while waiting:
        sign = waiting.pop(0)
        if sign == "(":
            return
        queue.append(Token(sign, True))
