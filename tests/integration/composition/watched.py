"""Functions as they run on AWS, one after another over one clock, and all that CloudWatch gets to see of it.

The functions, what they log, what they raise, the tables, queues and SBB are real, or as real as moto and the
simulator are. What AWS measures of it is written down as it documents (`tests.cloudwatch.emitted`): no
emulator does.
"""

import io
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final, NamedTuple

from stagemarkt.composition.base import Composition
from stagemarkt.domain.access import checksum, new_sleutel
from stagemarkt.entry.last_resort import InvocationFailed, without_text
from stagemarkt.model.toegang import Afnemer, Limiet, School, SleutelData, Toegang
from stagemarkt.web.routes import SCOPES
from stagemarkt_cli.admin.access_table import ToegangTable

from tests.cloudwatch import emitted
from tests.cloudwatch.alarm import ALARM, OK, EvaluatedAlarm
from tests.cloudwatch.filter_pattern import measure
from tests.cloudwatch.measurements import Measurements
from tests.integration.composition.world import SCHOOL, World
from tests.message_examples import SCHOOL_OIN
from tests.unit.fakes.composition import FakeContext
from tests.unit.requests import ROOT, load_event
from tests.unit.template import FUNCTIONS, RESOURCES, folder_of, of_type

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 24 * HOUR
# By function, how many seconds it is from one run by the clock to the next.
CLOCK: Final = {"Veger": MINUTE, "Opruiming": 300, "Certificaatwacht": DAY, "Schoolabonnementen": DAY}
FILTERS: Final = list(of_type("AWS::Logs::MetricFilter").values())
# But for those on objectives, which are off unless asked for, and have days of their own (test_objectives).
ALARMS: Final = {
    name: alarm
    for name, alarm in of_type("AWS::CloudWatch::Alarm").items()
    if RESOURCES[name].get("Condition") != "MetDoelen"
}
# How often API Gateway and Lambda themselves answer, in milliseconds: nothing here hangs on it.
_OWN_TIME: Final = 5.0


class Incident(NamedTuple):
    """One alarm, from when to when (minutes after it broke); None for not yet."""

    since: float
    until: float | None


