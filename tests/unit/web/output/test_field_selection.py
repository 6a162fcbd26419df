"""`fields`: what can be asked for is what the models have, and only what is asked for is left."""

from typing import Any, get_args

import pytest
from pydantic import BaseModel
from stagemarkt.web.documents.shapes import DetailgegevensMetActualiteit
from stagemarkt.web.input.readers import UnreadableValue
from stagemarkt.web.output.field_selection import DETAILGEGEVENS, Shape, prune, read_fields


def _shape_of(model: type[BaseModel]) -> Shape:
    return {info.alias or name: _inside(info.annotation) for name, info in model.model_fields.items()}


def _inside(kind: Any) -> Shape:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _shape_of(kind)
    return next((form for part in get_args(kind) if (form := _inside(part))), {})


def test_the_table_is_that_of_the_models() -> None:
    """The plain table names every field of the model, and no other."""
    assert _shape_of(DetailgegevensMetActualiteit) == DETAILGEGEVENS


@pytest.mark.parametrize(
    ("text", "over"),
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
def test_trim(text: str, over: dict[str, Any]) -> None:
    """What was asked for is left, whole where it was asked for whole; what is not there stays absent."""
    content = {
        "naam": "N",
        "vestigingsadres": {"straat": "S", "plaats": "P"},
        "contactpersonen": [{"naam": "A", "email": "a"}, {"naam": "B"}],
    }
    assert prune(content, read_fields(text)) == over


@pytest.mark.parametrize("text", ["", ",", "naam,", "naam.naam", "contactpersonen.", "Naam", "a" * 5000])
def test_unreadable(text: str) -> None:
    """A name that is not there is refused, an empty one too."""
    with pytest.raises(UnreadableValue):
        read_fields(text)
