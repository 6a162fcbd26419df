"""The feed: what has changed, page by page. Reads the feeds and what was numbered; writes nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from stagemarkt.composition.mutaties import MutatiesPorts
from stagemarkt.domain.changes.feed_reading import Genummerd, is_verlopen, lees_bladzij, nummer_voor
from stagemarkt.model.abonnement import Abonnementsleutel
from stagemarkt.model.errors import ResourceOnbekend, Tekst
from stagemarkt.web.handler import LambdaContext, ingang
from stagemarkt.web.input import mutaties as vragen
from stagemarkt.web.input.abonnementen import houder
from stagemarkt.web.input.questions import uit_pad
from stagemarkt.web.output import abonnementen as weergave
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord


def maak_handler(ports: MutatiesPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def van_school(school: str) -> tuple[Callable[[int, int], Sequence[Genummerd]], int]:
        def lees(na: int, aantal: int) -> Sequence[Genummerd]:
            return [Genummerd(regel.nummer, regel) for regel in ports.feed.lees(school, na, aantal)]

        return lees, ports.feed.stand(school)

    def van_abonnement(sleutel: Abonnementsleutel) -> tuple[Callable[[int, int], Sequence[Genummerd]], int]:
        def lees(na: int, aantal: int) -> Sequence[Genummerd]:
            return [
                Genummerd(een.volgnummer, een.regel) for een in ports.afleveringen.lees(sleutel, na, aantal)
            ]

        stand = ports.afleveringen.stand(sleutel)
        return lees, 0 if stand is None else stand.teller

    def geef_mutaties(verzoek: Verzoek) -> Antwoord:
        nu = ports.klok()
        vraag = vragen.mutaties(verzoek, nu)
        if vraag.abonnement_id is None:
            lees, stand = van_school(verzoek.school)
        else:
            sleutel = Abonnementsleutel(verzoek.school, vraag.abonnement_id)
            houder(verzoek).controleer(ports.abonnementen.lees(sleutel))
            lees, stand = van_abonnement(sleutel)
        vragen.weiger_vooruit(vraag, stand)
        na = vraag.na
        if vraag.vanaf is not None:
            na = stand if vraag.vanaf == "nu" else nummer_voor(lees, stand, vraag.vanaf, nu)
        bladzij = lees_bladzij(lees, stand, na, vraag.past, vraag.limit, nu)
        return vragen.als_antwoord(bladzij, vraag, verzoek, ports.gebeurtenisbron)

    def geef_mutatie(verzoek: Verzoek) -> Antwoord:
        plaats = ports.feed.zoek(uit_pad(verzoek, "mutatieId"))
        regels = ports.feed.lees(plaats.school, plaats.nummer - 1, 1) if plaats else []
        if (
            not regels
            or plaats is None
            or plaats.school != verzoek.school
            or is_verlopen(regels[0], ports.klok())
        ):
            raise ResourceOnbekend(
                Tekst("Deze mutatie is er niet (meer).", "There is no such mutatie (any more).")
            )
        een = Genummerd(plaats.nummer, regels[0])
        return weergave.als_json(vragen.gebeurtenis(een, ports.gebeurtenisbron, met_volgnummer=False))

    return ingang({"geefMutaties": geef_mutaties, "geefMutatie": geef_mutatie})


handler = maak_handler(MutatiesPorts())
