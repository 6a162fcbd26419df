"""From elements to message models: one reader, driven by the models' own declarations.

A field's alias is the element's local name. A field that is a list takes a path such as
`Leerbedrijven/Leerbedrijf`, and one element is a list of one. Texts are trimmed, a blank one is absent,
elements that no field asks for are passed over.

One odd value costs one value. A field that cannot be read is absent, and a part that lacks what it cannot do
without is left out; both are counted, by their paths. Only what `SoapMessage.draagt` names refuses the whole.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from types import UnionType
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, Union, cast, get_args, get_origin
from xml.etree.ElementTree import Element

from pydantic import TypeAdapter, ValidationError

from stagemarkt.adapters.soap.elements import text_of
from stagemarkt.adapters.soap.messages import SoapMessage

M = TypeVar("M", bound=SoapMessage)


class Unusable(ValueError):
    """What carries the message cannot be read; the text is the path of the element, never its value."""


class MessageReading(NamedTuple, Generic[M]):
    """A message, and what of it could not be read.

    Attributes:
        message: the message.
        onleesbaar: the path of each field that is absent because it could not be read, and how often.
        omitted: the path of each part that is left out, and how often.
    """

    message: M
    onleesbaar: Mapping[str, int]
    omitted: Mapping[str, int]


class _Field(NamedTuple):
    naam: str
    path: tuple[str, ...]
    listing: bool
    gaps: bool
    required: bool
    draagt: bool
    model: type[SoapMessage] | None
    vet: Callable[[str], Any]


def read(model: type[M], element: Element, namespace: str) -> MessageReading[M]:
    """Read `element` as a `model`; its children are those in `namespace`.

    Raises:
        Unusable: what carries it is absent, or cannot be read.
    """
    reader = _FieldReader(f"{{{namespace}}}")
    values, failed = reader.values(model, element, "")
    if _missing(model, values):
        raise Unusable(model.__name__)
    return MessageReading(_make(model, values, failed), reader.onleesbaar, reader.omitted)


class _Omitted(ValueError):
    """A part lacks what it cannot do without."""


class _FieldReader:
    """Reads one message, and counts what it cannot."""

    def __init__(self, ns: str) -> None:
        self._ns = ns
        self.onleesbaar: Counter[str] = Counter()
        self.omitted: Counter[str] = Counter()

    def values(
        self, model: type[SoapMessage], element: Element, begin: str
    ) -> tuple[Mapping[str, object], AbstractSet[str]]:
        """The values of its fields by name, and the elements that could not be read."""
        values: dict[str, object] = {}
        failed: set[str] = set()
        for alias, field in _fields(model).items():
            path = begin + alias
            found = element.findall("/".join(self._ns + step for step in field.path))
            try:
                value = self._field(field, found, path)
            except Unusable:
                raise
            except _Omitted:
                self.omitted[path] += 1
                continue
            except ValueError:
                # Without the cause: its text may quote the value.
                if field.draagt:
                    raise Unusable(path) from None
                self.onleesbaar[path] += 1
                failed.add(alias)
                continue
            if value is not None:
                values[field.naam] = value
            elif field.draagt and field.required:
                raise Unusable(path)
        return values, failed

    def _field(self, field: _Field, elements: Sequence[Element], path: str) -> object:
        if field.listing:
            return self._list(field, elements, path) or None
        if field.model is None:
            return _value(field, elements)
        parsed = [self._part(field.model, element, path) for element in elements]
        parts = [part for part in parsed if part is not None]
        if any(part != parts[0] for part in parts):
            raise ValueError("said twice, and otherwise")
        return parts[0] if parts else None

    def _list(self, field: _Field, elements: Sequence[Element], path: str) -> list[object]:
        row: list[object] = []
        for element in elements:
            try:
                value = self._part(field.model, element, path) if field.model else _value(field, [element])
                empty = value is None and field.gaps
            except Unusable:
                raise
            except ValueError:
                value, empty = None, True
            self.omitted.update([path] if empty else [])
            if value is not None or field.gaps:
                row.append(value)
        return row

    def _part(self, model: type[M], element: Element, path: str) -> M | None:
        """The part that this element is; None when it says nothing."""
        values, failed = self.values(model, element, f"{path}/")
        if not values and not failed:
            # An element with nothing in it says nothing: it is as absent as a blank text.
            if len(element) == 0 and (element.text or "").strip():
                raise ValueError("a text where there should be elements")
            return None
        part = None if _missing(model, values) else _make(model, values, failed)
        if part is None or not part.is_complete():
            raise _Omitted
        return part if values else None


def _missing(model: type[SoapMessage], values: Mapping[str, object]) -> bool:
    return any(field.required and field.naam not in values for field in _fields(model).values())


def _make(model: type[M], values: Mapping[str, object], failed: AbstractSet[str]) -> M:
    # Each value has been checked by its own declaration: once is enough.
    message = model.model_construct(None, **values)
    return cast("M", message.with_unreadable(failed))


def _value(field: _Field, elements: Sequence[Element]) -> object:
    text = text_of(elements)
    return None if text is None else field.vet(text)


@cache
def _fields(model: type[SoapMessage]) -> Mapping[str, _Field]:
    return {info.alias or name: _field(model, name) for name, info in model.model_fields.items()}


def _field(model: type[SoapMessage], name: str) -> _Field:
    info = model.model_fields[name]
    kind: Any = info.annotation
    listing = get_origin(kind) is list
    core = get_args(kind)[0] if listing else kind
    gaps = listing and type(None) in get_args(core)
    bare = _bare_type(core)
    component = bare if isinstance(bare, type) and issubclass(bare, SoapMessage) else None
    # The elements of a list are judged one by one, by what their own type says.
    requirements = () if listing else tuple(info.metadata)
    return _Field(
        naam=name,
        path=tuple((info.alias or name).split("/")),
        listing=listing,
        gaps=gaps,
        required=info.is_required(),
        draagt=name in model.draagt,
        model=component,
        vet=_validator(Annotated[(core, *requirements)] if requirements else core)
        if component is None
        else _none,
    )


def _validator(kind: Any) -> Callable[[str], Any]:  # noqa: ANN401 - an annotation may be anything
    proef: TypeAdapter[Any] = TypeAdapter(kind)

    def vet(text: str) -> object:
        try:
            return proef.validate_python(text)
        except ValidationError:
            raise ValueError("not as declared") from None

    return vet


def _none(_text: str) -> object:
    raise AssertionError("a part is no text")


def _bare_type(kind: Any) -> Any:  # noqa: ANN401 - an annotation may be anything
    if get_origin(kind) is Annotated:
        return _bare_type(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        return _bare_type(next(part for part in get_args(kind) if part is not type(None)))
    return kind
