"""`fields`: what can be asked for is what the models have, and only what is asked for is left."""

from typing import Any, get_args

import pytest
from pydantic import BaseModel
from stagemarkt.web.documents.shapes import DetailgegevensMetActualiteit
from stagemarkt.web.input.readers import Onleesbaar
from stagemarkt.web.output.field_selection import DETAILGEGEVENS, Vorm, knip, lees_fields


def _vorm_van(model: type[BaseModel]) -> Vorm:
    return {info.alias or naam: _binnen(info.annotation) for naam, info in model.model_fields.items()}


def _binnen(soort: Any) -> Vorm:
    if isinstance(soort, type) and issubclass(soort, BaseModel):
        return _vorm_van(soort)
    return next((vorm for deel in get_args(soort) if (vorm := _binnen(deel))), {})


def test_de_tabel_is_die_van_de_modellen() -> None:
    """The plain table names every field of the model, and no other."""
    assert _vorm_van(DetailgegevensMetActualiteit) == DETAILGEGEVENS


@pytest.mark.parametrize(
    ("tekst", "over"),
    [
        ("naam", {"naam": "N"}),
        (
            "naam, adres.plaats".replace("adres", "vestigingsadres"),
            {"naam": "N", "vestigingsadres": {"plaats": "P"}},
        ),
        ("contactpersonen.naam", {"contactpersonen": [{"naam": "A"}, {"naam": "B"}]}),
        (
            "contactpersonen.naam,contactpersonen",
            {"contactpersonen": [{"naam": "A", "email": "a"}, {"naam": "B"}]},
        ),
        (
            "contactpersonen,contactpersonen.naam",
            {"contactpersonen": [{"naam": "A", "email": "a"}, {"naam": "B"}]},
        ),
        ("branche", {}),
    ],
)
def test_knip(tekst: str, over: dict[str, Any]) -> None:
    """What was asked for is left, whole where it was asked for whole; what is not there stays absent."""
    inhoud = {
        "naam": "N",
        "vestigingsadres": {"straat": "S", "plaats": "P"},
        "contactpersonen": [{"naam": "A", "email": "a"}, {"naam": "B"}],
    }
    assert knip(inhoud, lees_fields(tekst)) == over


@pytest.mark.parametrize("tekst", ["", ",", "naam,", "naam.naam", "contactpersonen.", "Naam", "a" * 5000])
def test_onleesbaar(tekst: str) -> None:
    """A name that is not there is refused, an empty one too."""
    with pytest.raises(Onleesbaar):
        lees_fields(tekst)
