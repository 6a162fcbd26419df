"""The parameter `fields`: only what is asked for leaves.

`naam,contactpersonen.naam` keeps `naam`, and of each contactpersoon its `naam`. Plain code over plain
values: a kept answer is cut to measure without pydantic.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from stagemarkt.model.errors import Tekst
from stagemarkt.web.input.name_hints import bedoelde_u
from stagemarkt.web.input.readers import Onleesbaar

MAX_LENGTE: Final = 2000
# Of so many wrong names it is looked up what is meant: that costs, and nobody reads on.
_MET_RAAD: Final = 10
# What can be asked for: each name with what is inside it. A test holds it against the models.
Vorm: TypeAlias = Mapping[str, "Vorm"]

_ADRES: Final[Vorm] = {
    naam: {} for naam in ("straat", "huisnummer", "huisnummertoevoeging", "postcode", "plaats", "land")
}
_PERSOON: Final[Vorm] = {naam: {} for naam in ("naam", "functie", "email", "telefoonnummer")}
_ERKENNING: Final[Vorm] = {
    naam: {}
    for naam in (
        "leerbedrijfId",
        "naam",
        "code",
        "codeType",
        "omschrijving",
        "niveau",
        "leerweg",
        "leerwegBekend",
        "leerwegReden",
        "erkend",
        "status",
        "startdatum",
        "einddatum",
        "peildatum",
        "totEnMet",
        "erkendGehelePeriode",
        "eindigtTijdensPeriode",
    )
}
DETAILGEGEVENS: Final[Vorm] = {
    "leerbedrijfId": {},
    "naam": {},
    "status": {},
    "vestigingsadres": _ADRES,
    "correspondentieadres": _ADRES,
    "kvkNummer": {},
    "branche": {},
    "telefoonnummer": {},
    "email": {},
    "website": {},
    "contactpersonen": _PERSOON,
    "praktijkopleiders": {**_PERSOON, "crebos": {}},
    "erkenningen": _ERKENNING,
    "actualiteit": {"opgehaaldOp": {}, "bron": {}, "verouderd": {}},
}


def patroon(vorm: Vorm) -> str:
    """The texts that name what is in this shape, as a regular expression that JSON Schema reads too."""
    pad = _een_van(vorm)
    return rf"^[ \t]*{pad}[ \t]*(,[ \t]*{pad}[ \t]*)*$"


def _een_van(vorm: Vorm) -> str:
    delen = (rf"{naam}(\.{_een_van(binnen)})?" if binnen else naam for naam, binnen in vorm.items())
    return f"({'|'.join(delen)})"


def lees_fields(tekst: str) -> Vorm:
    """The shape that is asked for; a name without a dot takes all that is inside it.

    Raises:
        Onleesbaar: names that are not there, each with the nearest that is; or more text than all names are.
    """
    if len(tekst) > MAX_LENGTE:
        raise Onleesbaar(Tekst(f"Hooguit {MAX_LENGTE} tekens.", f"At most {MAX_LENGTE} characters."))
    keuze: dict[str, Any] = {}
    fouten: list[Tekst] = []
    for pad in dict.fromkeys(deel.strip(" \t") for deel in tekst.split(",")):
        raad = _neem(pad, DETAILGEGEVENS, keuze, zoek=len(fouten) < _MET_RAAD)
        if raad is not None:
            fouten.append(Tekst(f"`{pad[:100]}`: {raad.nl}", f"`{pad[:100]}`: {raad.en}"))
    if fouten:
        raise Onleesbaar(_samen(fouten))
    return keuze


def _samen(fouten: Sequence[Tekst]) -> Tekst:
    """One text of them all; of very many the first, and how many more there are."""
    verteld, meer = fouten[:_MET_RAAD], len(fouten) - _MET_RAAD
    nl, en = " ".join(f.nl for f in verteld), " ".join(f.en for f in verteld)
    return Tekst(f"{nl} En nog {meer}.", f"{en} And {meer} more.") if meer > 0 else Tekst(nl, en)


def knip(inhoud: Any, keuze: Vorm) -> Any:  # noqa: ANN401 - any JSON value
    """What is left of a JSON value; what was asked for and is not there stays absent."""
    if isinstance(inhoud, list):
        return [knip(deel, keuze) for deel in inhoud]
    if not isinstance(inhoud, dict) or not keuze:
        return inhoud
    return {naam: knip(waarde, keuze[naam]) for naam, waarde in inhoud.items() if naam in keuze}


def _neem(pad: str, vorm: Vorm, keuze: dict[str, Any], *, zoek: bool) -> Tekst | None:
    """Add one dotted path to `keuze`; the fault if it leads nowhere, with advice if we `zoek` that."""
    naam, punt, rest = pad.partition(".")
    if naam not in vorm:
        return bedoelde_u(naam, list(vorm)) if zoek else Tekst("Onbekend.", "Unknown.")
    heel = keuze.get(naam) == {}
    if not punt:
        keuze[naam] = {}
        return None
    # Whoever asked for the whole has its parts already.
    return _neem(rest, vorm[naam], {} if heel else keuze.setdefault(naam, {}), zoek=zoek)
