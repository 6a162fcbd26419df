"""Which problems an operation can answer with, from what it is: its route, its fields and its body."""

from collections.abc import Mapping
from typing import Final

from stagemarkt.web.documents.descriptions import DESCRIPTIONS
from stagemarkt.web.input.fields import FIELDS_OF
from stagemarkt.web.problems import PROBLEMS
from stagemarkt.web.routes import Route

# Whatever is asked: a parameter that there is not, bytes that are no text, and what the door says.
_EVERYWHERE: Final = (
    "ongeldige-invoer",
    "onbekende-parameter",
    "methode-niet-toegestaan",
    "niet-acceptabel",
    "limiet-overschreden",
    "interne-fout",
)
_WITH_SLEUTEL: Final = (
    "school-vereist",
    "niet-geauthenticeerd",
    "geen-toegang",
    "school-niet-toegestaan",
    "quotum-overschreden",
)
# What asks SBB: these scopes do, and the caller may say how fresh the answer must be.
ASKS_SBB: Final = frozenset({"identificatie", "verificatie", "detailgegevens", "zoeken"})
_BRON: Final = (
    "bron-antwoord-ongeldig",
    "bron-licentie",
    "bron-certificaat",
    "bron-niet-beschikbaar",
    "bron-overbelast",
    "bron-timeout",
    "niet-in-cache",
)
_METHODS_WITH_BODY: Final = frozenset({"POST", "PATCH", "PUT"})


def problem_codes(route: Route) -> Mapping[int, tuple[str, ...]]:
    """Status -> its codes, as the table of problems has them."""
    codes = {*_EVERYWHERE, *DESCRIPTIONS[route.operatie].problems}
    if route.scope is not None:
        codes.update(_WITH_SLEUTEL)
    if route.scope in ASKS_SBB:
        codes.update(("niet-in-cache",) if DESCRIPTIONS[route.operatie].each else _BRON)
    if route.method in _METHODS_WITH_BODY:
        # A body that nobody asked for is looked at for its size alone.
        codes.add("invoer-te-groot")
        if route.operatie in FIELDS_OF:
            codes.add("mediatype-niet-ondersteund")
    by_status: dict[int, tuple[str, ...]] = {}
    for code, problem in PROBLEMS.items():
        if code in codes:
            by_status[problem.status] = (*by_status.get(problem.status, ()), code)
    return dict(sorted(by_status.items()))
