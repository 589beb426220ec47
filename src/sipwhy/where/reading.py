"""From the text of an expression to its tree, by the grammar in grammar.lark."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import cast

from lark import Lark, Token, Tree, UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from sipwhy.where.build import Builder, Word
from sipwhy.where.fields import Field
from sipwhy.where.nodes import Expression, Node, Not, conjunction, disjunction
from sipwhy.where.problem import WhereError

LONGEST, DEEPEST = 10_000, 100
_EXPECTED = {
    "NAME": "field", "LAST": "field", "SINCE": "field", "UNTIL": "field", "_NOT": "field",
    "OPERATOR": "operator", "LIKE": "operator", "IN": "operator", "BETWEEN": "operator", "IS": "operator",
    "QUOTED": "value", "MOMENT": "value", "WORD": "value", "LENGTH": "value",
    "_OR": "join", "_AND": "join", "_CLOSE": "close", "_COMMA": "comma", "NULL": "null", "NOT": "not",
    "_BRACKET_END": "bracket",
}  # fmt: skip
"""What each terminal is called when it is missed; those that are not here go without saying."""
_ORDER = ("field", "operator", "value", "join", "and", "comma", "close", "open", "not", "null", "bracket", "end")
_QUOTES = "\"'“”„‘’«»"


def expression_of(text: str) -> Expression:
    """The expression that `text` is; WhereError if it is none."""
    _check(text)
    try:
        tree = grammar().parse(text)
    except UnexpectedInput as error:
        raise _fault(text, error) from None
    return Expression(_Made(Builder(text)).node(tree), text)


class _Made:
    """The nodes of lark's tree."""

    def __init__(self, builder: Builder) -> None:
        self._build = builder

    def node(self, tree: Tree[Token]) -> Node:
        below = cast("list[Tree[Token]]", tree.children)
        match tree.data:
            case "start" | "group":
                return self.node(below[0])
            case "either":
                return disjunction(tuple(map(self.node, below)))
            case "both":
                return conjunction(tuple(map(self.node, below)))
            case "negation":
                return Not(self.node(below[0]))
            case "last" | "since" | "until":
                word = self._words(tree)[0]
                if tree.data == "last":
                    return self._build.last(word)
                return self._build.bound(">=" if tree.data == "since" else "<", word)
        return self._condition(tree)

    def _condition(self, tree: Tree[Token]) -> Node:
        field, words = self._field(cast("Tree[Token]", tree.children[0])), self._words(tree)
        signs = {child.type: child for child in tree.children if isinstance(child, Token)}
        negated = "NOT" in signs
        match tree.data:
            case "compare":
                sign = signs["OPERATOR"]
                return self._build.compare(field, str(sign), sign.start_pos or 0, words[0])
            case "like":
                return self._build.like(field, signs["LIKE"].start_pos or 0, words[0], negated)
            case "within":
                return self._build.within(field, words, negated)
            case "between":
                return self._build.between(field, signs["BETWEEN"].start_pos or 0, words[0], words[1], negated)
            case _:
                return self._build.null(field, negated)

    def _field(self, tree: Tree[Token]) -> Field:
        name = cast(Token, tree.children[0])
        header = self._words(tree)
        return self._build.field(str(name), name.start_pos or 0, header[0] if header else None)

    def _words(self, tree: Tree[Token]) -> list[Word]:
        """The values among the parts of a tree."""
        found = (child for child in tree.children if isinstance(child, Token) and child.type in ("QUOTED", "MOMENT", "LENGTH", "WORD"))
        return [self._build.word(str(token), token.start_pos or 0, token.type == "QUOTED") for token in found]


def _check(text: str) -> None:
    if not text.strip():
        raise WhereError(text, len(text), "empty", ("field",))
    if len(text) > LONGEST:
        raise WhereError(text, LONGEST, "too-long", most=LONGEST)
    depth = 0
    for at, char in enumerate(text):
        if 0xD800 <= ord(char) < 0xE000:
            raise WhereError(text, at, "not-text")
        depth += (char in "(!") - (char == ")") + (text[at : at + 3].lower() == "not")
        if depth > DEEPEST:
            raise WhereError(text, at, "too-deep", most=DEEPEST)


@cache
def grammar() -> Lark:
    """The parser, made once."""
    rules = (Path(__file__).parent / "grammar.lark").read_text(encoding="utf-8")
    return Lark(rules, parser="lalr", lexer="contextual", maybe_placeholders=False)


def _fault(text: str, error: UnexpectedInput) -> WhereError:
    """What lark met, in our words."""
    allowed: list[str]
    match error:
        case UnexpectedToken() if error.token.type == "$END":
            return WhereError(text, len(text), "ended", _named(error.accepts or error.expected))
        case UnexpectedToken():
            at, got, allowed = error.token.start_pos or 0, str(error.token), list(error.accepts or error.expected)
        case UnexpectedCharacters():
            at, allowed = error.pos_in_stream or 0, list(error.allowed or ())
            got = text[at : at + 1]
        case UnexpectedEOF():
            return WhereError(text, len(text), "ended", _named(error.expected))
        case _:
            return WhereError(text, 0, "ended", ("field",))
    if got[:1] in _QUOTES and got and "QUOTED" in allowed:
        return WhereError(text, at, "unclosed")
    return WhereError(text, at, "syntax", _named(allowed), got=_word_at(text, at) or got)


def _word_at(text: str, at: int) -> str:
    return text[at:].split(maxsplit=1)[0][:40] if text[at:].strip() else ""


def _named(terminals: Iterable[str]) -> tuple[str, ...]:
    """What the terminals are called, the likeliest first."""
    terminals = set(terminals)
    found = {"open" if name == "_OPEN" else _EXPECTED.get(name, "") for name in terminals}
    if "field" in found or "value" in found:
        found -= {"open"}
    if "operator" in found or "null" in found:
        found -= {"not"}
    if "join" in found and "_OR" not in terminals:
        found = (found - {"join"}) | {"and"}
    if "$END" in terminals:
        found |= {"join", "end"}
    return tuple(name for name in _ORDER if name in found)
