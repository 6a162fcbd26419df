"""The problems of the API: of each code its status, title, who can act, if it may be repeated; their form.

RFC 9457, `application/problem+json`. The codes are those of `stagemarkt.model.errors`. Of the same table
`portal` makes the page of each, to which `type` leads.
"""

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple
from urllib.parse import quote

from stagemarkt.model.errors import (
    NESTED,
    Bilingual,
    FacadeError,
    InputError,
    InternalError,
    InvalidInput,
    MethodNotAllowed,
    StorageError,
    UnusableSecret,
)
from stagemarkt.web.negotiation import Language
from stagemarkt.web.response import Response, json_document

MEDIATYPE: Final = "application/problem+json"
# What a caller hears of a fault of ours.
_NOTICE: Final = Bilingual(
    "Er ging hier iets mis; de beheerder vindt het onder dit nummer in het logboek.",
    "Something went wrong here; the operator finds it in the log under this number.",
)
# And of storage that did not do what was asked: for a moment, mostly.
_AWAY: Final = Bilingual(
    "De opslag van deze facade deed niet wat er gevraagd werd; er is misschien niets gewijzigd, en opnieuw "
    "vragen kan zonder bezwaar. Het ligt niet aan u, niet aan de school en niet aan SBB.",
    "The storage of this facade did not do what was asked; perhaps nothing was changed, and asking again "
    "does no harm. It is not your fault, nor that of the school or SBB.",
)
# Seconds until it makes sense to ask again: what AWS throttles or lost for a moment is there again by then.
_AGAIN_AFTER: Final = 5


# Who can do something about it: who calls, the operator of this facade, the school, or SBB.
Acting = Literal["aanroeper", "beheerder", "school", "sbb"]


class Problem(NamedTuple):
    """One kind of problem.

    Attributes:
        herhaalbaar: whether the same request can succeed later; an error may know better.
        wie: who can act, likeliest first.
    """

    status: int
    titel: Bilingual
    herhaalbaar: bool = False
    wie: tuple[Acting, ...] = ("aanroeper",)


PROBLEMS: Final[Mapping[str, Problem]] = {
    "ongeldige-invoer": Problem(400, Bilingual("Ongeldige invoer", "Invalid input")),
    "onbekende-parameter": Problem(400, Bilingual("Onbekende parameter", "Unknown parameter")),
    "ontbrekende-combinatie": Problem(
        400, Bilingual("Ontbrekende combinatie van gegevens", "Missing combination")
    ),
    "te-veel-resultaten": Problem(400, Bilingual("Te veel resultaten", "Too many results")),
    "batch-te-groot": Problem(400, Bilingual("Te veel in één keer", "Too many at once")),
    "school-vereist": Problem(400, Bilingual("School vereist", "School required")),
    "niet-geauthenticeerd": Problem(401, Bilingual("Niet geauthenticeerd", "Not authenticated")),
    "geen-toegang": Problem(403, Bilingual("Geen toegang", "No access"), wie=("aanroeper", "beheerder")),
    "school-niet-toegestaan": Problem(
        403, Bilingual("School niet toegestaan", "School not allowed"), wie=("aanroeper", "beheerder")
    ),
    "leerbedrijf-onbekend": Problem(404, Bilingual("Leerbedrijf onbekend", "Unknown leerbedrijf")),
    "code-onbekend": Problem(404, Bilingual("Crebo of keuzedeel onbekend", "Unknown crebo or keuzedeel")),
    "resource-onbekend": Problem(404, Bilingual("Niet gevonden", "Not found")),
    "methode-niet-toegestaan": Problem(405, Bilingual("Methode niet toegestaan", "Method not allowed")),
    "niet-acceptabel": Problem(406, Bilingual("Geen passend mediatype", "Not acceptable")),
    "abonnement-bestaat": Problem(409, Bilingual("Abonnement bestaat al", "Abonnement already exists")),
    "cursor-verlopen": Problem(410, Bilingual("Cursor verlopen", "Cursor expired")),
    "versie-gewijzigd": Problem(412, Bilingual("Intussen gewijzigd", "Changed meanwhile")),
    "invoer-te-groot": Problem(413, Bilingual("Invoer te groot", "Content too large")),
    "mediatype-niet-ondersteund": Problem(
        415, Bilingual("Mediatype niet ondersteund", "Unsupported media type")
    ),
    "if-match-vereist": Problem(428, Bilingual("If-Match vereist", "If-Match required")),
    "limiet-overschreden": Problem(
        429, Bilingual("Te veel aanvragen", "Too many requests"), herhaalbaar=True
    ),
    "quotum-overschreden": Problem(
        429,
        Bilingual("Dagquotum op", "Daily quota used up"),
        herhaalbaar=True,
        wie=("aanroeper", "beheerder"),
    ),
    "interne-fout": Problem(
        500, Bilingual("Fout in deze facade", "Failure of this facade"), herhaalbaar=True, wie=("beheerder",)
    ),
    "bron-antwoord-ongeldig": Problem(
        502,
        Bilingual("Onbruikbaar antwoord van SBB", "Unusable answer from SBB"),
        herhaalbaar=True,
        wie=("sbb", "beheerder"),
    ),
    "bron-licentie": Problem(
        502,
        Bilingual("Licentie van de school niet geaccepteerd", "Licence of the school not accepted"),
        wie=("school", "beheerder"),
    ),
    "bron-certificaat": Problem(
        502,
        Bilingual("Certificaat niet geaccepteerd", "Certificate not accepted"),
        wie=("school", "beheerder"),
    ),
    "bron-niet-beschikbaar": Problem(
        503, Bilingual("SBB niet beschikbaar", "SBB unavailable"), herhaalbaar=True, wie=("sbb",)
    ),
    "bron-overbelast": Problem(
        503, Bilingual("SBB overbelast", "SBB overloaded"), herhaalbaar=True, wie=("sbb", "aanroeper")
    ),
    "niet-gevraagd": Problem(
        504, Bilingual("Niet op tijd aan toegekomen", "Not reached in time"), herhaalbaar=True
    ),
    "niet-in-cache": Problem(504, Bilingual("Niet in de cache", "Not in the cache")),
    "bron-timeout": Problem(
        504, Bilingual("SBB antwoordt niet op tijd", "SBB timed out"), herhaalbaar=True, wie=("sbb",)
    ),
}


