"""Who is at fault when something fails: the facade, SBB, or the certificate or licence of a caller's school.

`/status` is open. Touches the record of what was seen of SBB and SBB's door; no school's secret.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from stagemarkt.composition.status import StatusPorts
from stagemarkt.domein.toestand import peil_zo_nodig
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.observatie import meld_opslagfout
from stagemarkt.poorten.bewaking import Zekering
from stagemarkt.poorten.waarnemingen import Waarneming
from stagemarkt.web import schoolstatus
from stagemarkt.web.antwoord import Antwoord
from stagemarkt.web.ingang import LambdaContext, ingang
from stagemarkt.web.invoer import Invoer
from stagemarkt.web.toestand import als_antwoord
from stagemarkt.web.verzoek import Verzoek

T = TypeVar("T")


def maak_handler(ports: StatusPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def elders() -> Mapping[str, Zekering]:
        gelezen = {operatie: _of(lees, "bewaken") for operatie, lees in ports.andere_adressen.items()}
        return {operatie: zekering for operatie, zekering in gelezen.items() if zekering is not None}

    def geef_status(verzoek: Verzoek) -> Antwoord:
        invoer = Invoer()
        invoer.query(verzoek, ())
        invoer.afronden()
        nu = int(ports.klok())
        gezien = peil_zo_nodig(ports.waarnemingen, lambda: ports.peiler, nu, meld_opslagfout)
        return als_antwoord(gezien, _of(ports.bewaking.lees_bron, "bewaken"), nu, verzoek.taal, elders())

    def geef_schoolstatus(verzoek: Verzoek) -> Antwoord:
        invoer = Invoer()
        invoer.query(verzoek, ())
        invoer.afronden()
        gezien = schoolstatus.Gezien(
            ports.schooltoestanden.lees(verzoek.school),
            _of(ports.waarnemingen.lees, "waarnemen") or Waarneming(),
            _of(lambda: ports.bewaking.lees(verzoek.school), "bewaken"),
            elders(),
        )
        nu = int(ports.klok())
        return schoolstatus.als_antwoord(verzoek.school, gezien, ports.afspraken, nu, verzoek.taal)

    return ingang({"geefStatus": geef_status, "geefSchoolstatus": geef_schoolstatus})


def _of(lees: Callable[[], T], bewerking: str) -> T | None:
    """What is read, or None when it cannot be: the rest is told all the same."""
    try:
        return lees()
    except OpslagFout as fout:
        meld_opslagfout(bewerking, fout)
        return None


handler = maak_handler(StatusPorts())
