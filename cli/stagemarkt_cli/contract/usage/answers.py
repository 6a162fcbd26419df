"""What is read of an answer: the message models, by their own aliases."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from types import UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from stagemarkt.adapters.soap import messages
from stagemarkt.model import codes

_BESTAND: Final = "adapters/soap/messages.py"


@dataclass(frozen=True, slots=True)
class Leesveld:
    """How one element is read.

    Attributes:
        plek: the field, such as `adapters/soap/messages.py LeerbedrijfBericht.code`.
        verplicht: whether an answer without it is unusable.
        lijst: whether more than one is read.
        aard: `tekst`, `getal`, `datum` or the like: the type that it becomes; `bericht` for a part.
        streng: whether only certain values will do.
        patroon: where the pattern is that it must fit, None without one.
        begrensd: whether its size is bounded.
        draagt: whether the answer is refused when it cannot be read.
    """

    plek: str
    verplicht: bool
    lijst: bool
    aard: str
    streng: bool
    patroon: str | None
    begrensd: bool
    draagt: bool = False

    @property
    def onleesbaar(self) -> str:
        """What a value that cannot be read does, as the end of a sentence."""
        if self.draagt:
            return "maakt het antwoord onbruikbaar"
        return "laat dat deel van het antwoord weg" if self.verplicht else "laat het veld leeg"


def modellen() -> Mapping[str, type[BaseModel]]:
    """The message models by name."""
    return {
        naam: klasse
        for naam, klasse in inspect.getmembers(messages, inspect.isclass)
        if issubclass(klasse, BaseModel) and klasse.__module__ == messages.__name__
    }


def zoek_veld(model: type[BaseModel], pad: tuple[str, ...]) -> Leesveld | None:
    """How the element at `pad`, from the model's own element down, is read; None when it is not."""
    for naam, info in model.model_fields.items():
        alias = tuple((info.alias or naam).split("/"))
        if pad == alias or (pad and pad == alias[: len(pad)]):
            # A step on the way to a list is a wrapper: it may be absent, and there is one.
            return _leesveld(model, naam, info, omhulsel=pad != alias)
        kern = _kern(info.annotation)
        if pad[: len(alias)] == alias and isinstance(kern, type) and issubclass(kern, BaseModel):
            return zoek_veld(kern, pad[len(alias) :])
    return None


def _leesveld(model: type[BaseModel], naam: str, info: FieldInfo, *, omhulsel: bool) -> Leesveld:
    eigenaar = next(k for k in reversed(model.__mro__) if naam in getattr(k, "__annotations__", {}))
    kern = _kern(info.annotation)
    eisen = {type(eis).__name__ for eis in info.metadata}
    patronen = [eis.pattern for eis in info.metadata if getattr(eis, "pattern", None)]
    return Leesveld(
        plek=f"{_BESTAND} {eigenaar.__name__}.{naam}",
        # A default that is no blank says something: an answer without the element would not mean that.
        verplicht=(info.is_required() or info.default not in (None, [])) and not omhulsel,
        lijst=get_origin(info.annotation) is list and not omhulsel,
        aard="bericht" if omhulsel else _aard(kern),
        streng=get_origin(kern) is Literal,
        patroon=_plek_van_patroon(str(patronen[0])) if patronen else None,
        begrensd=bool(eisen & {"Ge", "Le", "Gt", "Lt", "MinLen", "MaxLen"}),
        draagt=naam in getattr(model, "draagt", ()),
    )


def _plek_van_patroon(patroon: str) -> str:
    """The constant in `model/codes.py` that holds it."""
    for naam, waarde in vars(codes).items():
        if waarde == patroon:
            return f"model/codes.py {naam}"
    return _BESTAND


def _kern(soort: Any) -> Any:  # noqa: ANN401 - an annotation may be anything
    """`X` of `X | None`, `list[X]` and `Annotated[X, …]`."""
    if get_origin(soort) in {list, Annotated}:
        return _kern(get_args(soort)[0])
    if get_origin(soort) in {Union, UnionType}:
        return _kern(next(deel for deel in get_args(soort) if deel is not type(None)))
    return soort


def _aard(kern: Any) -> str:  # noqa: ANN401 - an annotation may be anything
    if isinstance(kern, type) and issubclass(kern, BaseModel):
        return "bericht"
    return {"str": "tekst", "int": "getal", "float": "getal", "date": "datum"}.get(
        getattr(kern, "__name__", "tekst"), "tekst"
    )
