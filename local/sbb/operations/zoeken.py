"""Zoeken: what is asked, and erkende leerbedrijven (E) or leerplaatsen (L), a page at a time."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from local.sbb.envelope import OperationResult
from local.sbb.fields import adres, erkenning, opleidingen, praktijkopleiders, with_habits
from local.sbb.geo import Point, afstand_km, location_of, location_of_postcode
from local.sbb.operations.validation import InvalidRequest, OperationContext, OperationInput
from local.sbb.protocol import SimulatedSignaal
from local.sbb.register.model import (
    RegisterAdres,
    RegisterErkenning,
    RegisterLeerbedrijf,
    RegisterLeerplaats,
    RegisterOpleiding,
    RegisterPlaats,
)
from local.sbb.register.register import Register, SearchEntry
from local.sbb.text import contains, name_pattern, normalize, normalize_postcode
from local.sbb.xml_tree import XmlField


@dataclass(frozen=True)
class SimulatedSearch:
    """The filters of a search; what is None (or empty) does not filter.

    `opleidingsnaam` is normalised, `naam` matches such a name. `middle` (degrees) with `afstand` (km) search
    near a point, and then the address and postcodes do not filter.
    """

    code: str | None
    naam: re.Pattern[str] | None
    adres: RegisterAdres | None
    postcodes: tuple[str, str] | None
    middle: Point | None
    afstand: int
    crebo: str | None
    opleidingsnaam: str | None
    leerweg: str | None
    niveau: int | None
    beschikbaar: bool

    def matches_leerbedrijf(self, entry: SearchEntry) -> bool:
        """Whether a leerbedrijf has the code, name and address asked for."""
        company = entry.leerbedrijf
        if self.code is not None and company.id != self.code:
            return False
        if self.naam is not None and not self.naam.fullmatch(entry.search_name):
            return False
        return self.middle is not None or self._matches_location(company)

    def past_opleiding(self, opleidingen: tuple[RegisterOpleiding, ...]) -> bool:
        """Whether one of the opleidingen has the crebo, name and niveau asked for."""
        return any(
            self.crebo in {None, opleiding.crebo}
            and self.niveau in {None, opleiding.niveau}
            and contains(normalize(opleiding.naam), self.opleidingsnaam or "")
            for opleiding in opleidingen
        )

    @property
    def asks_for_opleiding(self) -> bool:
        """Whether crebo, niveau or name of an opleiding filters."""
        return (self.crebo, self.niveau, self.opleidingsnaam) != (None, None, None)

    def past_leerweg(self, leerweg: str | None) -> bool:
        """Whether a leerweg is the one asked for; None is both."""
        return self.leerweg is None or leerweg in {None, self.leerweg}

    def _matches_location(self, company: RegisterLeerbedrijf) -> bool:
        postcode = normalize_postcode(company.vestiging.postcode)
        if self.postcodes is not None:
            first, laatste = self.postcodes
            # A foreign postcode may fall between two Dutch ones.
            if company.vestiging.land != "NEDERLAND" or not first <= postcode <= laatste:
                return False
        return self.adres is None or _past_adres(company.vestiging, self.adres)


def _past_adres(own: RegisterAdres, asked: RegisterAdres) -> bool:
    together = normalize(f"{own.straat} {own.huisnummer or ''} {own.toevoeging or ''}")
    straat = normalize(f"{asked.straat} {asked.huisnummer or ''}")
    return (
        contains(together, straat)
        and normalize_postcode(own.postcode).startswith(normalize_postcode(asked.postcode))
        and (not asked.plaats or normalize(own.plaats) == normalize(asked.plaats))
        and (not asked.land or normalize(own.land) == normalize(asked.land))
    )


def read_search_query(inputs: OperationInput, places: tuple[RegisterPlaats, ...]) -> SimulatedSearch:
    """Read the filters.

    Raises:
        InvalidRequest: a name without a letter, or a search nearby without a place or a distance.
    """
    adres, postcodes = _adres(inputs.part("Vestigingsadres")), _postcodes(inputs.tekst("PostcodeRange"))
    nearby = inputs.where("ZoekInDeBuurt")
    return SimulatedSearch(
        code=inputs.tekst("CodeLeerbedrijf"),
        naam=_name(inputs),
        adres=adres,
        postcodes=postcodes,
        middle=_centre(adres, postcodes, places) if nearby else None,
        afstand=_distance(inputs) if nearby else 0,
        crebo=inputs.tekst("Crebonummer"),
        opleidingsnaam=_search_term(inputs, "Opleidingsnaam"),
        leerweg=inputs.tekst("Leerweg"),
        niveau=inputs.whole_number("Niveau"),
        beschikbaar=inputs.where("Beschikbaar"),
    )


def _name(inputs: OperationInput) -> re.Pattern[str] | None:
    text = inputs.tekst("LeerbedrijfNaam")
    if text is None:
        return None
    exact = inputs.where("LeerbedrijfNaamExact")
    pattern = re.compile(re.escape(normalize(text))) if exact else name_pattern(text)
    if pattern is None or not pattern.pattern:
        raise InvalidRequest("LeerbedrijfNaam bevat geen letter of cijfer.")
    return pattern


def _search_term(inputs: OperationInput, name: str) -> str | None:
    text = inputs.tekst(name)
    search_term = None if text is None else normalize(text)
    if search_term == "":
        raise InvalidRequest(f"{name} bevat geen letter of cijfer.")
    return search_term


def _adres(part: OperationInput | None) -> RegisterAdres | None:
    if part is None:
        return None
    straat, postcode, plaats, land = (
        part.tekst(name) or "" for name in ("Straat", "Postcode", "Plaats", "Land")
    )
    adres = RegisterAdres(straat, part.tekst("Huisnummer"), None, postcode, plaats, land)
    return None if adres == RegisterAdres("", None, None, "", "", "") else adres


def _postcodes(text: str | None) -> tuple[str, str] | None:
    return None if text is None else (text[:6], text[6:])


def _distance(inputs: OperationInput) -> int:
    afstand = inputs.whole_number("Afstand")
    if afstand is None or afstand < 1:
        raise InvalidRequest("ZoekInDeBuurt vraagt een Afstand van ten minste 1 km.")
    return afstand


def _centre(
    adres: RegisterAdres | None, postcodes: tuple[str, str] | None, places: tuple[RegisterPlaats, ...]
) -> Point:
    middle = location_of(places, adres) if adres is not None else None
    if middle is None and postcodes is not None:
        middle = location_of_postcode(places, postcodes[0])
    if middle is None:
        raise InvalidRequest("ZoekInDeBuurt vraagt een bekende Plaats of Postcode.")
    return middle


MAXIMUM: Final = 1000


@dataclass(frozen=True)
class Hit:
    """One result: an erkenning or a leerplaats of a leerbedrijf, perhaps so many km away."""

    company: RegisterLeerbedrijf
    wat: RegisterErkenning | RegisterLeerplaats
    afstand: float | None


def search(inputs: OperationInput, environment: OperationContext) -> OperationResult:
    """Answer the page asked for, nearest first when searching nearby, else in the register's order."""
    question = read_search_query(inputs, environment.register.sources.places)
    leerplaatsen = inputs.tekst("LeerplaatsErkenningAanduiding") == "L"
    hits = list(_hits(question, environment.register, environment.today, leerplaatsen=leerplaatsen))
    if len(hits) > MAXIMUM:
        return OperationResult(SimulatedSignaal.TOO_MANY)
    hits.sort(key=lambda hit: hit.afstand or 0.0)
    per_page = inputs.whole_number("AantalResultatenPerPagina") or 1
    begin = ((inputs.whole_number("Pagina") or 1) - 1) * per_page
    page_number = hits[begin : begin + per_page]
    sbb_signal = SimulatedSignaal.IN_ORDE if hits else SimulatedSignaal.NIETS_GEVONDEN
    results: list[XmlField] = [("Resultaat", _fields(hit, environment.today)) for hit in page_number]
    return OperationResult(sbb_signal, [("AantalResultatenTotaal", len(hits)), ("Resultaten", results)])


