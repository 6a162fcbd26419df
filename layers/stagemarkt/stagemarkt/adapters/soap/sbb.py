"""The port to SBB, kept by SOAP: each operation of the contract that we use, and what its answer means."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from stagemarkt.adapters.soap import translation, translation_zoeken
from stagemarkt.adapters.soap.envelope import ONBRUIKBAAR, Eindpunt
from stagemarkt.adapters.soap.exchange import Gesprek, nieuw_guid
from stagemarkt.adapters.soap.messages import (
    GeefDetailsResult,
    IdentificeerLeerbedrijfResult,
    VerifieerAccreditatieResult,
    ZoekenResult,
    ZoekResultaatBericht,
)
from stagemarkt.adapters.soap.signaalcodes import Betekenis
from stagemarkt.adapters.soap.transport import Weg
from stagemarkt.model.codes import codetype
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.errors import BronAntwoordOngeldig, LeerbedrijfOnbekend, ResourceOnbekend, Tekst
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.leerplaats import Leerplaats
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.results import Bladzij, Details, ErkendBedrijf

T = TypeVar("T")

_CODE_ELEMENT: Final = {"crebo": "Crebonummer", "keuzedeel": "Keuzedeelcode"}
_GOED: Final = frozenset({Betekenis.IN_ORDE})
_GOED_OF_NIETS: Final = frozenset({Betekenis.IN_ORDE, Betekenis.NIETS_GEVONDEN})


class SoapSbb:
    """SBB's White Label 2.1 for one school (implements `stagemarkt.ports.sbb.Sbb`).

    Args:
        eindpunt: where and under which names SBB answers.
        geheim: the school's OIN and licence; its certificate is already in `transport`.
        transport: moves the messages, or chooses what does.
        nieuw_id: makes the BerichtID of each message, a GUID.
    """

    def __init__(
        self,
        eindpunt: Eindpunt,
        geheim: Schoolgeheim,
        transport: Weg,
        nieuw_id: Callable[[], str] = nieuw_guid,
    ) -> None:
        self._gesprek = Gesprek(eindpunt, geheim, transport, nieuw_id)

    def identificeer(self, vraag: Identificatievraag, termijn: Termijn) -> Sequence[Leerbedrijf]:
        """As the port says."""
        velden = {
            "CodeLeerbedrijf": vraag.leerbedrijf_id,
            "LeerbedrijfNaam": translation.naampatroon(vraag.naam),
            "Postcode": vraag.postcode,
            "Huisnummer": None if vraag.huisnummer is None else str(vraag.huisnummer),
        }
        # Who asks for one ID must hear that it is unknown; a search that finds nothing is an empty list.
        leeg = frozenset() if vraag.leerbedrijf_id else {Betekenis.LEERBEDRIJF_ONBEKEND}
        _, resultaat = self._gesprek.vraag(
            "IdentificeerLeerbedrijf", velden, IdentificeerLeerbedrijfResult, _GOED_OF_NIETS | leeg, termijn
        )
        if resultaat.leerbedrijven and not any(resultaat.leerbedrijven):
            # Left out, all of them: that is not the same as nothing found.
            raise BronAntwoordOngeldig(ONBRUIKBAAR, intern="no Leerbedrijf with a CodeLeerbedrijf")
        return [
            translation.leerbedrijf(bericht) for bericht in resultaat.leerbedrijven if bericht is not None
        ]

    def verifieer(self, vraag: Erkenningsvraag, termijn: Termijn) -> Erkenningsgegevens:
        """As the port says."""
        velden = {
            "CodeLeerbedrijf": vraag.leerbedrijf_id,
            _CODE_ELEMENT[codetype(vraag.code)]: vraag.code,
            "Peildatum": vraag.peildatum.isoformat(),
        }
        betekenis, resultaat = self._gesprek.vraag(
            "VerifieerAccreditatie",
            velden,
            VerifieerAccreditatieResult,
            _GOED | {Betekenis.NIET_ERKEND},
            termijn,
        )
        return translation.erkenning(resultaat, vraag, in_orde=betekenis is Betekenis.IN_ORDE)

    def geef_details(self, leerbedrijf_id: str, termijn: Termijn) -> Details:
        """As the port says."""
        velden = {"CodeLeerbedrijf": leerbedrijf_id}
        betekenis, resultaat = self._gesprek.vraag(
            "GeefDetails", velden, GeefDetailsResult, _GOED_OF_NIETS, termijn
        )
        if betekenis is Betekenis.NIETS_GEVONDEN:
            raise LeerbedrijfOnbekend(
                Tekst("SBB kent geen leerbedrijf met dit ID.", "SBB knows no leerbedrijf with this ID.")
            )
        return translation_zoeken.details(resultaat, leerbedrijf_id)

    def geef_leerplaats(self, leerplaats_id: str, termijn: Termijn) -> Leerplaats:
        """As the port says."""
        betekenis, resultaat = self._gesprek.vraag(
            "GeefDetails",
            {"LeerplaatsId": leerplaats_id},
            GeefDetailsResult,
            _GOED_OF_NIETS | {Betekenis.LEERBEDRIJF_ONBEKEND},
            termijn,
        )
        if betekenis is not Betekenis.IN_ORDE:
            raise ResourceOnbekend(
                Tekst("SBB kent geen leerplaats met dit ID.", "SBB knows no leerplaats with this ID.")
            )
        return translation_zoeken.leerplaats_uit_details(resultaat, leerplaats_id)

    def zoek_leerplaatsen(
        self, vraag: Zoekvraag, pagina: int, termijn: Termijn
    ) -> Bladzij[Leerplaats | None]:
        """As the port says."""
        return self._zoek("L", vraag, pagina, termijn, translation_zoeken.leerplaats)

    def zoek_erkenningen(
        self, vraag: Zoekvraag, pagina: int, termijn: Termijn
    ) -> Bladzij[ErkendBedrijf | None]:
        """As the port says."""
        return self._zoek("E", vraag, pagina, termijn, translation_zoeken.erkend_bedrijf)

    def _zoek(
        self,
        aanduiding: str,
        vraag: Zoekvraag,
        pagina: int,
        termijn: Termijn,
        vertaal: Callable[[ZoekResultaatBericht], T | None],
    ) -> Bladzij[T | None]:
        velden = translation_zoeken.zoekvelden(aanduiding, vraag, pagina)
        # Nothing found may leave the count out: then there is none.
        leeg = frozenset({Betekenis.LEERBEDRIJF_ONBEKEND, Betekenis.CODE_ONBEKEND})
        _, resultaat = self._gesprek.vraag("Zoeken", velden, ZoekenResult, _GOED_OF_NIETS | leeg, termijn)
        if resultaat.totaal < len(resultaat.resultaten):
            # A list without its count would end after the first page, as if that were all.
            raise BronAntwoordOngeldig(ONBRUIKBAAR, intern="more results than AantalResultatenTotaal says")
        gevonden = [None if bericht is None else vertaal(bericht) for bericht in resultaat.resultaten]
        zonder = sum(een is None for een in gevonden) - sum(een is None for een in resultaat.resultaten)
        self._gesprek.meld("Zoeken", {}, {"Resultaten/Resultaat": zonder} if zonder else {})
        if pagina == 1 and gevonden and not any(gevonden):
            # Left out, all of them: that is not the same as nothing found.
            raise BronAntwoordOngeldig(ONBRUIKBAAR, intern="no Resultaat that says what it is of")
        return Bladzij(gevonden, resultaat.totaal)
