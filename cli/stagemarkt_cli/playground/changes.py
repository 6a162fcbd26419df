"""What a story changes at the simulated SBB, whether it is so now, and how it becomes again what it was."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, Protocol

from stagemarkt_cli.playground.control import ControlClient

_TUESDAY: Final = 1
_WEEK: Final = 7


def next_tuesday(today: dt.date) -> dt.date:
    """The first Tuesday after today."""
    return today + dt.timedelta(days=(_TUESDAY - today.weekday() - 1) % _WEEK + 1)


class SbbChange(Protocol):
    """One thing that is otherwise at SBB while a story goes on. Nothing is remembered: SBB is looked at."""

    def begin(self, control: ControlClient, today: dt.date) -> None:
        """Make it so."""

    def end(self, control: ControlClient) -> None:
        """Make it what it was; when it is, nothing happens."""

    def is_on(self, control: ControlClient) -> bool:
        """Whether it is so."""


class Disturbed(NamedTuple):
    """Every call to SBB goes wrong in this way.

    Attributes:
        soort: as the simulator calls it.
        rest: what else the simulator is told: `seconden`.
    """

    soort: str
    rest: Mapping[str, Any] = {}

    def begin(self, control: ControlClient, _today: dt.date) -> None:
        """Once, however often it is asked for."""
        if not self.is_on(control):
            control.ask("POST", "/storingen", {"soort": self.soort, **self.rest})

    def end(self, control: ControlClient) -> None:
        """This one alone: what somebody else has put on stays on."""
        for number in self._numbers(control):
            control.ask("DELETE", f"/storingen/{number}")

    def is_on(self, control: ControlClient) -> bool:
        """Whether there is one like it, until it is taken off."""
        return bool(self._numbers(control))

    def _numbers(self, control: ControlClient) -> list[int]:
        wanted = {"soort": self.soort, "keer": None, "operatie": None, "leerbedrijfId": None, **self.rest}
        return [
            one["id"]
            for one in control.ask("GET", "/storingen")["storingen"]
            if all(one[name] == value for name, value in wanted.items())
        ]


class Withdrawn(NamedTuple):
    """An erkenning without end is withdrawn as from next Tuesday, and each school is told."""

    leerbedrijf_id: str
    code: str

    def begin(self, control: ControlClient, today: dt.date) -> None:
        """SBB tells each school that has a subscription."""
        self._set(control, status="Ingetrokken", einddatum=next_tuesday(today).isoformat())

    def end(self, control: ControlClient) -> None:
        """The schools are told of that as well."""
        if self.is_on(control):
            self._set(control, status="Erkend")

    def is_on(self, control: ControlClient) -> bool:
        """Whether SBB has decided to withdraw it, from whatever day on."""
        erkenningen = control.ask("GET", f"/leerbedrijven/{self.leerbedrijf_id}")["erkenningen"]
        return any(one["code"] == self.code and one["grond"] == "Ingetrokken" for one in erkenningen)

    def _set(self, control: ControlClient, **what: str) -> None:
        known = {"leerbedrijfId": self.leerbedrijf_id, "code": self.code}
        control.ask("POST", "/erkenningen", {**known, **what})


class Historical(NamedTuple):
    """A leerbedrijf is no longer actueel. SBB tells nobody."""

    leerbedrijf_id: str

    def begin(self, control: ControlClient, _today: dt.date) -> None:
        """As from the next question."""
        self._set(control, "HIS")

    def end(self, control: ControlClient) -> None:
        """Actueel."""
        self._set(control, "ACT")

    def is_on(self, control: ControlClient) -> bool:
        """Whether it is historisch."""
        return bool(control.ask("GET", f"/leerbedrijven/{self.leerbedrijf_id}")["status"] == "HIS")

    def _set(self, control: ControlClient, status: str) -> None:
        control.ask("POST", "/leerbedrijven", {"leerbedrijfId": self.leerbedrijf_id, "status": status})


class LicenceTaken(NamedTuple):
    """The licence of the school is withdrawn."""

    def begin(self, control: ControlClient, _today: dt.date) -> None:
        """SBB refuses every question for the school from now on."""
        control.ask("POST", "/licenties", {"brin": control.school(), "licentie": None})

    def end(self, control: ControlClient) -> None:
        """The licence that the simulator gives each school, and that the stack has."""
        if self.is_on(control):
            control.ask("POST", "/scholen", {"brin": control.school()})

    def is_on(self, control: ControlClient) -> bool:
        """Whether the school has none."""
        return control.ask("GET", "/")["licenties"][control.school()] is None
