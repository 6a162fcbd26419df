"""A composite alarm: a rule of the states of others ("Create a composite alarm", CloudWatch User Guide)."""

import re
from collections.abc import Mapping
from typing import Any

from tests.cloudwatch.alarm import ALARM, OK, EvaluatedAlarm
from tests.cloudwatch.measurements import MINUTE, Measurements

_TERM = re.compile(r'ALARM\("\$\{(\w+)\}"\)')


class EvaluatedComposite:
    """A composite alarm of the template, with the alarms that its rule names.

    Args:
        properties: of the `AWS::CloudWatch::CompositeAlarm`, as they are in the template.
        alarms: those of the template, by logical ID.
        fills: as of `EvaluatedAlarm`.
    """

    def __init__(
        self, properties: Mapping[str, Any], alarms: Mapping[str, Mapping[str, Any]], fills: str = "any"
    ) -> None:
        rule: str = properties["AlarmRule"]["Fn::Sub"]
        self.parts = {name: EvaluatedAlarm(alarms[name], fills) for name in _TERM.findall(rule)}
        self._rule = _TERM.sub(lambda term: f" {term[1]} ", rule).replace("AND", "and").replace("OR", "or")
        assert set(re.findall(r"\w+", self._rule)) - {"and", "or"} == set(self.parts), rule

    def state(self, measurements: Measurements, at: int) -> str:
        """Its state at this moment."""
        states = {name: part.state(measurements, at) == ALARM for name, part in self.parts.items()}
        # A rule of the template, of which every word was looked at above.
        return ALARM if eval(self._rule, {"__builtins__": {}}, states) else OK  # noqa: S307

    def history(
        self, measurements: Measurements, begin: int, end: int, step: int = MINUTE
    ) -> list[tuple[int, str]]:
        """Each change of its state between these moments, from OK on."""
        state, changes = OK, list[tuple[int, str]]()
        for at in range(begin, end + 1, step):
            new = self.state(measurements, at)
            if new != state:
                state = new
                changes.append((at, new))
        return changes