class WatchedStack:
    """The functions of the template over a `World`, and what is measured of them; moments are seconds.

    Attributes:
        stopped: functions that their schedule runs no more.
    """

    def __init__(self, world: World, log: io.StringIO) -> None:
        self.world = world
        self.measurements = Measurements()
        self.stopped = set[str]()
        self.at = 3 * DAY
        self._log = log
        self._read = 0
        self._authorizer: Callable[[Any, Any], Any] | None = None
        self._visible = dict.fromkeys(of_type("AWS::SQS::Queue"), 0)
        self._sent = dict[str, float]()
        # So many hours that all was well, as far as anything looks back.
        for function, every in CLOCK.items():
            for at in range(self.at - 2 * every - HOUR, self.at, every):
                emitted.invocation(self.measurements, function, at, _OWN_TIME, failed=False)

    def let_in(self) -> str:
        """The key of an afnemer that may ask anything on behalf of the school."""
        sleutel, admin = new_sleutel(), ToegangTable(self.world.dynamodb, self.world.tables.toegang)
        assert admin.make_afnemer(Afnemer("demo", "Demo", "", Limiet(5, 10, 100), "poort"))
        admin.store_school(School(SCHOOL, SCHOOL_OIN, "ROC"))
        admin.grant_toegang("demo", Toegang(SCHOOL, tuple(SCOPES), None))
        hash_ = checksum(sleutel.sleutel, b"peper")
        assert admin.add_sleutel(SleutelData(sleutel.prefix, hash_, "demo", 1), ())
        return sleutel.sleutel

    def handler(self, function: str, **settings: str) -> Callable[[Any, Any], Any]:
        """The handler of this function of the template, composed as in Lambda."""
        folder = folder_of(function)
        composition = import_module(f"stagemarkt.composition.{folder}")
        (ports,) = {
            kind
            for kind in vars(composition).values()
            if isinstance(kind, type)
            and kind.__module__ == composition.__name__
            and issubclass(kind, Composition)
        }
        made: Any = self.world.compose(ports, **settings)
        module = import_module(f"functions.{folder}.app")
        if function == "Inname":
            return without_text("bericht", module.make_entry(lambda: made.front))
        handler: Callable[[Any, Any], Any] = module.make_handler(made)
        return handler

    def invoke(
        self, function: str, event: Mapping[str, Any], handler: Callable[[Any, Any], Any] | None = None
    ) -> Any:
        """Run it: its answer, or the error that left it, which Lambda counts."""
        begin = time.perf_counter()
        try:
            answer = (handler or self.handler(function))(dict(event), FakeContext())
        except Exception as error:  # noqa: BLE001 - as Lambda does
            answer = error
        duration = (time.perf_counter() - begin) * 1000
        failed = isinstance(answer, Exception)
        emitted.invocation(self.measurements, function, self.at, duration, failed=failed)
        self._take_log(function)
        return answer

    def ask(
        self, function: str, event: Mapping[str, Any], handler: Callable[[Any, Any], Any], slower: float = 1
    ) -> int:
        """A request by way of the public API, of which the key was recognised: its status."""
        begin = time.perf_counter()
        answer = self.invoke(function, event, handler)
        status = 502 if isinstance(answer, Exception) else int(answer["statusCode"])
        self.answered(status, (time.perf_counter() - begin) * 1000 * slower)
        return status

    def authorize(self, sleutel: str) -> int:
        """A request with this key that comes no further than the authorizer: its status, 200 for let in."""
        event = {**load_event("authorizer"), "authorizationToken": f"Bearer {sleutel}"}
        self._authorizer = self._authorizer or self.handler("Authorizer")
        answer = self.invoke("Authorizer", event, self._authorizer)
        if isinstance(answer, InvocationFailed):
            self.answered(500, _OWN_TIME, "AUTHORIZER_FAILURE")
            return 500
        if isinstance(answer, Exception):
            assert str(answer) == "Unauthorized"
            self.answered(401, _OWN_TIME, "UNAUTHORIZED")
            return 401
        return 200

    def crash(self, function: str) -> None:
        """Run it where its layer is missing, after a deployment that went wrong: it crashes as it starts."""
        code = f"import sys; sys.path.insert(0, 'functions/{folder_of(function)}'); import app"
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", code], cwd=ROOT, capture_output=True, check=False
        )
        assert b"No module named 'stagemarkt'" in done.stderr
        emitted.invocation(self.measurements, function, self.at, _OWN_TIME, failed=done.returncode != 0)
        self.answered(502, _OWN_TIME)

    def answered(self, status: int, milliseconds: float, refusal: str = "-", api: str = "Api") -> None:
        """What API Gateway measures of an answer, and the line in its access log."""
        emitted.request(self.measurements, api, self.at, status, milliseconds)
        if api == "Api":
            line = emitted.access_log(api, {"status": status, "error.responseType": refusal})
            measure(FILTERS, "ApiLog", [line], self.at, self.measurements)

    def pass_time(self, seconds: int = MINUTE) -> None:
        """Let the clock go on by whole minutes; what runs by the clock does, and queues are measured."""
        for _ in range(seconds // MINUTE):
            self.at += MINUTE
            self.world.now += MINUTE
            for function in CLOCK.keys() - self.stopped:
                if self.at % CLOCK[function] == 0:
                    emitted.invocation(self.measurements, function, self.at, _OWN_TIME, failed=False)
            for queue in self._visible:
                oldest = self.at - self._sent[queue] if queue in self._sent else 0.0
                visible = self._visible[queue]
                emitted.queue(self.measurements, queue, self.at, oldest=oldest, visible=visible)

    def queued(self, queue: str, sent: float | None = None, visible: int = 1) -> None:
        """In this queue lie so many messages, the oldest sent at that moment; none for `visible=0`."""
        self._visible[queue] = visible
        self._sent.pop(queue, None)
        if visible:
            self._sent[queue] = self.at if sent is None else sent

    def incidents(self, broken_at: int) -> dict[str, Incident]:
        """Which alarms went off since then, in both ways in which FILL may work, and when each was over."""
        found = {name: self._incident(EvaluatedAlarm(alarm), broken_at) for name, alarm in ALARMS.items()}
        fired = {name: incident for name, incident in found.items() if incident}
        for name, alarm in ALARMS.items():
            if "FILL" in str(alarm):
                otherwise = self._incident(EvaluatedAlarm(alarm, "gaps"), broken_at)
                assert (otherwise is None) == (name not in fired), name
        return fired

    def _incident(self, alarm: EvaluatedAlarm, broken_at: int) -> Incident | None:
        if alarm.missing == "notBreaching" and not self.measurements.metrics().intersection(alarm.metrics):
            return None
        # By the minute as long as it may go off, then by five.
        soon = min(broken_at + HOUR // 2, self.at)
        changes = alarm.history(self.measurements, broken_at, soon)
        begun = changes[-1][1] if changes else OK
        changes += alarm.history(self.measurements, soon, self.at, 5 * MINUTE, begun)
        times = [((at - broken_at) / MINUTE, state) for at, state in changes]
        since = next((at for at, state in times if state == ALARM), None)
        if since is None:
            return None
        return Incident(since, times[-1][0] if times[-1][1] == OK else None)

    def _take_log(self, function: str) -> None:
        text = self._log.getvalue()
        lines, self._read = text[self._read :].splitlines(), len(text)
        measure(
            FILTERS,
            str(FUNCTIONS[function]["LoggingConfig"]["LogGroup"]["Ref"]),
            lines,
            self.at,
            self.measurements,
        )
