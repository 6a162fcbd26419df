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

_FILE: Final = "adapters/soap/messages.py"


@dataclass(frozen=True, slots=True)
class ReadField:
    """How one element is read.

    Attributes:
        plek: the field, such as `adapters/soap/messages.py LeerbedrijfBericht.code`.
        required: whether an answer without it is unusable.
        listing: whether more than one is read.
        nature: `tekst`, `getal`, `datum` or the like: the type that it becomes; `bericht` for a part.
        strict: whether only certain values will do.
        pattern: where the pattern is that it must fit, None without one.
        bounded: whether its size is bounded.
        draagt: whether the answer is refused when it cannot be read.
    """

    plek: str
    required: bool
    listing: bool
    nature: str
    strict: bool
    pattern: str | None
    bounded: bool
    draagt: bool = False

    @property
    def onleesbaar(self) -> str:
        """What a value that cannot be read does, as the end of a sentence."""
        if self.draagt:
            return "maakt het antwoord onbruikbaar"
        return "laat dat deel van het antwoord weg" if self.required else "laat het veld leeg"


def modellen() -> Mapping[str, type[BaseModel]]:
    """The message models by name."""
    return {
        name: class_
        for name, class_ in inspect.getmembers(messages, inspect.isclass)
        if issubclass(class_, BaseModel) and class_.__module__ == messages.__name__
    }


def find_field(model: type[BaseModel], path: tuple[str, ...]) -> ReadField | None:
    """How the element at `path`, from the model's own element down, is read; None when it is not."""
    for name, info in model.model_fields.items():
        alias = tuple((info.alias or name).split("/"))
        if path == alias or (path and path == alias[: len(path)]):
            # A step on the way to a list is a wrapper: it may be absent, and there is one.
            return _read_field(model, name, info, envelope=path != alias)
        core = _core(info.annotation)
        if path[: len(alias)] == alias and isinstance(core, type) and issubclass(core, BaseModel):
            return find_field(core, path[len(alias) :])
    return None


def _read_field(model: type[BaseModel], name: str, info: FieldInfo, *, envelope: bool) -> ReadField:
    owner = next(k for k in reversed(model.__mro__) if name in getattr(k, "__annotations__", {}))
    core = _core(info.annotation)
    requirements = {type(require).__name__ for require in info.metadata}
    patterns = [require.pattern for require in info.metadata if getattr(require, "pattern", None)]
    return ReadField(
        plek=f"{_FILE} {owner.__name__}.{name}",
        # A default that is no blank says something: an answer without the element would not mean that.
        required=(info.is_required() or info.default not in (None, [])) and not envelope,
        listing=get_origin(info.annotation) is list and not envelope,
        nature="bericht" if envelope else _nature(core),
        strict=get_origin(core) is Literal,
        pattern=_spot_of_pattern(str(patterns[0])) if patterns else None,
        bounded=bool(requirements & {"Ge", "Le", "Gt", "Lt", "MinLen", "MaxLen"}),
        draagt=name in getattr(model, "draagt", ()),
    )


def _spot_of_pattern(pattern: str) -> str:
    """The constant in `model/codes.py` that holds it."""
    for name, value in vars(codes).items():
        if value == pattern:
            return f"model/codes.py {name}"
    return _FILE


def _core(kind: Any) -> Any:  # noqa: ANN401 - an annotation may be anything
    """`X` of `X | None`, `list[X]` and `Annotated[X, …]`."""
    if get_origin(kind) in {list, Annotated}:
        return _core(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        return _core(next(part for part in get_args(kind) if part is not type(None)))
    return kind


def _nature(core: Any) -> str:  # noqa: ANN401 - an annotation may be anything
    if isinstance(core, type) and issubclass(core, BaseModel):
        return "bericht"
    return {"str": "tekst", "int": "getal", "float": "getal", "date": "datum"}.get(
        getattr(core, "__name__", "tekst"), "tekst"
    )
