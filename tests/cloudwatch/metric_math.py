"""Metric math, as far as an alarm here uses it: "Using metric math", CloudWatch User Guide.

A time series is `{moment: value}`; a moment without a value is missing. Functions whose outcome hangs on how
much CloudWatch happens to retrieve, such as the SUM of one series, are refused: its guide advises against
them in alarms.
"""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import add, eq, ge, gt, le, lt, mul, ne, sub, truediv
from typing import Any, Final

TimeSeries = dict[int, float]
# `any` fills every missing moment of a series that has a value at all; `gaps` only those between its values.
# The guide tells of the newest minute being filled, and not what holds in general: an alarm must be right
# with both.
FILLS: Final = ("any", "gaps")

_OPERATORS: Final[Mapping[type[ast.AST], Callable[[Any, Any], Any]]] = {
    ast.Add: add,
    ast.Sub: sub,
    ast.Mult: mul,
    ast.Div: truediv,
    ast.Pow: pow,
    ast.Lt: lt,
    ast.LtE: le,
    ast.Gt: gt,
    ast.GtE: ge,
    ast.Eq: eq,
    ast.NotEq: ne,
}
_OVER_MANY: Final[Mapping[str, Callable[[Sequence[float]], float]]] = {"SUM": sum, "MAX": max, "MIN": min}
_WORDS: Final = {"&&": " and ", "||": " or ", "AND": " and ", "OR": " or ", "^": "**"}


class UnknownExpression(ValueError):
    """Not metric math, or none that is known here."""


def evaluate(
    expression: str, series: Mapping[str, TimeSeries], moments: Sequence[int], fills: str
) -> TimeSeries:
    """The series that this expression makes of those, by their ids, at these moments.

    Raises:
        UnknownExpression: it cannot be read, or does not make one series.
    """
    tree = _read(expression)
    found = _Evaluation(series, moments, fills).of(tree)
    if not isinstance(found, dict):
        raise UnknownExpression(f"no single time series: {expression}")
    return found


@cache
def _read(expression: str) -> ast.expr:
    python = re.sub(r"&&|\|\||\bAND\b|\bOR\b|\^", lambda word: _WORDS[word[0]], expression)
    try:
        return ast.parse(python, mode="eval").body
    except SyntaxError as error:
        raise UnknownExpression(expression) from error


class _Evaluation:
    """One evaluation: a node becomes a number, a series, or a list of series."""

    def __init__(self, series: Mapping[str, TimeSeries], moments: Sequence[int], fills: str) -> None:
        self._series = series
        self._moments = moments
        self._fills = fills

    def of(self, node: ast.AST) -> Any:  # noqa: PLR0911 - a language has as many kinds of nodes
        """What this node is. Raises UnknownExpression."""
        match node:
            case ast.Constant(value=int() | float() as number):
                return number
            case ast.Name(id=name) if name in self._series:
                return self._series[name]
            case ast.List(elts=parts):
                return [self.of(part) for part in parts]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._pairwise(sub, 0, self.of(operand))
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
                return self._pairwise(_OPERATORS[type(operator)], self.of(left), self.of(right))
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                compare = _OPERATORS[type(operator)]
                return self._pairwise(lambda a, b: int(compare(a, b)), self.of(left), self.of(right))
            case ast.BoolOp(op=ast.And(), values=parts):
                return self._logical(all, parts)
            case ast.BoolOp(op=ast.Or(), values=parts):
                return self._logical(any, parts)
            case ast.Call(func=ast.Name(id=function), args=arguments):
                return self._call(function, arguments)
            case _:
                raise UnknownExpression(ast.unparse(node))

    def _call(self, function: str, arguments: Sequence[ast.expr]) -> Any:
        if function == "FILL" and len(arguments) == 2:
            return self._fill(self.of(arguments[0]), arguments[1])
        if function == "IF" and len(arguments) in (2, 3):
            return self._if(*(self.of(argument) for argument in arguments))
        if function in _OVER_MANY and len(arguments) == 1:
            combine, parts = _OVER_MANY[function], self.of(arguments[0])
            if isinstance(parts, list):
                # A value that is missing counts as 0.
                return self._combined(lambda *values: combine(values), parts)
        raise UnknownExpression(f"{function} of {len(arguments)}")

    def _fill(self, series: Any, with_what: ast.expr) -> Any:
        if isinstance(series, list):
            return [self._fill(one, with_what) for one in series]
        if not series:
            return {}
        known = [moment for moment in self._moments if moment in series]
        ends = (self._moments[0], self._moments[-1]) if self._fills == "any" else (known[0], known[-1])
        repeat = isinstance(with_what, ast.Name) and with_what.id == "REPEAT"
        filled, last = TimeSeries(), None
        for moment in self._moments:
            last = series.get(moment, last)
            if moment in series:
                filled[moment] = series[moment]
            elif ends[0] <= moment <= ends[1] and not (repeat and last is None):
                filled[moment] = last if repeat else self.of(with_what)
        return filled

    def _if(self, condition: Any, yes: Any, no: Any = None) -> Any:
        if not isinstance(condition, dict):
            condition = dict.fromkeys(self._moments, condition)
        chosen = TimeSeries()
        for moment, holds in condition.items():
            branch = yes if holds else no
            value = branch.get(moment, 0 if holds else None) if isinstance(branch, dict) else branch
            if value is not None:
                chosen[moment] = value
        return chosen

    def _logical(self, combine: Callable[[Any], bool], parts: Sequence[ast.expr]) -> Any:
        return self._combined(lambda *values: int(combine(values)), [self.of(part) for part in parts])

    def _pairwise(self, operator: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
        if isinstance(left, list) or isinstance(right, list):
            many = left if isinstance(left, list) else right
            lefts = left if isinstance(left, list) else [left] * len(many)
            rights = right if isinstance(right, list) else [right] * len(many)
            return [self._pairwise(operator, *pair) for pair in zip(lefts, rights, strict=True)]
        return self._combined(operator, [left, right])

    def _combined(self, operator: Callable[..., Any], parts: Sequence[Any]) -> Any:
        series = [part for part in parts if isinstance(part, dict)]
        if not series:
            return operator(*parts)
        made = TimeSeries()
        for moment in sorted({moment for one in series for moment in one}):
            values = [part.get(moment, 0) if isinstance(part, dict) else part for part in parts]
            try:
                made[moment] = operator(*values)
            except ZeroDivisionError:
                # What would divide by zero is dropped, says the guide.
                continue
        return made
