"""Filter patterns of JSON log lines, and the metrics that they make.

"Filter and pattern syntax", CloudWatch Logs User Guide. What is known: `{ $.field = "text" }` with `*` as a
wildcard, numbers with `= != < > <= >=`, `IS TRUE`, `IS FALSE`, `IS NULL`, `NOT EXISTS`, `&&` before `||`, and
parentheses. A field that is absent, or no value, matches nothing.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final

from tests.cloudwatch.measurements import Measurements, Metric, resolved

Matcher = Callable[[Mapping[str, Any]], bool]
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<sign>&&|\|\||[()])|(?P<field>\$(?:\.[A-Za-z0-9_-]+)+)|(?P<compare>!=|<=|>=|=|<|>)"
    r'|"(?P<text>[^"]*)"|(?P<number>[+-]?\d+(?:\.\d+)?)(?![\w*])|(?P<word>[A-Za-z0-9_*]+))'
)
_NUMBERS: Final = {"=": eq, "!=": ne, "<": lt, ">": gt, "<=": le, ">=": ge}
_STATES: Final = {"TRUE": True, "FALSE": False, "NULL": None}


class UnknownPattern(ValueError):
    """No pattern of JSON lines, or none that is known here."""


@cache
def read_pattern(pattern: str) -> Matcher:
    """What tells of a log line, read as JSON, whether it matches. Raises UnknownPattern."""
    text = pattern.strip()
    if not (text.startswith("{") and text.endswith("}")) or len(pattern) > 1024:
        raise UnknownPattern(pattern)
    reader = _PatternReader(text[1:-1])
    matcher = reader.any_of()
    if reader.left:
        raise UnknownPattern(f"{pattern}: {reader.left[0]}")
    return matcher


def matches(pattern: str, line: str) -> bool:
    """Whether this line matches; one that is no JSON does not."""
    fields = _read_line(line)
    return fields is not None and read_pattern(pattern)(fields)


def measure(
    filters: Iterable[Mapping[str, Any]], log_group: str, lines: Iterable[str], at: float, into: Measurements
) -> None:
    """Put what these metric filters of the template make of a log group's lines, written at that moment."""
    ours = [one for one in filters if resolved(one["LogGroupName"]) == log_group]
    for line in lines:
        fields = _read_line(line)
        for one in ours:
            if fields is not None and read_pattern(one["FilterPattern"])(fields):
                for made in one["MetricTransformations"]:
                    assert not made.get("Dimensions"), "the metric is known by its name alone"
                    value = _value(str(made["MetricValue"]), fields)
                    if value is not None:
                        into.put(Metric(resolved(made["MetricNamespace"]), made["MetricName"]), at, value)


def _read_line(line: str) -> Mapping[str, Any] | None:
    try:
        fields = json.loads(line)
    except ValueError:
        return None
    return fields if isinstance(fields, dict) else None


def _value(of: str, fields: Mapping[str, Any]) -> float | None:
    if not of.startswith("$"):
        return float(of)
    found = _find(of, fields)
    return float(found) if isinstance(found, int | float) else None


_ABSENT: Final = object()


def _find(field: str, fields: Any) -> Any:
    for step in field.split(".")[1:]:
        if not isinstance(fields, dict) or step not in fields:
            return _ABSENT
        fields = fields[step]
    return fields


class _PatternReader:
    """Reads what stands between the braces, token by token."""

    def __init__(self, text: str) -> None:
        self.left: list[tuple[str, str]] = []
        at = 0
        while text[at:].strip():
            token = _TOKEN.match(text, at)
            if token is None or token.lastgroup is None:
                raise UnknownPattern(text[at:])
            self.left.append((token.lastgroup, token[token.lastgroup]))
            at = token.end()

    def any_of(self) -> Matcher:
        parts = [self._all_of()]
        while self._skip("||"):
            parts.append(self._all_of())
        return lambda fields: any(part(fields) for part in parts)

    def _all_of(self) -> Matcher:
        parts = [self._one()]
        while self._skip("&&"):
            parts.append(self._one())
        return lambda fields: all(part(fields) for part in parts)

    def _one(self) -> Matcher:
        if self._skip("("):
            inside = self.any_of()
            if not self._skip(")"):
                raise UnknownPattern("a parenthesis that does not close")
            return inside
        field = self._next("field")
        kind, word = self.left.pop(0) if self.left else ("", "")
        if (kind, word) == ("word", "IS"):
            state = _STATES[self._next("word")]
            return lambda fields: _find(field, fields) is state
        if (kind, word) == ("word", "NOT") and self._next("word") == "EXISTS":
            return lambda fields: _find(field, fields) is _ABSENT
        if kind != "compare":
            raise UnknownPattern(f"{field} {word}")
        return self._comparison(field, word)

    def _comparison(self, field: str, sign: str) -> Matcher:
        kind, value = self.left.pop(0) if self.left else ("", "")
        if kind == "number":
            compare = _NUMBERS[sign]
            return lambda fields: (
                _is_number(_find(field, fields)) and compare(_find(field, fields), float(value))
            )
        if kind not in ("text", "word") or sign not in ("=", "!="):
            raise UnknownPattern(f"{field} {sign} {value}")
        text = re.compile(".*".join(map(re.escape, value.split("*"))), re.DOTALL)
        wanted = sign == "="
        return lambda fields: (
            isinstance(_find(field, fields), str)
            and (text.fullmatch(_find(field, fields)) is not None) == wanted
        )

    def _skip(self, sign: str) -> bool:
        if self.left and self.left[0] == ("sign", sign):
            self.left.pop(0)
            return True
        return False

    def _next(self, kind: str) -> str:
        found, word = self.left.pop(0) if self.left else ("", "")
        if found != kind:
            raise UnknownPattern(f"{word or 'an end'} where a {kind} was expected")
        return word


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
