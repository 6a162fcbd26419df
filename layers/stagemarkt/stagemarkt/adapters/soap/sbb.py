"""The port to SBB, kept by SOAP: each operation of the contract that we use, and what its answer means."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from stagemarkt.adapters.soap import translation, translation_zoeken
from stagemarkt.adapters.soap.envelope import UNUSABLE, Endpoint
from stagemarkt.adapters.soap.exchange import Exchange, new_guid
from stagemarkt.adapters.soap.messages import (
    GeefDetailsResult,
    IdentificeerLeerbedrijfResult,
    VerifieerAccreditatieResult,
    ZoekenResult,
    ZoekResultaatBericht,
)
from stagemarkt.adapters.soap.signaalcodes import Meaning
from stagemarkt.adapters.soap.transport import Channel
from stagemarkt.model.codes import code_type
from stagemarkt.model.erkenning import Erkenningsgegevens
from stagemarkt.model.errors import Bilingual, BronAnswerInvalid, LeerbedrijfUnknown, UnknownResource
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.leerplaats import Leerplaats
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.model.school import SchoolSecret
from stagemarkt.ports.deadline import Deadline
from stagemarkt.ports.sbb import Details, ErkendBedrijf, SearchPage

T = TypeVar("T")

_CODE_ELEMENT: Final = {"crebo": "Crebonummer", "keuzedeel": "Keuzedeelcode"}
_GOOD: Final = frozenset({Meaning.IN_ORDE})
_OK_OR_NOTHING: Final = frozenset({Meaning.IN_ORDE, Meaning.NIETS_GEVONDEN})


class SoapSbb:
    """SBB's White Label 2.1 for one school (implements `stagemarkt.ports.sbb.Sbb`).

    Args:
        endpoint: where and under which names SBB answers.
        geheim: the school's OIN and licence; its certificate is already in `transport`.
        transport: moves the messages, or chooses what does.
        new_id: makes the BerichtID of each message, a GUID.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        geheim: SchoolSecret,
        transport: Channel,
        new_id: Callable[[], str] = new_guid,
    ) -> None:
        self._exchange = Exchange(endpoint, geheim, transport, new_id)

    def identificeer(self, question: Identificatievraag, deadline: Deadline) -> Sequence[Leerbedrijf]:
        """As the port says."""
        fields = {
            "CodeLeerbedrijf": question.leerbedrijf_id,
            "LeerbedrijfNaam": translation.name_pattern(question.naam),
            "Postcode": question.postcode,
            "Huisnummer": None if question.huisnummer is None else str(question.huisnummer),
        }
        # Who asks for one ID must hear that it is unknown; a search that finds nothing is an empty list.
        empty = frozenset() if question.leerbedrijf_id else {Meaning.LEERBEDRIJF_ONBEKEND}
        _, result = self._exchange.question(
            "IdentificeerLeerbedrijf", fields, IdentificeerLeerbedrijfResult, _OK_OR_NOTHING | empty, deadline
        )
        if result.leerbedrijven and not any(result.leerbedrijven):
            # Left out, all of them: that is not the same as nothing found.
            raise BronAnswerInvalid(UNUSABLE, internal="no Leerbedrijf with a CodeLeerbedrijf")
        return [translation.leerbedrijf(message) for message in result.leerbedrijven if message is not None]

    def verify(self, question: Erkenningsvraag, deadline: Deadline) -> Erkenningsgegevens:
        """As the port says."""
        fields = {
            "CodeLeerbedrijf": question.leerbedrijf_id,
            _CODE_ELEMENT[code_type(question.code)]: question.code,
            "Peildatum": question.peildatum.isoformat(),
        }
        meaning, result = self._exchange.question(
            "VerifieerAccreditatie",
            fields,
            VerifieerAccreditatieResult,
            _GOOD | {Meaning.NIET_ERKEND},
            deadline,
        )
        return translation.erkenning(result, question, in_orde=meaning is Meaning.IN_ORDE)

    def get_details(self, leerbedrijf_id: str, deadline: Deadline) -> Details:
        """As the port says."""
        fields = {"CodeLeerbedrijf": leerbedrijf_id}
        meaning, result = self._exchange.question(
            "GeefDetails", fields, GeefDetailsResult, _OK_OR_NOTHING, deadline
        )
        if meaning is Meaning.NIETS_GEVONDEN:
            raise LeerbedrijfUnknown(
                Bilingual("SBB kent geen leerbedrijf met dit ID.", "SBB knows no leerbedrijf with this ID.")
            )
        return translation_zoeken.details(result, leerbedrijf_id)

    def get_leerplaats(self, leerplaats_id: str, deadline: Deadline) -> Leerplaats:
        """As the port says."""
        meaning, result = self._exchange.question(
            "GeefDetails",
            {"LeerplaatsId": leerplaats_id},
            GeefDetailsResult,
            _OK_OR_NOTHING | {Meaning.LEERBEDRIJF_ONBEKEND},
            deadline,
        )
        if meaning is not Meaning.IN_ORDE:
            raise UnknownResource(
                Bilingual("SBB kent geen leerplaats met dit ID.", "SBB knows no leerplaats with this ID.")
            )
        return translation_zoeken.leerplaats_from_details(result, leerplaats_id)

    def search_leerplaatsen(
        self, question: Zoekvraag, page_number: int, deadline: Deadline
    ) -> SearchPage[Leerplaats | None]:
        """As the port says."""
        return self._search("L", question, page_number, deadline, translation_zoeken.leerplaats)

    def search_erkenningen(
        self, question: Zoekvraag, page_number: int, deadline: Deadline
    ) -> SearchPage[ErkendBedrijf | None]:
        """As the port says."""
        return self._search("E", question, page_number, deadline, translation_zoeken.erkend_bedrijf)

    def _search(
        self,
        indicator: str,
        question: Zoekvraag,
        page_number: int,
        deadline: Deadline,
        translate: Callable[[ZoekResultaatBericht], T | None],
    ) -> SearchPage[T | None]:
        fields = translation_zoeken.search_fields(indicator, question, page_number)
        # Nothing found may leave the count out: then there is none.
        empty = frozenset({Meaning.LEERBEDRIJF_ONBEKEND, Meaning.CODE_ONBEKEND})
        _, result = self._exchange.question("Zoeken", fields, ZoekenResult, _OK_OR_NOTHING | empty, deadline)
        if result.totaal < len(result.resultaten):
            # A list without its count would end after the first page, as if that were all.
            raise BronAnswerInvalid(UNUSABLE, internal="more results than AantalResultatenTotaal says")
        found = [None if message is None else translate(message) for message in result.resultaten]
        without = sum(one is None for one in found) - sum(one is None for one in result.resultaten)
        self._exchange.report("Zoeken", {}, {"Resultaten/Resultaat": without} if without else {})
        if page_number == 1 and found and not any(found):
            # Left out, all of them: that is not the same as nothing found.
            raise BronAnswerInvalid(UNUSABLE, internal="no Resultaat that says what it is of")
        return SearchPage(found, result.totaal)
