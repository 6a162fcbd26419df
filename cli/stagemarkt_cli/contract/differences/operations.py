"""Contracts compared: names and addresses, the operations, and their messages."""

from collections import Counter
from collections.abc import Iterable, Iterator

from stagemarkt_cli.contract.differences.deviation import Aspect, Deviation, DeviationPlace, Side
from stagemarkt_cli.contract.differences.elements import Elements
from stagemarkt_cli.contract.differences.matching import match_names, name_similarity
from stagemarkt_cli.contract.differences.parts import namespace_form
from stagemarkt_cli.contract.model import Contract, Operation, WsdlMessage

_NAME_COUNTS = 0.5


def deviations(ons: Contract, hun: Contract) -> Iterator[Deviation]:
    """Everything that is otherwise, place by place."""
    if ons.namespace != hun.namespace:
        yield _whole(Aspect.NAMESPACE, DeviationPlace(), ons.namespace, hun.namespace)
    elif ons.wsdl_namespace != hun.wsdl_namespace:
        yield _whole(Aspect.WSDL_NAMESPACE, DeviationPlace(), ons.wsdl_namespace, hun.wsdl_namespace)
    matching = match_names(
        ons.operations,
        hun.operations,
        lambda o, h: _similarity((ons, ons.operations[o]), (hun, hun.operations[h])),
    )
    for name in matching.missing:
        yield _whole(Aspect.OPERATIE_ONTBREEKT, DeviationPlace(name), name, "niet", name)
    for name in matching.extra:
        yield _whole(Aspect.OPERATIE_EXTRA, DeviationPlace(name), "niet", name, name)
    elements = Elements(ons, hun)
    usual = _usual_prefix((o, hun.operations[h]) for o, h in matching.pairs)
    for o, h in matching.pairs:
        old, new = ons.operations[o], hun.operations[h]
        if o != h:
            yield _whole(Aspect.OPERATIE_HERNOEMD, DeviationPlace(o), o, h, o)
        yield from _connection(old, new, usual)
        yield from _wsdl_messages(old, new, (ons, hun), elements)


def _whole(wat: Aspect, plaats: DeviationPlace, ons: str, hun: str, *sleutel: str) -> Deviation:
    return Deviation(wat, plaats, ons, hun, (wat.name, ons, hun, *sleutel))


def _similarity(ons: tuple[Contract, Operation], hun: tuple[Contract, Operation]) -> float:
    """How likely one operation is the other by another name: its name, and what is asked."""
    names = name_similarity(ons[1].naam, hun[1].naam)
    our_fields, their_fields = (_fields(contract, operation) for contract, operation in (ons, hun))
    together = len(our_fields & their_fields) / max(1, len(our_fields | their_fields))
    return _NAME_COUNTS * names + (1 - _NAME_COUNTS) * together


def _fields(contract: Contract, operation: Operation) -> frozenset[str]:
    """The elements at the first two levels of a request."""
    parts = contract.soorten[operation.verzoek.soort].parts
    names = {child.naam for part in parts for child in contract.soorten[part.soort].parts}
    return frozenset(names | {part.naam for part in parts})


def _usual_prefix(pairs: Iterable[tuple[str, Operation]]) -> str | None:
    """What stands before most of their operations in SOAPAction: one setting holds for all."""
    counted = Counter(_prefix(new, our_name) for our_name, new in pairs)
    del counted[None]
    return next((prefix for prefix, _ in counted.most_common(1)), None)


def _connection(old: Operation, new: Operation, usual: str | None) -> Iterator[Deviation]:
    here = DeviationPlace(old.naam)
    for wat, ons, hun in (
        (Aspect.EINDPUNT, old.endpoint, new.endpoint),
        (Aspect.SOAP_VERSIE, old.binding.soap, new.binding.soap),
        (Aspect.STIJL, old.binding.style, new.binding.style),
        (Aspect.CODERING, old.binding.encoding, new.binding.encoding),
        (Aspect.KOPPEN, _enumeration(old.binding.koppen), _enumeration(new.binding.koppen)),
    ):
        if ons != hun:
            yield _whole(wat, here, ons or "geen", hun or "geen")
    our_prefix, their_prefix = _prefix(old, old.naam), _prefix(new, old.naam)
    if their_prefix is None or our_prefix is None or their_prefix != usual:
        # With the setting that the others need, one that stayed as it was goes wrong too.
        ours_shown = old.action if our_prefix != their_prefix else "als de andere operaties"
        if old.action != new.action or our_prefix != usual:
            yield _whole(Aspect.ACTIE_VORM, here, ours_shown, new.action or "geen", old.naam)
    elif our_prefix != their_prefix:
        yield _whole(Aspect.ACTIE_VOORVOEGSEL, here, our_prefix, their_prefix)
    if old.wsa_action in {None, old.action} and new.wsa_action not in {None, new.action}:
        sleutel = (Aspect.WSA_ACTIE.name,)
        yield Deviation(Aspect.WSA_ACTIE, here, "gelijk aan SOAPAction", new.wsa_action or "", sleutel)


def _prefix(operation: Operation, our_name: str) -> str | None:
    """What stands before the operation's name in its SOAPAction; None when it does not end with that."""
    for name in (operation.naam, our_name):
        if operation.action.endswith(name):
            return operation.action.removesuffix(name)
    return None


def _wsdl_messages(
    old: Operation, new: Operation, contracts: tuple[Contract, Contract], elements: Elements
) -> Iterator[Deviation]:
    names = old.naam, new.naam
    directions: tuple[tuple[Side, WsdlMessage | None, WsdlMessage | None], ...] = (
        ("verzoek", old.verzoek, new.verzoek),
        ("antwoord", old.answer, new.answer),
    )
    for side, ons, hun in directions:
        plaats = DeviationPlace(old.naam, side)
        if ons is None or hun is None:
            if ons is not hun:
                yield _whole(Aspect.OMHULSEL, plaats, _element(ons), _element(hun), old.naam, side)
            continue
        if hun.element not in {ons.element, new.naam + ons.element.removeprefix(old.naam)}:
            yield _whole(Aspect.OMHULSEL, plaats, ons.element, hun.element, old.naam, side)
        forms = [
            namespace_form(wsdl_message.namespace, contract)
            for wsdl_message, contract in zip((ons, hun), contracts, strict=True)
        ]
        if forms[0] != forms[1]:
            yield _whole(Aspect.ELEMENT_NAMESPACE, plaats, *forms)
        yield from elements.compare(plaats, ons.soort, hun.soort, names)


def _element(wsdl_message: WsdlMessage | None) -> str:
    return "geen" if wsdl_message is None else wsdl_message.element


def _enumeration(names: frozenset[str]) -> str:
    return ", ".join(sorted(names))