def as_problem(error: Exception) -> FacadeError:
    """What a caller hears of this error, whatever it is; storage that fails he may ask again.

    Not a secret that is not as it must be: that does not mend itself.
    """
    if isinstance(error, FacadeError):
        return error
    if isinstance(error, StorageError) and not isinstance(error, UnusableSecret):
        return InternalError(_AWAY, retry_after=_AGAIN_AFTER)
    return InternalError(_NOTICE)


def code_of(error: FacadeError) -> str:
    """The code under which this failure is told."""
    return error.common_code if isinstance(error, InvalidInput) else error.code


def problem_response(error: FacadeError, request_id: str, language: Language) -> Response:
    """The answer that tells of this failure, with the headers that belong to it."""
    headers = {"Cache-Control": "no-store", "Content-Language": language}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = ", ".join(error.allowed)
    return Response(
        PROBLEMS[code_of(error)].status,
        json_document(problem_details(error, request_id, language)),
        mediatype=MEDIATYPE,
        koppen=headers,
    )


def problem_details(error: FacadeError, request_id: str, language: Language) -> dict[str, Any]:
    """The failure as the object that RFC 9457 calls problem details."""
    code = code_of(error)
    problem = PROBLEMS[code]
    body: dict[str, Any] = {
        "type": f"/v1/problemen/{code}",
        "title": _in(language, problem.titel),
        "status": problem.status,
        "detail": _in(language, error.detail),
        "instance": f"urn:uuid:{request_id}",
        "code": code,
        "herhaalbaar": problem.herhaalbaar if error.herhaalbaar is None else error.herhaalbaar,
    }
    if isinstance(error, InvalidInput) and error.fouten:
        body["fouten"] = [_input_error(point, language) for point in error.fouten]
    if error.sbb_signal is not None:
        bron = {
            "signaalcode": error.sbb_signal.signaalcode,
            "melding": error.sbb_signal.melding,
            "berichtId": error.sbb_signal.bericht_id,
        }
        body["bron"] = {name: value for name, value in bron.items() if value is not None}
    return body


def _input_error(error: InputError, language: Language) -> dict[str, str]:
    spot = {"pointer": _pointer(error.naam)} if error.plaats == "body" else {"naam": error.naam}
    return {"in": error.plaats, **spot, "code": error.code, "detail": _in(language, error.detail)}


def _pointer(name: str) -> str:
    """A JSON Pointer (RFC 6901) to a member of the body, as a fragment; to the body itself without a name."""
    if not name:
        return "#"
    # What lies deeper is written with `NESTED` between the names.
    parts = [part.replace("~", "~0").replace("/", "~1") for part in name.split(NESTED)]
    return "#/" + "/".join(quote(part, safe="~", errors="replace") for part in parts)


def _in(language: Language, text: Bilingual) -> str:
    return text.en if language == "en" else text.nl
