"""The JSON that leaves: now, and later from the cache."""

import gzip
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stagemarkt.domain.cache.lookup_outcome import Vers
from stagemarkt.domain.questions.verificatie import verifieer_erkenning
from stagemarkt.model.leerbedrijf import Leerbedrijf
from stagemarkt.model.questions import Erkenningsvraag
from stagemarkt.web.documents import shapes
from stagemarkt.web.output.rendering import actualiteit, weergave_van_een, weergave_van_lijst

from tests.unit.fakes import BAKKERIJ, LEERBEDRIJF_ID, NU, TERMIJN, VANDAAG, NepSbb

ANDERE = BAKKERIJ.model_copy(update={"leerbedrijf_id": "100000001", "status": "historisch"})
ERKENNING = verifieer_erkenning(NepSbb(), Erkenningsvraag(LEERBEDRIJF_ID, "25998", VANDAAG), TERMIJN, VANDAAG)


def _nu(vers: Vers) -> dict[str, Any]:
    inhoud: dict[str, Any] = json.loads(vers.lichaam)
    return inhoud


def _later(vers: Vers) -> dict[str, Any]:
    inhoud: dict[str, Any] = json.loads(gzip.decompress(vers.bewaarvorm))
    return inhoud


def test_actualiteit() -> None:
    """When SBB gave it, in UTC, and where it comes from now."""
    assert actualiteit(NU, "cache") == {
        "opgehaaldOp": "2026-09-01T10:00:00Z",
        "bron": "cache",
        "verouderd": False,
    }


def test_een_leerbedrijf() -> None:
    """Dutch lowerCamelCase names; what SBB leaves blank is absent."""
    assert _nu(weergave_van_een(BAKKERIJ, NU)) == {
        "leerbedrijfId": LEERBEDRIJF_ID,
        "naam": "Bakkerij De Gouden Korst",
        "status": "actueel",
        "vestigingsadres": {
            "straat": "Dorpsstraat",
            "huisnummer": "1",
            "postcode": "3811MG",
            "plaats": "Amersfoort",
        },
        "actualiteit": {"opgehaaldOp": "2026-09-01T10:00:00Z", "bron": "sbb", "verouderd": False},
    }


def test_een_erkenning() -> None:
    """Dates as ISO 8601; what was not asked for, and an end that there is not, is absent."""
    assert _nu(weergave_van_een(ERKENNING, NU)) == {
        "leerbedrijfId": LEERBEDRIJF_ID,
        "naam": "Bakkerij De Gouden Korst",
        "code": "25998",
        "codeType": "crebo",
        "leerwegBekend": False,
        "leerwegReden": "nietVerteld",
        "erkend": True,
        "status": "erkend",
        "startdatum": "2020-01-01",
        "peildatum": "2026-09-01",
        "actualiteit": {"opgehaaldOp": "2026-09-01T10:00:00Z", "bron": "sbb", "verouderd": False},
    }


@pytest.mark.parametrize("modellen", [[], [BAKKERIJ], [BAKKERIJ, ANDERE]])
def test_een_lijst(modellen: list[Leerbedrijf]) -> None:
    """All of them in their order, each with its `actualiteit`, and how many there are."""
    inhoud = _nu(weergave_van_lijst(modellen, NU))
    assert inhoud == {
        "resultaten": [_nu(weergave_van_een(model, NU)) for model in modellen],
        "totaal": len(modellen),
    }


@pytest.mark.parametrize(
    "vers",
    [
        weergave_van_een(BAKKERIJ, NU),
        weergave_van_een(ERKENNING, NU),
        weergave_van_lijst([], NU),
        weergave_van_lijst([BAKKERIJ, ANDERE], NU),
    ],
    ids=["leerbedrijf", "erkenning", "empty", "list"],
)
def test_nu_en_later_verschillen_alleen_in_bron(vers: Vers) -> None:
    """What is kept is what left, but that it says to come from the cache."""
    assert gzip.decompress(vers.bewaarvorm) == vers.lichaam.replace(b'"bron":"sbb"', b'"bron":"cache"')
    assert b'"bron":"cache"' not in vers.lichaam


def test_wat_vertrekt_past_in_openapi() -> None:
    """Every shape that leaves is the one that the OpenAPI document describes."""
    een, lijst = weergave_van_een(BAKKERIJ, NU), weergave_van_lijst([BAKKERIJ, ANDERE], NU)
    for inhoud in (_nu(een), _later(een)):
        assert shapes.LeerbedrijfMetActualiteit.model_validate(inhoud).leerbedrijf_id == LEERBEDRIJF_ID
    for inhoud in (_nu(lijst), _later(lijst)):
        assert shapes.Leerbedrijven.model_validate(inhoud).totaal == 2
    erkenning = shapes.ErkenningMetActualiteit.model_validate(_nu(weergave_van_een(ERKENNING, NU)))
    assert erkenning.actualiteit.bron == "sbb"


def test_de_etag_is_die_van_de_inhoud() -> None:
    """The tag is weak, and the same when the same is fetched again later."""
    een, later = weergave_van_een(BAKKERIJ, NU), weergave_van_een(BAKKERIJ, NU + 86_400)
    assert een.lichaam != later.lichaam
    assert een.etag == later.etag
    assert re.fullmatch(r'W/"[0-9a-f]{32}"', een.etag)


def test_andere_inhoud_heeft_een_andere_etag() -> None:
    """Whatever differs but its freshness has another tag, a list of one included."""
    versies = [
        weergave_van_een(BAKKERIJ, NU),
        weergave_van_een(ANDERE, NU),
        weergave_van_een(BAKKERIJ.model_copy(update={"vestigingsadres": None}), NU),
        weergave_van_lijst([], NU),
        weergave_van_lijst([BAKKERIJ], NU),
        weergave_van_lijst([BAKKERIJ, ANDERE], NU),
        weergave_van_lijst([ANDERE, BAKKERIJ], NU),
        weergave_van_een(ERKENNING, NU),
    ]
    assert len({vers.etag for vers in versies}) == len(versies)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_elke_naam_komt_aan(naam: str) -> None:
    """Whatever a leerbedrijf is called, that is what the caller reads, now and later."""
    vers = weergave_van_een(BAKKERIJ.model_copy(update={"naam": naam}), NU)
    assert (_nu(vers)["naam"], _later(vers)["naam"]) == (naam, naam)
