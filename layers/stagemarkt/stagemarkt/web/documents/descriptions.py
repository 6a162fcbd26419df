"""What the tables do not know of an operation, for the OpenAPI document."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from stagemarkt.model.base import Model


class Description(NamedTuple):
    """One operation.

    Attributes:
        titel: in a few words.
        tekst: what whoever calls it should know.
        model: the shape of a good answer; None where there is none to describe.
        problems: the codes of what can go wrong.
        status: of a good answer.
        koppen: headers of a good answer besides those of every one.
        required: the fields that a body must have.
        if_match: whether it takes `If-Match`.
        conditions: what a body must be besides, as JSON Schema.
        part: whether a good answer can also be a part of `model`, as the caller asked.
    """

    titel: str
    tekst: str
    model: type[Model] | None
    problems: tuple[str, ...]
    status: str = "200"
    koppen: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    if_match: bool = False
    conditions: Mapping[str, Any] = MappingProxyType({})
    part: bool = False
