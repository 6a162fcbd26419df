"""Who gets where: every afnemer, every school, every scope, every route of the table; each cell judged.

Through the authorizer itself, API Gateway's judgement of its policy, and the way in of every function. What
should come of it is worked out here a second time, from the scopes as they were granted and nothing else.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any, Final, NamedTuple

import pytest
from stagemarkt.composition.authorizer import AuthorizerPorts
from stagemarkt.domain.access import Aangeboden, controlegetal, nieuwe_sleutel
from stagemarkt.model.toegang import STANDAARDLIMIET, Afnemer, Rechten, Sleutelgegevens, Toegang
from stagemarkt.web.handler import ingang
from stagemarkt.web.request import Verzoek
from stagemarkt.web.response import Antwoord
from stagemarkt.web.routes import ROUTES, SCOPES, Route

from functions.authorizer.app import maak_handler
from tests.unit.fakes import NU, VANDAAG, NepSleutelregister
from tests.unit.gateway import roep_aan
from tests.unit.requests import json_van, maak_event

PEPER: Final = b"peper"
GISTEREN: Final = VANDAAG - timedelta(days=1)
EEN, ANDER, DERDE = "99XX", "30AA", "99XZ"
KOPPEN: Final = (None, EEN, "30aa", DERDE, "onzin", "")
BESCHERMD: Final = tuple(route for route in ROUTES if route.scope is not None)


class Geval(NamedTuple):
    """An afnemer's toegang, BRIN -> scopes and last day, and the state of its key."""

    toegang: Mapping[str, tuple[tuple[str, ...], date | None]]
    sleutel: str = "werkt"


GEVALLEN: Final[dict[str, Geval]] = {
    **{f"alleen {scope}": Geval({EEN: ((scope,), None)}) for scope in SCOPES},
    "alles": Geval({EEN: (SCOPES, None)}),
    "alles behalve de eerste": Geval({ANDER: (SCOPES[1:], None)}),
    "niets": Geval({}),
    "een school zonder scopes": Geval({EEN: ((), None)}),
    "twee scholen, verdeeld": Geval({EEN: (SCOPES[:2], None), ANDER: (SCOPES[2:], None)}),
    "twee scholen, alles": Geval({EEN: (SCOPES, None), ANDER: (SCOPES, None)}),
    "laatste dag": Geval({EEN: (SCOPES, VANDAAG)}),
    "voorbij": Geval({EEN: (SCOPES, GISTEREN)}),
    "een van twee voorbij": Geval({EEN: (SCOPES, GISTEREN), ANDER: (SCOPES[:3], None)}),
    "verlopen": Geval({EEN: (SCOPES, None)}, "verlopen"),
    "ingetrokken": Geval({EEN: (SCOPES, None)}, "ingetrokken"),
    "vervalst": Geval({EEN: (SCOPES, None)}, "vervalst"),
    "afnemer weg": Geval({EEN: (SCOPES, None)}, "afnemer weg"),
}


def verwacht(geval: Geval, kop: str | None, route: Route) -> tuple[int, str]:  # noqa: PLR0911 - a table
    """The status, and the school it is for or the code of the problem; empty where API Gateway answers."""
    if geval.sleutel != "werkt":
        return 401, ""
    scholen = {
        brin: scopes
        for brin, (scopes, einde) in geval.toegang.items()
        if scopes and (einde is None or einde >= VANDAAG)
    }
    if not scholen:
        return 403, ""
    if kop in {"onzin", ""}:
        return 400, "ongeldige-invoer"
    if kop is None and len(scholen) > 1:
        return 400, "school-vereist"
    school = kop.upper() if kop else next(iter(scholen))
    if school not in scholen:
        return 403, "school-niet-toegestaan"
    if route.scope in SCOPES and route.scope not in scholen[school]:
        return 403, "geen-toegang"
    return 200, school


def _meld_school(verzoek: Verzoek) -> Antwoord:
    return Antwoord(200, f'{{"code": "{verzoek.school}"}}'.encode())


FUNCTIE: Final = ingang({route.operatie: _meld_school for route in ROUTES})


class Poort(AuthorizerPorts):
    """The authorizer's ports, for one afnemer and its key."""

    def __init__(self, geval: Geval) -> None:
        super().__init__(lambda: float(NU))
        self.sleutel: Aangeboden = nieuwe_sleutel()
        gegevens = Sleutelgegevens(
            self.sleutel.prefix,
            controlegetal(self.sleutel.sleutel, b"anders" if geval.sleutel == "vervalst" else PEPER),
            "afnemer",
            1,
            verloopt_op=NU if geval.sleutel == "verlopen" else None,
            ingetrokken_op=1 if geval.sleutel == "ingetrokken" else None,
        )
        toegangen = tuple(Toegang(brin, scopes, einde) for brin, (scopes, einde) in geval.toegang.items())
        rechten = Rechten(Afnemer("afnemer", "Afnemer", "", STANDAARDLIMIET, "poort"), toegangen)
        bekend = {} if geval.sleutel == "afnemer weg" else {"afnemer": rechten}
        self.sleutels = NepSleutelregister({self.sleutel.prefix: gegevens}, bekend, PEPER)
        self.gezamenlijke_poortsleutel = None


def _uitkomst(antwoord: dict[str, Any]) -> tuple[int, str]:
    return antwoord["statusCode"], json_van(antwoord)["code"] if antwoord["body"] else ""


@pytest.mark.parametrize("naam", GEVALLEN)
def test_elke_cel(naam: str) -> None:
    """Of this afnemer, every school and every route with a key: exactly what it was granted, no more."""
    poort = Poort(GEVALLEN[naam])
    authorizer = maak_handler(poort)
    gevonden: dict[tuple[str | None, str], tuple[int, str]] = {}
    for kop, route in product(KOPPEN, BESCHERMD):
        event = maak_event(route.methode, route.pad, koppen={} if kop is None else {"Namens-School": kop})
        antwoord = roep_aan(authorizer, FUNCTIE, event, f"Bearer {poort.sleutel.sleutel}")
        gevonden[kop, route.operatie] = _uitkomst(antwoord)
    assert gevonden == {
        (kop, route.operatie): verwacht(GEVALLEN[naam], kop, route)
        for kop, route in product(KOPPEN, BESCHERMD)
    }


def test_de_matrix_heeft_van_alles() -> None:
    """Every outcome occurs, on every route: a matrix in which all is refused would prove nothing."""
    for route in BESCHERMD:
        soorten = Counter(verwacht(geval, kop, route)[0] for geval, kop in product(GEVALLEN.values(), KOPPEN))
        assert set(soorten) == {200, 400, 401, 403}
        assert soorten[200] >= 4


@pytest.mark.parametrize("kop", [None, EEN])
def test_een_weigering_zegt_wat_er_ontbreekt(kop: str | None) -> None:
    """Where a scope is wanting, the refusal names the scope and the school, on every route."""
    poort = Poort(Geval({EEN: (("anders",), None)}))
    for route in BESCHERMD:
        event = maak_event(route.methode, route.pad, koppen={} if kop is None else {"Namens-School": kop})
        antwoord = roep_aan(maak_handler(poort), FUNCTIE, event, f"Bearer {poort.sleutel.sleutel}")
        if route.scope in SCOPES:
            assert f"`{route.scope}`" in json_van(antwoord)["detail"]
            assert EEN in json_van(antwoord)["detail"]
