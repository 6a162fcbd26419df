"""Taking in a message of SBB: first everything is safe, then it is acknowledged.

Each step may happen twice with the same outcome. A message that died halfway is finished when SBB sends it
again, and one that is finished is acknowledged again without doing anything.
"""

import hashlib
import json
from typing import NamedTuple

from stagemarkt.model.afwijzing import Afwijzing, Reden
from stagemarkt.model.mutatie import Mutatie, Mutatiebericht
from stagemarkt.poorten.mutaties import Berichtkop, Mutatieopslag, Verwerkwachtrij
from stagemarkt.poorten.sbb_abonnementen import Abonnementenboek, BekendAbonnement


class Inname(NamedTuple):
    """What taking in needs: the store, the queue, the subscriptions that we know, and the OIN of SBB."""

    opslag: Mutatieopslag
    wachtrij: Verwerkwachtrij
    abonnementen: Abonnementenboek
    sbb_oin: str


def neem_in(bericht: Mutatiebericht, inname: Inname, nu: float) -> bool:
    """Store this message, queue it, and only then return: True, or False when that had been done before.

    Raises:
        Afwijzing: it is not for us, or its BerichtID stood for another message.
        OpslagFout: not, or not wholly, done; nothing may be acknowledged.
    """
    _controleer(bericht, inname.abonnementen.vind(bericht.abonnement_id), inname.sbb_oin)
    kop = kop_van(bericht)
    aanname = inname.opslag.neem_aan(kop, nu)
    if aanname.controlegetal != kop.controlegetal:
        raise Afwijzing(Reden.ANDERE_INHOUD, "BerichtID")
    if aanname.afgerond:
        return False
    # Of the first time that it came: what is stored again is the same.
    mutaties = [mutatie._replace(gelogd_op=aanname.gelogd_op) for mutatie in bericht.mutaties]
    inname.opslag.bewaar(mutaties)
    inname.wachtrij.plaats(bericht.school, [mutatie.mutatie_id for mutatie in mutaties], bericht.bericht_id)
    inname.opslag.rond_af(bericht.bericht_id)
    return True


def kop_van(bericht: Mutatiebericht) -> Berichtkop:
    """What is known of a message: its digest tells it from another that borrows its BerichtID."""
    som = hashlib.sha256(json.dumps([_inhoud(mutatie) for mutatie in bericht.mutaties]).encode())
    return Berichtkop(
        bericht_id=bericht.bericht_id,
        abonnement_id=bericht.abonnement_id,
        school=bericht.school,
        aantal=len(bericht.mutaties),
        controlegetal=f"{bericht.school}.{bericht.abonnement_id}.{som.hexdigest()}",
    )


def _inhoud(mutatie: Mutatie) -> list[str]:
    return [
        mutatie.leerbedrijf_id,
        mutatie.naam,
        mutatie.code,
        mutatie.status,
        mutatie.startdatum.isoformat(),
        mutatie.einddatum.isoformat() if mutatie.einddatum else "",
        mutatie.mutatietijdstip.isoformat(),
    ]


def _controleer(bericht: Mutatiebericht, abonnement: BekendAbonnement | None, sbb_oin: str) -> None:
    if abonnement is None or abonnement.school != bericht.school:
        raise Afwijzing(Reden.ABONNEMENT_ONBEKEND, "AbonnementID and Brin")
    if bericht.van_oin not in {None, sbb_oin}:
        raise Afwijzing(Reden.ANDERE_AFZENDER, "wsa:From")
    if bericht.naar_oin not in {None, abonnement.oin}:
        raise Afwijzing(Reden.ANDERE_ONTVANGER, "wsa:To")
