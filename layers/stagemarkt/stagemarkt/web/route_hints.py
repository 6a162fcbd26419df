"""The right address for a wrong one: what a caller probably meant, or where all addresses stand."""

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Final

from stagemarkt.model.errors import Bilingual, UnknownResource
from stagemarkt.web.routes import PAGES, ROUTES

_VERSION: Final = re.compile(r"v[0-9]+", re.IGNORECASE | re.ASCII)
# What may be repeated in an answer; anything else is shown as the name of its place.
_VALUE: Final = re.compile(r"[0-9A-Za-z-]{1,60}", re.ASCII)
_MAX_SEGMENTS: Final = 8
_ALIKE: Final = 0.8
# Names that are far from ours in letters and near in meaning.
_SYNONYMS: Final[Mapping[str, str]] = {
    "leerbedrijf": "leerbedrijven",
    "bedrijven": "leerbedrijven",
    "companies": "leerbedrijven",
    "company": "leerbedrijven",
    "erkenning": "erkenningen",
    "recognitions": "erkenningen",
    "verificatie": "erkenningen",
    "verificaties": "erkenningen",
    "details": "detailgegevens",
    "detail": "detailgegevens",
    "leerplaats": "leerplaatsen",
    "stages": "leerplaatsen",
    "stageplaatsen": "leerplaatsen",
    "internships": "leerplaatsen",
    "mutatie": "mutaties",
    "changes": "mutaties",
    "abonnement": "abonnementen",
    "subscriptions": "abonnementen",
    "webhooks": "abonnementen",
    "zoek": "_zoek",
    "zoeken": "_zoek",
    "search": "_zoek",
    "health": "status",
    "openapi": "openapi.json",
    "openapi.yaml": "openapi.json",
    "swagger.json": "openapi.json",
    "swagger": "openapi.json",
    "documentatie": "docs",
    "documentation": "docs",
    "problems": "problemen",
    "asyncapi.json": "asyncapi",
}
_TEMPLATES: Final = tuple(
    dict.fromkeys(tuple(route.path.strip("/").split("/")) for route in (*ROUTES, *PAGES))
)
_LITERALS: Final = frozenset(part for template in _TEMPLATES for part in template if not part.startswith("{"))
_LIST: Final = Bilingual(
    "De adressen staan in `/v1/openapi.json`.", "The addresses are listed in `/v1/openapi.json`."
)


def unknown_address(path: str) -> UnknownResource:
    """That there is nothing at this address, with what is meant."""
    return UnknownResource(right_address(path))


def right_address(path: str) -> Bilingual:
    """Say that this address does not exist, and which one is meant when one is clearly nearest."""
    given = [part for part in path[:500].split("/") if part]
    while given and _VERSION.fullmatch(given[0]):
        del given[0]
    meant = _nearest(given) if 0 < len(given) <= _MAX_SEGMENTS else None
    if meant is None:
        return Bilingual(f"Dit adres bestaat niet. {_LIST.nl}", f"This address does not exist. {_LIST.en}")
    address = f"/v1/{meant}"
    return Bilingual(
        f"Dit adres bestaat niet; bedoelt u `{address}`?",
        f"This address does not exist; do you mean `{address}`?",
    )


def _nearest(given: Sequence[str]) -> str | None:
    words = [_known_word(part) for part in given]
    for template in _TEMPLATES:
        if len(template) == len(given) and all(
            # A word of ours is no value: `/leerbedrijven/zoek` is not the leerbedrijf with that ID.
            (known is None if part.startswith("{") else known == part)
            for part, known in zip(template, words, strict=True)
        ):
            return "/".join(
                value if part.startswith("{") and _VALUE.fullmatch(value) else part
                for part, value in zip(template, given, strict=True)
            )
    return None


def _known_word(part: str) -> str | None:
    small = part.lower()
    if small in _LITERALS:
        return small
    if small in _SYNONYMS:
        return _SYNONYMS[small]
    # A value with a digit is an ID or a code, not a slip of the pen.
    if re.search(r"[0-9]", small) or len(small) > max(map(len, _LITERALS)) + 3:
        return None
    return next(iter(difflib.get_close_matches(small, sorted(_LITERALS), n=1, cutoff=_ALIKE)), None)
