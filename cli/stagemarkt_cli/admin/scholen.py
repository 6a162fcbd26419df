"""Schools: who they are, and the licence under which SBB answers them."""

import re
from typing import Final

from stagemarkt.model.codes import OIN, brin_van_oin, oin_van_school
from stagemarkt.model.toegang import School

from stagemarkt_cli.admin.admin import Beheer
from stagemarkt_cli.messages import VERKEERD_GEBRUIK, Melding

_LANGSTE_LICENTIE: Final = 256


def voeg_toe(beheer: Beheer, brin: str, naam: str | None = None, oin: str | None = None) -> School:
    """Add a school, or change its name or OIN; its secret gets the OIN, and keeps the rest.

    Raises:
        Melding: this is no OIN, or that of another school.
    """
    bekend = beheer.tabel.school(brin)
    gekozen = (oin or (bekend.oin if bekend else oin_van_school(brin))).strip().upper()
    if not re.fullmatch(OIN, gekozen, re.ASCII):
        raise Melding(f"Dit is geen OIN: {gekozen}. Twintig tekens.", code=VERKEERD_GEBRUIK)
    if brin_van_oin(gekozen) not in {None, brin}:
        raise Melding(f"OIN {gekozen} is van school {brin_van_oin(gekozen)}.", code=VERKEERD_GEBRUIK)
    school = School(brin, gekozen, " ".join((naam or "").split()) or (bekend.naam if bekend else brin))
    beheer.tabel.bewaar_school(school)
    beheer.geheimen.wijzig(brin, oin=gekozen)
    return school


def zet_licentie(beheer: Beheer, brin: str, licentie: str) -> None:
    """Put the licence in the school's secret; the error never repeats it."""
    beheer.eis_school(brin)
    tekst = licentie.strip()
    if not tekst or len(tekst) > _LANGSTE_LICENTIE or not tekst.isprintable():
        raise Melding(
            f"Dit kan geen licentie zijn: één regel, hooguit {_LANGSTE_LICENTIE} tekens.",
            code=VERKEERD_GEBRUIK,
        )
    beheer.geheimen.wijzig(brin, licentie=tekst)


def verwijder(beheer: Beheer, brin: str) -> None:
    """Forget a school and mark its secret for deletion. Raises Melding while an afnemer acts for it."""
    beheer.eis_school(brin)
    afnemers = beheer.tabel.afnemers_van(brin)
    if afnemers:
        raise Melding(
            f"Voor school {brin} hebben nog afnemers toegang: {', '.join(afnemers)}.",
            f"Trek die eerst in: stagemarkt toegang intrekken --afnemer … --school {brin}",
        )
    # The secret first: while the school is known, what failed can be done again, and no key is forgotten.
    beheer.geheimen.verwijder(brin)
    beheer.tabel.verwijder_school(brin)
