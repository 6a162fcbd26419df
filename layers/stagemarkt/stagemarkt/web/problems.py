"""The problems of the API: for each code its status, title and whether trying again can help; and their form.

RFC 9457, `application/problem+json`. The codes are those of `stagemarkt.model.errors`.
"""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from stagemarkt.model.errors import GENEST, Fout, Invoerfout, MethodeNietToegestaan, OngeldigeInvoer, Tekst
from stagemarkt.web.negotiation import Taal
from stagemarkt.web.response import Antwoord, json_document

MEDIATYPE: Final = "application/problem+json"


class Probleem(NamedTuple):
    """One kind of problem."""

    status: int
    titel: Tekst
    herhaalbaar: bool = False


PROBLEMEN: Final[Mapping[str, Probleem]] = {
    "ongeldige-invoer": Probleem(400, Tekst("Ongeldige invoer", "Invalid input")),
    "onbekende-parameter": Probleem(400, Tekst("Onbekende parameter", "Unknown parameter")),
    "ontbrekende-combinatie": Probleem(
        400, Tekst("Ontbrekende combinatie van gegevens", "Missing combination")
    ),
    "te-veel-resultaten": Probleem(400, Tekst("Te veel resultaten", "Too many results")),
    "school-vereist": Probleem(400, Tekst("School vereist", "School required")),
    "niet-geauthenticeerd": Probleem(401, Tekst("Niet geauthenticeerd", "Not authenticated")),
    "geen-toegang": Probleem(403, Tekst("Geen toegang", "No access")),
    "school-niet-toegestaan": Probleem(403, Tekst("School niet toegestaan", "School not allowed")),
    "leerbedrijf-onbekend": Probleem(404, Tekst("Leerbedrijf onbekend", "Unknown leerbedrijf")),
    "code-onbekend": Probleem(404, Tekst("Crebo of keuzedeel onbekend", "Unknown crebo or keuzedeel")),
    "resource-onbekend": Probleem(404, Tekst("Niet gevonden", "Not found")),
    "methode-niet-toegestaan": Probleem(405, Tekst("Methode niet toegestaan", "Method not allowed")),
    "niet-acceptabel": Probleem(406, Tekst("Geen passend mediatype", "Not acceptable")),
    "abonnement-bestaat": Probleem(409, Tekst("Abonnement bestaat al", "Abonnement already exists")),
    "cursor-verlopen": Probleem(410, Tekst("Cursor verlopen", "Cursor expired")),
    "versie-gewijzigd": Probleem(412, Tekst("Intussen gewijzigd", "Changed meanwhile")),
    "invoer-te-groot": Probleem(413, Tekst("Invoer te groot", "Content too large")),
    "mediatype-niet-ondersteund": Probleem(
        415, Tekst("Mediatype niet ondersteund", "Unsupported media type")
    ),
    "if-match-vereist": Probleem(428, Tekst("If-Match vereist", "If-Match required")),
    "limiet-overschreden": Probleem(429, Tekst("Te veel aanvragen", "Too many requests"), herhaalbaar=True),
    "quotum-overschreden": Probleem(429, Tekst("Dagquotum op", "Daily quota used up"), herhaalbaar=True),
    "interne-fout": Probleem(500, Tekst("Fout in deze facade", "Failure of this facade"), herhaalbaar=True),
    "bron-antwoord-ongeldig": Probleem(
        502, Tekst("Onbruikbaar antwoord van SBB", "Unusable answer from SBB"), herhaalbaar=True
    ),
    "bron-licentie": Probleem(
        502, Tekst("Licentie van de school niet geaccepteerd", "Licence of the school not accepted")
    ),
    "bron-certificaat": Probleem(502, Tekst("Certificaat niet geaccepteerd", "Certificate not accepted")),
    "bron-niet-beschikbaar": Probleem(
        503, Tekst("SBB niet beschikbaar", "SBB unavailable"), herhaalbaar=True
    ),
    "bron-overbelast": Probleem(503, Tekst("SBB overbelast", "SBB overloaded"), herhaalbaar=True),
    "niet-in-cache": Probleem(504, Tekst("Niet in de cache", "Not in the cache")),
    "bron-timeout": Probleem(504, Tekst("SBB antwoordt niet op tijd", "SBB timed out"), herhaalbaar=True),
}


def code_van(fout: Fout) -> str:
    """The code under which this failure is told."""
    return fout.gemeenschappelijke_code if isinstance(fout, OngeldigeInvoer) else fout.code


def als_antwoord(fout: Fout, verzoek_id: str, taal: Taal) -> Antwoord:
    """The answer that tells of this failure, with the headers that belong to it."""
    code = code_van(fout)
    probleem = PROBLEMEN[code]
    koppen = {"Cache-Control": "no-store", "Content-Language": taal}
    if fout.opnieuw_na is not None:
        koppen["Retry-After"] = str(fout.opnieuw_na)
    if isinstance(fout, MethodeNietToegestaan):
        koppen["Allow"] = ", ".join(fout.toegestaan)
    lichaam: dict[str, Any] = {
        "type": f"/v1/problemen/{code}",
        "title": _in(taal, probleem.titel),
        "status": probleem.status,
        "detail": _in(taal, fout.detail),
        "instance": f"urn:uuid:{verzoek_id}",
        "code": code,
        "herhaalbaar": probleem.herhaalbaar if fout.herhaalbaar is None else fout.herhaalbaar,
    }
    if isinstance(fout, OngeldigeInvoer) and fout.fouten:
        lichaam["fouten"] = [_invoerfout(punt, taal) for punt in fout.fouten]
    if fout.signaal is not None:
        bron = {
            "signaalcode": fout.signaal.signaalcode,
            "melding": fout.signaal.melding,
            "berichtId": fout.signaal.bericht_id,
        }
        lichaam["bron"] = {naam: waarde for naam, waarde in bron.items() if waarde is not None}
    return Antwoord(
        probleem.status,
        json_document(lichaam),
        mediatype=MEDIATYPE,
        koppen=koppen,
    )


def _invoerfout(fout: Invoerfout, taal: Taal) -> dict[str, str]:
    plek = {"pointer": _pointer(fout.naam)} if fout.plaats == "body" else {"naam": fout.naam}
    return {"in": fout.plaats, **plek, "code": fout.code, "detail": _in(taal, fout.detail)}


def _pointer(naam: str) -> str:
    """A JSON Pointer (RFC 6901) to a member of the body, as a fragment; to the body itself without a name."""
    if not naam:
        return "#"
    # What lies deeper is written with `GENEST` between the names.
    delen = [deel.replace("~", "~0").replace("/", "~1") for deel in naam.split(GENEST)]
    return "#/" + "/".join(quote(deel, safe="~", errors="replace") for deel in delen)


def _in(taal: Taal, tekst: Tekst) -> str:
    return tekst.en if taal == "en" else tekst.nl
