"""Who is at fault when something fails: the facade, SBB, or the certificate or licence of a caller's school.

`/status` is open. Touches the records of how SBB does and SBB's door; no school's secret.
"""

from collections.abc import Callable, Mapping
from typing import Any

from stagemarkt.composition.status import StatusPorts
from stagemarkt.domain.guard.status import look_if_silent
from stagemarkt.model.errors import OpslagFout
from stagemarkt.observability import meld_opslagfout
from stagemarkt.ports.records import EndpointRecord
from stagemarkt.web.handler import LambdaContext, ingang
from stagemarkt.web.input.validation import Invoer
from stagemarkt.web.output import school_status
from stagemarkt.web.output.status import als_antwoord
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord


def maak_handler(ports: StatusPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def elders() -> Mapping[str, EndpointRecord]:
        gelezen = {operatie: _of(lees) for operatie, lees in ports.andere_adressen.items()}
        return {operatie: record for operatie, record in gelezen.items() if record is not None}

    def geef_status(verzoek: Verzoek) -> Antwoord:
        invoer = Invoer()
        invoer.query(verzoek, ())
        invoer.afronden()
        nu = int(ports.klok())
        sbb = look_if_silent(ports.records, lambda: ports.peiler, nu, meld_opslagfout)
        return als_antwoord(sbb, nu, verzoek.taal, elders())

    def geef_schoolstatus(verzoek: Verzoek) -> Antwoord:
        invoer = Invoer()
        invoer.query(verzoek, ())
        invoer.afronden()
        gezien = school_status.Gezien(
            ports.records.school(verzoek.school), _of(ports.records.endpoint), elders()
        )
        nu = int(ports.klok())
        return school_status.als_antwoord(verzoek.school, gezien, ports.afspraken, nu, verzoek.taal)

    return ingang({"geefStatus": geef_status, "geefSchoolstatus": geef_schoolstatus})


def _of(lees: Callable[[], EndpointRecord]) -> EndpointRecord | None:
    """What is read, or None when it cannot be: the rest is told all the same."""
    try:
        return lees()
    except OpslagFout as fout:
        meld_opslagfout("waarnemen", fout)
        return None


handler = maak_handler(StatusPorts())
