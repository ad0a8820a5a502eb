"""Formulas of computed terms: arithmetic on facts, exact, nothing else.

`modulus / (density * 9.80665)`: names, numbers, + - * / and whole powers, `min` and `max`.
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

MAX_LENGTH, MAX_POWER = 300, 12
Run = Callable[[Mapping[str, Fraction]], Fraction]
_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
}
_FUNCTIONS: dict[str, Callable[..., Fraction]] = {"min": min, "max": max}


class BadFormula(ValueError):
    """The text is no formula; the message says what it stumbled over."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula: `names` are the facts it needs, `numbers` its constants."""

    text: str
    names: tuple[str, ...]
    numbers: tuple[Fraction, ...]
    _run: Run = field(repr=False, compare=False)

    def value(self, facts: Mapping[str, Fraction]) -> Fraction | None:
        """The result, or None where it divides by zero. Every name must be in `facts`."""
        try:
            return self._run(facts)
        except ZeroDivisionError:
            return None


def parse(text: str) -> Formula:
    """Read a formula. Raises `BadFormula`."""
    if len(text) > MAX_LENGTH:
        raise BadFormula(f"is longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise BadFormula(f"{text!r} is no formula") from None
    names: dict[str, None] = {}
    numbers: dict[Fraction, None] = {}
    _check(tree, text, names, numbers)
    return Formula(text.strip(), tuple(names), tuple(numbers), _compiled(tree, text))


def _check(
    node: ast.expr, text: str, names: dict[str, None], numbers: dict[Fraction, None]
) -> None:
    match node:
        case ast.Constant(value=bool() | str() | bytes() | None | complex()):
            raise BadFormula(f"{ast.unparse(node)} is no number")
        case ast.Constant():
            numbers[_constant(node, text)] = None
        case ast.Name(id=name):
            names[name] = None
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            _check(inner, text, names, numbers)
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int(power))):
            if not 1 <= power <= MAX_POWER:
                raise BadFormula(f"a power is a whole number from 1 to {MAX_POWER}")
            _check(left, text, names, numbers)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            _check(left, text, names, numbers)
            _check(right, text, names, numbers)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if (
            name in _FUNCTIONS and args
        ):
            for argument in args:
                _check(argument, text, names, numbers)
        case _:
            raise BadFormula(f"{ast.unparse(node)[:40]!r} is not allowed here")


def _constant(node: ast.Constant, text: str) -> Fraction:
    """The number as it is written, not as a float rounds it."""
    start, end = node.col_offset, node.end_col_offset
    return Fraction((text.strip())[start:end].replace("_", ""))


def _compiled(node: ast.expr, text: str) -> Run:
    """The checked tree as nested functions: a formula runs for every datasheet."""
    match node:
        case ast.Constant():
            constant = _constant(node, text)
            return lambda _facts: constant
        case ast.Name(id=name):
            return lambda facts: facts[name]
        case ast.UnaryOp(operand=inner):
            run = _compiled(inner, text)
            return lambda facts: -run(facts)
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=int(power))):
            base = _compiled(left, text)
            return lambda facts: base(facts) ** power
        case ast.BinOp(left=left, op=op, right=right):
            operator = _OPERATORS[type(op)]
            one, other = _compiled(left, text), _compiled(right, text)
            return lambda facts: operator(one(facts), other(facts))
        case ast.Call(func=ast.Name(id=name), args=args):
            function, runs = _FUNCTIONS[name], [_compiled(argument, text) for argument in args]
            return lambda facts: function(*(run(facts) for run in runs))
        case _:  # pragma: no cover - `_check` let nothing else in
            raise BadFormula(ast.unparse(node))
