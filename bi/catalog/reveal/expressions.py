"""Expressions of calculated fields: `[Freight] * 1.1`, `if([Office]="London", 1, 0)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


class CannotTranslate(Exception):
    """The message says what, in words for the author of the expression."""


@dataclass(frozen=True, slots=True)
class Number:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    value: str


@dataclass(frozen=True, slots=True)
class FieldName:
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function; operators are called by their signs."""

    name: str
    arguments: tuple[Node, ...]


Node = Number | Text | FieldName | Call

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<text>\"[^\"]*\")|\[(?P<field>[^\]]+)\]"
    r"|(?P<name>[A-Za-z_]\w*)|(?P<sign><>|!=|<=|>=|[-+*/&=<>(),]))"
)
# From the loosest to the tightest.
_LEVELS = (("=", "<>", "!=", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"))
_MOST_LETTERS, _DEEPEST = 4_000, 50


def parse(written: str) -> Node:
    """Raises CannotTranslate."""
    if len(written) > _MOST_LETTERS:
        raise CannotTranslate(f"it has more than {_MOST_LETTERS} letters")
    reading = _Reading(list(_tokens(written)))
    node = reading.level(0)
    if reading.tokens:
        raise CannotTranslate(f"`{reading.tokens[0][1]}` is not expected there")
    return node


def _tokens(written: str) -> Iterator[tuple[str, str]]:
    at, end = 0, len(written.rstrip())
    while at < end:
        found = _TOKEN.match(written, at)
        if found is None or found.lastgroup is None:
            raise CannotTranslate(f"`{written[at:].strip()[:20]}` cannot be read")
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()


@dataclass(slots=True)
class _Reading:
    tokens: list[tuple[str, str]]
    depth: int = 0

    def level(self, number: int) -> Node:
        if number == len(_LEVELS):
            return self.unary()
        left = self.level(number + 1)
        while self.tokens and self.tokens[0][0] == "sign" and self.tokens[0][1] in _LEVELS[number]:
            sign = self.tokens.pop(0)[1]
            left = Call("<>" if sign == "!=" else sign, (left, self.level(number + 1)))
        return left

    def unary(self) -> Node:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise CannotTranslate("it is nested too deeply")
        node = self._unary()
        self.depth -= 1
        return node

    def _unary(self) -> Node:
        if not self.tokens:
            raise CannotTranslate("something is missing at its end")
        kind, value = self.tokens.pop(0)
        match kind:
            case "number":
                return Number(value)
            case "text":
                return Text(value[1:-1])
            case "field":
                return FieldName(value)
            case "name":
                return Call(value.casefold(), self.arguments(value))
        if value == "-":
            return Call("negative", (self.unary(),))
        if value == "(":
            inner = self.level(0)
            self.expect(")")
            return Call("()", (inner,))
        raise CannotTranslate(f"`{value}` is not expected there")

    def arguments(self, name: str) -> tuple[Node, ...]:
        if self.tokens[:1] != [("sign", "(")]:
            raise CannotTranslate(f"`{name}` is no function call; fields stand in [brackets]")
        self.tokens.pop(0)
        found: list[Node] = []
        while self.tokens[:1] != [("sign", ")")]:
            if found:
                self.expect(",")
            found.append(self.level(0))
        self.expect(")")
        return tuple(found)

    def expect(self, sign: str) -> None:
        if self.tokens[:1] != [("sign", sign)]:
            found = self.tokens[0][1] if self.tokens else "its end"
            raise CannotTranslate(f"`{sign}` is expected before `{found}`")
        self.tokens.pop(0)
