"""From elements to message models: one reader, driven by the models' own declarations.

A field's alias is the element's local name. A field that is a list takes a path such as
`Leerbedrijven/Leerbedrijf`, and one element is a list of one. Texts are trimmed, a blank one is absent,
elements that no field asks for are passed over.

One odd value costs one value. A field that cannot be read is absent, and a part that lacks what it cannot do
without is left out; both are counted, by their paths. Only what `Bericht.draagt` names refuses the whole.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from types import UnionType
from typing import Annotated, Any, Generic, NamedTuple, TypeVar, Union, cast, get_args, get_origin
from xml.etree.ElementTree import Element

from pydantic import TypeAdapter, ValidationError

from stagemarkt.adapters.soap.elements import tekst_van
from stagemarkt.adapters.soap.messages import Bericht

M = TypeVar("M", bound=Bericht)


class Onbruikbaar(ValueError):
    """What carries the message cannot be read; the text is the path of the element, never its value."""


class Lezing(NamedTuple, Generic[M]):
    """A message, and what of it could not be read.

    Attributes:
        bericht: the message.
        onleesbaar: the path of each field that is absent because it could not be read, and how often.
        weggelaten: the path of each part that is left out, and how often.
    """

    bericht: M
    onleesbaar: Mapping[str, int]
    weggelaten: Mapping[str, int]


class _Veld(NamedTuple):
    naam: str
    pad: tuple[str, ...]
    lijst: bool
    gaten: bool
    verplicht: bool
    draagt: bool
    model: type[Bericht] | None
    keur: Callable[[str], Any]


def lees(model: type[M], element: Element, namespace: str) -> Lezing[M]:
    """Read `element` as a `model`; its children are those in `namespace`.

    Raises:
        Onbruikbaar: what carries it is absent, or cannot be read.
    """
    lezer = _Lezer(f"{{{namespace}}}")
    waarden, mis = lezer.waarden(model, element, "")
    if _ontbreekt(model, waarden):
        raise Onbruikbaar(model.__name__)
    return Lezing(_maak(model, waarden, mis), lezer.onleesbaar, lezer.weggelaten)


class _Weggelaten(ValueError):
    """A part lacks what it cannot do without."""


class _Lezer:
    """Reads one message, and counts what it cannot."""

    def __init__(self, ns: str) -> None:
        self._ns = ns
        self.onleesbaar: Counter[str] = Counter()
        self.weggelaten: Counter[str] = Counter()

    def waarden(
        self, model: type[Bericht], element: Element, begin: str
    ) -> tuple[Mapping[str, object], AbstractSet[str]]:
        """The values of its fields by name, and the elements that could not be read."""
        waarden: dict[str, object] = {}
        mis: set[str] = set()
        for alias, veld in _velden(model).items():
            pad = begin + alias
            gevonden = element.findall("/".join(self._ns + stap for stap in veld.pad))
            try:
                waarde = self._veld(veld, gevonden, pad)
            except Onbruikbaar:
                raise
            except _Weggelaten:
                self.weggelaten[pad] += 1
                continue
            except ValueError:
                # Without the cause: its text may quote the value.
                if veld.draagt:
                    raise Onbruikbaar(pad) from None
                self.onleesbaar[pad] += 1
                mis.add(alias)
                continue
            if waarde is not None:
                waarden[veld.naam] = waarde
            elif veld.draagt and veld.verplicht:
                raise Onbruikbaar(pad)
        return waarden, mis

    def _veld(self, veld: _Veld, elementen: Sequence[Element], pad: str) -> object:
        if veld.lijst:
            return self._lijst(veld, elementen, pad) or None
        if veld.model is None:
            return _waarde(veld, elementen)
        gelezen = [self._deel(veld.model, element, pad) for element in elementen]
        delen = [deel for deel in gelezen if deel is not None]
        if any(deel != delen[0] for deel in delen):
            raise ValueError("said twice, and otherwise")
        return delen[0] if delen else None

    def _lijst(self, veld: _Veld, elementen: Sequence[Element], pad: str) -> list[object]:
        rij: list[object] = []
        for element in elementen:
            try:
                waarde = self._deel(veld.model, element, pad) if veld.model else _waarde(veld, [element])
                leeg = waarde is None and veld.gaten
            except Onbruikbaar:
                raise
            except ValueError:
                waarde, leeg = None, True
            self.weggelaten.update([pad] if leeg else [])
            if waarde is not None or veld.gaten:
                rij.append(waarde)
        return rij

    def _deel(self, model: type[M], element: Element, pad: str) -> M | None:
        """The part that this element is; None when it says nothing."""
        waarden, mis = self.waarden(model, element, f"{pad}/")
        if not waarden and not mis:
            # An element with nothing in it says nothing: it is as absent as a blank text.
            if len(element) == 0 and (element.text or "").strip():
                raise ValueError("a text where there should be elements")
            return None
        deel = None if _ontbreekt(model, waarden) else _maak(model, waarden, mis)
        if deel is None or not deel.is_compleet():
            raise _Weggelaten
        return deel if waarden else None


def _ontbreekt(model: type[Bericht], waarden: Mapping[str, object]) -> bool:
    return any(veld.verplicht and veld.naam not in waarden for veld in _velden(model).values())


def _maak(model: type[M], waarden: Mapping[str, object], mis: AbstractSet[str]) -> M:
    # Each value has been checked by its own declaration: once is enough.
    bericht = model.model_construct(None, **waarden)
    return cast("M", bericht.met_onleesbaar(mis))


def _waarde(veld: _Veld, elementen: Sequence[Element]) -> object:
    tekst = tekst_van(elementen)
    return None if tekst is None else veld.keur(tekst)


@cache
def _velden(model: type[Bericht]) -> Mapping[str, _Veld]:
    return {info.alias or naam: _veld(model, naam) for naam, info in model.model_fields.items()}


def _veld(model: type[Bericht], naam: str) -> _Veld:
    info = model.model_fields[naam]
    soort: Any = info.annotation
    lijst = get_origin(soort) is list
    kern = get_args(soort)[0] if lijst else soort
    gaten = lijst and type(None) in get_args(kern)
    bloot = _bloot(kern)
    onderdeel = bloot if isinstance(bloot, type) and issubclass(bloot, Bericht) else None
    # The elements of a list are judged one by one, by what their own type says.
    eisen = () if lijst else tuple(info.metadata)
    return _Veld(
        naam=naam,
        pad=tuple((info.alias or naam).split("/")),
        lijst=lijst,
        gaten=gaten,
        verplicht=info.is_required(),
        draagt=naam in model.draagt,
        model=onderdeel,
        keur=_keuring(Annotated[(kern, *eisen)] if eisen else kern) if onderdeel is None else _geen,
    )


def _keuring(soort: Any) -> Callable[[str], Any]:  # noqa: ANN401 - an annotation may be anything
    proef: TypeAdapter[Any] = TypeAdapter(soort)

    def keur(tekst: str) -> object:
        try:
            return proef.validate_python(tekst)
        except ValidationError:
            raise ValueError("not as declared") from None

    return keur


def _geen(_tekst: str) -> object:
    raise AssertionError("a part is no text")


def _bloot(soort: Any) -> Any:  # noqa: ANN401 - an annotation may be anything
    if get_origin(soort) is Annotated:
        return _bloot(get_args(soort)[0])
    if get_origin(soort) in {Union, UnionType}:
        return _bloot(next(deel for deel in get_args(soort) if deel is not type(None)))
    return soort
