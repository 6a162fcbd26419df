"""Who is at fault when something fails: the facade, SBB, or the certificate or licence of a caller's school.

`/status` is open. Touches the records of how SBB does and SBB's door; no school's secret.
"""

from collections.abc import Callable, Mapping
from typing import Any

from stagemarkt.composition.status import StatusPorts
from stagemarkt.domain.guard.status import look_if_silent
from stagemarkt.model.errors import StorageError
from stagemarkt.observability import report_storage_error
from stagemarkt.ports.records import EndpointRecord
from stagemarkt.web.handler import LambdaContext, entry
from stagemarkt.web.input.validation import Input
from stagemarkt.web.output import school_status
from stagemarkt.web.output.status import status_response
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response


def make_handler(ports: StatusPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def elders() -> Mapping[str, EndpointRecord]:
        parsed = {operation: _or_none(read) for operation, read in ports.other_addresses.items()}
        return {operation: record for operation, record in parsed.items() if record is not None}

    def get_status(request: Request) -> Response:
        inputs = Input()
        inputs.query(request, ())
        inputs.finish()
        now = int(ports.clock())
        sbb = look_if_silent(ports.records, lambda: ports.prober, now, report_storage_error)
        return status_response(sbb, now, request.language, elders())

    def get_school_status(request: Request) -> Response:
        inputs = Input()
        inputs.query(request, ())
        inputs.finish()
        seen = school_status.SchoolSightings(
            ports.records.school(request.school), _or_none(ports.records.endpoint), elders()
        )
        now = int(ports.clock())
        return school_status.school_status_response(
            request.school, seen, ports.guard_rules, now, request.language
        )

    return entry({"geefStatus": get_status, "geefSchoolstatus": get_school_status})


def _or_none(read: Callable[[], EndpointRecord]) -> EndpointRecord | None:
    """What is read, or None when it cannot be: the rest is told all the same."""
    try:
        return read()
    except StorageError as error:
        report_storage_error("waarnemen", error)
        return None


handler = make_handler(StatusPorts())
