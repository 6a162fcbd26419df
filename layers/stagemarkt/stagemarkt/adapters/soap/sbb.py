"""The port to SBB, kept by SOAP: each operation of the contract that we use, and what its answer means."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final, TypeVar
from xml.etree.ElementTree import Element

from pydantic import ValidationError

from stagemarkt.adapters.soap import vertaling
from stagemarkt.adapters.soap.berichten import (
    IdentificeerLeerbedrijfResult,
    Resultaatkop,
    VerifieerAccreditatieResult,
)
from stagemarkt.adapters.soap.envelop import ONBRUIKBAAR, Eindpunt, maak_verzoek, open_antwoord
from stagemarkt.adapters.soap.lezer import lees
from stagemarkt.adapters.soap.signaalcodes import Betekenis, betekenis_van, weiger
from stagemarkt.adapters.soap.statuscodes import controleer_status
from stagemarkt.adapters.soap.transport import Transport
from stagemarkt.model.codes import codetype
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.fouten import BronAntwoordOngeldig, Signaal
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.model.vragen import Erkenningsvraag, Identificatievraag
from stagemarkt.poorten.termijn import Termijn

R = TypeVar("R", bound=Resultaatkop)

_CODE_ELEMENT: Final = {"crebo": "Crebonummer", "keuzedeel": "Keuzedeelcode"}
_NIETS: Final = frozenset({Betekenis.NIETS_GEVONDEN, Betekenis.LEERBEDRIJF_ONBEKEND})


class SoapSbb:
    """SBB's White Label 2.1 for one school (implements `stagemarkt.poorten.sbb.Sbb`).

    Args:
        eindpunt: where and under which names SBB answers.
        geheim: the school's OIN and licence; its certificate is already in `transport`.
        transport: moves the messages.
        nieuw_id: makes the BerichtID of each message, a GUID.
    """

    def __init__(
        self,
        eindpunt: Eindpunt,
        geheim: Schoolgeheim,
        transport: Transport,
        nieuw_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:
        self._eindpunt = eindpunt
        self._geheim = geheim
        self._transport = transport
        self._nieuw_id = nieuw_id

    def identificeer(self, vraag: Identificatievraag, termijn: Termijn) -> Sequence[Leerbedrijf]:
        """As the port says."""
        velden = {
            "CodeLeerbedrijf": vraag.leerbedrijf_id,
            "LeerbedrijfNaam": vraag.naam,
            "Postcode": vraag.postcode,
            "Huisnummer": None if vraag.huisnummer is None else str(vraag.huisnummer),
        }
        # Who asks for one ID must hear that it is unknown; a search that finds nothing is an empty list.
        leeg = {Betekenis.NIETS_GEVONDEN} if vraag.leerbedrijf_id else _NIETS
        _, resultaat = self._vraag(
            "IdentificeerLeerbedrijf",
            velden,
            IdentificeerLeerbedrijfResult,
            {Betekenis.IN_ORDE} | leeg,
            termijn,
        )
        return [vertaling.leerbedrijf(bericht) for bericht in resultaat.leerbedrijven]

    def verifieer(self, vraag: Erkenningsvraag, termijn: Termijn) -> Erkenningsgegevens:
        """As the port says."""
        velden = {
            "CodeLeerbedrijf": vraag.leerbedrijf_id,
            _CODE_ELEMENT[codetype(vraag.code)]: vraag.code,
            "Peildatum": vraag.peildatum.isoformat(),
        }
        betekenis, resultaat = self._vraag(
            "VerifieerAccreditatie",
            velden,
            VerifieerAccreditatieResult,
            {Betekenis.IN_ORDE, Betekenis.NIET_ERKEND},
            termijn,
        )
        return vertaling.erkenning(resultaat, vraag, in_orde=betekenis is Betekenis.IN_ORDE)

    def _vraag(
        self,
        operatie: str,
        velden: Mapping[str, str | None],
        model: type[R],
        verwacht: AbstractSet[Betekenis],
        termijn: Termijn,
    ) -> tuple[Betekenis, R]:
        """Ask one operation: what its signaalcode says, one of `verwacht`, and the result.

        Raises:
            Fout: SBB could not be asked, refused, or gave no usable answer.
        """
        bericht_id = self._nieuw_id()
        verzoek = maak_verzoek(
            self._eindpunt,
            operatie,
            {"Licentie": self._geheim.licentie, "BerichtID": bericht_id, **velden},
            afzender_oin=self._geheim.oin,
            bericht_id=bericht_id,
        )
        ruw = self._transport.stuur(verzoek, self._eindpunt.actie(operatie), termijn)
        controleer_status(ruw)
        element = open_antwoord(ruw.inhoud, self._eindpunt.namespace, operatie, bericht_id)
        # The head first: beside a refusal the rest of the message need not be whole.
        kop = self._lees(Resultaatkop, element)
        betekenis = betekenis_van(kop.signaalcode)
        if betekenis not in verwacht:
            weiger(betekenis, Signaal(kop.signaalcode, kop.melding, bericht_id))
        return betekenis, self._lees(model, element)

    def _lees(self, model: type[R], element: Element) -> R:
        try:
            return lees(model, element, self._eindpunt.namespace)
        except ValidationError as fout:
            # The paths of the faults, never their values: those can be names and addresses.
            paden = sorted({".".join(map(str, punt["loc"])) for punt in fout.errors(include_input=False)})
            raise BronAntwoordOngeldig(ONBRUIKBAAR, intern=f"unfit elements: {', '.join(paden)}") from None