def _hits(
    question: SimulatedSearch, register: Register, today: dt.date, *, leerplaatsen: bool
) -> Iterator[Hit]:
    for entry in register.search_entries():
        company = entry.leerbedrijf
        if not company.actueel or not question.matches_leerbedrijf(entry):
            continue
        afstand = None if question.middle is None else afstand_km(question.middle, (company.lat, company.lon))
        if afstand is not None and afstand > question.afstand:
            continue
        found = (
            _leerplaatsen(company, question, today)
            if leerplaatsen
            else _erkenningen(company, question, register, today)
        )
        yield from (Hit(company, wat, afstand) for wat in found)


def _erkenningen(
    company: RegisterLeerbedrijf, question: SimulatedSearch, register: Register, today: dt.date
) -> Iterator[RegisterErkenning]:
    if question.beschikbaar and not any(p.is_available_on(today) for p in company.leerplaatsen):
        return
    for value in company.erkenningen:
        if value.status_on(today) != "Erkend" or not question.past_leerweg(value.leerweg):
            continue
        opleiding = register.sources.opleidingen.get(value.code)
        if not question.asks_for_opleiding or (
            opleiding is not None and question.past_opleiding((opleiding,))
        ):
            yield value


def _leerplaatsen(
    company: RegisterLeerbedrijf, question: SimulatedSearch, today: dt.date
) -> Iterator[RegisterLeerplaats]:
    for plaats in company.leerplaatsen:
        if not question.past_leerweg(plaats.leerweg) or not question.past_opleiding(plaats.opleidingen):
            continue
        if not question.beschikbaar or plaats.is_available_on(today):
            yield plaats


def _fields(hit: Hit, today: dt.date) -> list[XmlField]:
    company, wat = hit.company, hit.wat
    afstand = None if hit.afstand is None else Decimal(f"{hit.afstand:.1f}")
    spot: list[XmlField] = [
        ("CodeLeerbedrijf", company.id),
        ("LeerbedrijfNaam", company.naam),
        ("Vestigingsadres", adres(company.vestiging)),
        ("AfstandKm", afstand),
        ("Leerweg", wat.leerweg),
    ]
    if isinstance(wat, RegisterLeerplaats):
        fields = [*_vacature(wat), *spot, ("Opleidingen", opleidingen(wat.opleidingen))]
        crebos = {opleiding.crebo for opleiding in wat.opleidingen}
    else:
        fields = [*spot, ("Erkenning", erkenning(wat, today))]
        crebos = {wat.code}
    begeleiders = [p for p in company.praktijkopleiders if crebos.intersection(p.crebos)]
    lock: list[XmlField] = [
        ("Praktijkopleiders", praktijkopleiders(begeleiders)),
        ("AantalGeregistreerdeLeerlingen", company.leerlingen),
    ]
    return with_habits([*fields, *lock], company.id)


def _vacature(plaats: RegisterLeerplaats) -> list[XmlField]:
    return [
        ("LeerplaatsId", plaats.leerplaats_id),
        ("LeerplaatsSoort", plaats.soort),
        ("LeerplaatsAantal", plaats.aantal),
        ("VacatureLeerplaatsOmschrijving", plaats.omschrijving),
    ]
