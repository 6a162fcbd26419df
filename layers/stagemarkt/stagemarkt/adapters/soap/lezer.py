"""From elements to message models: one reader, driven by the models' own declarations.

A field's alias is the element's local name. A field that is a list takes a path such as
`Leerbedrijven/Leerbedrijf`, and one element is a list of one. Texts are trimmed, a blank one is absent,
elements that no field asks for are passed over.
"""

from collections.abc import Mapping
from functools import cache
from types import UnionType
from typing import Annotated, NamedTuple, TypeVar, Union, get_args, get_origin
from xml.etree.ElementTree import Element

from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)


class _Veld(NamedTuple):
    pad: tuple[str, ...]
    lijst: bool
    model: type[BaseModel] | None


def lees(model: type[M], element: Element, namespace: str) -> M:
    """Read `element` as a `model`; its children are those in `namespace`.

    Raises:
        pydantic.ValidationError: a required element is missing or a value does not fit.
    """
    return model.model_validate(_waarden(model, element, f"{{{namespace}}}"))


def _waarden(model: type[BaseModel], element: Element, ns: str) -> Mapping[str, object]:
    waarden: dict[str, object] = {}
    for naam, veld in _velden(model).items():
        gevonden = element.findall("/".join(ns + stap for stap in veld.pad))
        gelezen = [_waarde(veld, kind, ns) for kind in gevonden]
        aanwezig = [waarde for waarde in gelezen if waarde is not None]
        if aanwezig:
            waarden[naam] = aanwezig if veld.lijst else aanwezig[0]
    return waarden


def _waarde(veld: _Veld, element: Element, ns: str) -> object:
    if veld.model is not None:
        # An element with nothing in it says nothing: it is as absent as a blank text.
        return _waarden(veld.model, element, ns) or None
    return (element.text or "").strip() or None


@cache
def _velden(model: type[BaseModel]) -> Mapping[str, _Veld]:
    velden = {}
    for naam, info in model.model_fields.items():
        alias = info.alias or naam
        velden[alias] = _veld(alias, info.annotation)
    return velden


def _veld(alias: str, soort: object) -> _Veld:
    lijst = get_origin(soort) is list
    kern = get_args(soort)[0] if lijst else _zonder_none(soort)
    model = kern if isinstance(kern, type) and issubclass(kern, BaseModel) else None
    return _Veld(tuple(alias.split("/")), lijst, model)


def _zonder_none(soort: object) -> object:
    if get_origin(soort) is Annotated:
        return _zonder_none(get_args(soort)[0])
    if get_origin(soort) in {Union, UnionType}:
        return next(deel for deel in get_args(soort) if deel is not type(None))
    return soort
