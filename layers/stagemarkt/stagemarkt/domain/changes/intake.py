"""Taking in a message of SBB: first everything is safe, then it is acknowledged.

Each step may happen twice with the same outcome. A message that died halfway is finished when SBB sends it
again, and one that is finished is acknowledged again without doing anything. A mutatie that cannot be read is
safe when it is kept for the operator: it holds up no other, of its message or of the next.
"""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from stagemarkt.model.mutatie import Mutatie, Mutatiebericht
from stagemarkt.model.rejection import Afwijzing, Reden
from stagemarkt.ports.mutaties import (
    ONLEESBARE_MUTATIE,
    Afgekeurd,
    Afkeurboek,
    Berichtkop,
    Mutatieopslag,
    Verwerkwachtrij,
)
from stagemarkt.ports.sbb_subscriptions import Abonnementenboek, BekendAbonnement


class Inname(NamedTuple):
    """What taking in needs.

    Attributes:
        opslag: the store.
        wachtrij: the queue.
        abonnementen: the subscriptions that we know.
        sbb_oin: the OIN of SBB.
        afkeurboek: keeps what cannot be read.
    """

    opslag: Mutatieopslag
    wachtrij: Verwerkwachtrij
    abonnementen: Abonnementenboek
    sbb_oin: str
    afkeurboek: Afkeurboek


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
    if bericht.onleesbaar:
        inname.afkeurboek.houd_apart(_apart(bericht, inname.sbb_oin, aanname.gelogd_op))
    if mutaties:
        inname.opslag.bewaar(mutaties)
        ids = [mutatie.mutatie_id for mutatie in mutaties]
        inname.wachtrij.plaats(bericht.school, ids, bericht.bericht_id)
    inname.opslag.rond_af(bericht.bericht_id)
    return True


def herneem(
    mutatie: Mutatie, kenmerk: str, opslag: Mutatieopslag, wachtrij: Verwerkwachtrij, afkeurboek: Afkeurboek
) -> None:
    """Take in, late, a mutatie that was kept under this name and can be read now.

    Raises:
        OpslagFout: not, or not wholly, done; do it again.
    """
    opslag.bewaar([mutatie])
    wachtrij.plaats(mutatie.school, [mutatie.mutatie_id], f"herneem-{mutatie.mutatie_id}")
    afkeurboek.vergeet(kenmerk)


def kop_van(bericht: Mutatiebericht) -> Berichtkop:
    """What is known of a message: its digest tells it from another that borrows its BerichtID."""
    return Berichtkop(
        bericht_id=bericht.bericht_id,
        abonnement_id=bericht.abonnement_id,
        school=bericht.school,
        aantal=bericht.aantal,
        controlegetal=f"{bericht.school}.{bericht.abonnement_id}.{bericht.inhoudssom}",
    )


def _apart(bericht: Mutatiebericht, oin: str, gelogd_op: float) -> Sequence[Afgekeurd]:
    return [
        Afgekeurd(
            # By its place: whatever is done again is the same item.
            kenmerk=hashlib.sha256(f"{bericht.bericht_id}.{een.positie}".encode()).hexdigest()[:32],
            reden=ONLEESBARE_MUTATIE,
            toelichting=een.waar,
            oin=oin,
            school=bericht.school,
            bericht_id=bericht.bericht_id,
            inhoud=een.inhoud,
            omvang=len(een.inhoud),
            eerst_op=gelogd_op,
            laatst_op=gelogd_op,
            abonnement_id=bericht.abonnement_id,
            positie=een.positie,
        )
        for een in bericht.onleesbaar
    ]


def _controleer(bericht: Mutatiebericht, abonnement: BekendAbonnement | None, sbb_oin: str) -> None:
    if abonnement is None or abonnement.school != bericht.school:
        raise Afwijzing(Reden.ABONNEMENT_ONBEKEND, "AbonnementID and Brin")
    if bericht.van_oin not in {None, sbb_oin}:
        raise Afwijzing(Reden.ANDERE_AFZENDER, "wsa:From")
    if bericht.naar_oin not in {None, abonnement.oin}:
        raise Afwijzing(Reden.ANDERE_ONTVANGER, "wsa:To")
