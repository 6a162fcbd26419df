"""Contracts compared: names and addresses, the operations, and their messages."""

from collections import Counter
from collections.abc import Iterable, Iterator

from stagemarkt_cli.contract.differences.deviation import Afwijking, Kant, Plaats, Wat
from stagemarkt_cli.contract.differences.elements import Elementen
from stagemarkt_cli.contract.differences.matching import koppel, naamgelijkenis
from stagemarkt_cli.contract.differences.parts import namespace_vorm
from stagemarkt_cli.contract.model import Boodschap, Contract, Operatie

_NAAM_TELT = 0.5


def afwijkingen(ons: Contract, hun: Contract) -> Iterator[Afwijking]:
    """Everything that is otherwise, place by place."""
    if ons.namespace != hun.namespace:
        yield _geheel(Wat.NAMESPACE, Plaats(), ons.namespace, hun.namespace)
    elif ons.wsdl_namespace != hun.wsdl_namespace:
        yield _geheel(Wat.WSDL_NAMESPACE, Plaats(), ons.wsdl_namespace, hun.wsdl_namespace)
    koppeling = koppel(
        ons.operaties,
        hun.operaties,
        lambda o, h: _gelijkenis((ons, ons.operaties[o]), (hun, hun.operaties[h])),
    )
    for naam in koppeling.ontbrekend:
        yield _geheel(Wat.OPERATIE_ONTBREEKT, Plaats(naam), naam, "niet", naam)
    for naam in koppeling.extra:
        yield _geheel(Wat.OPERATIE_EXTRA, Plaats(naam), "niet", naam, naam)
    elementen = Elementen(ons, hun)
    gewoon = _gewoon_voorvoegsel((o, hun.operaties[h]) for o, h in koppeling.paren)
    for o, h in koppeling.paren:
        oud, nieuw = ons.operaties[o], hun.operaties[h]
        if o != h:
            yield _geheel(Wat.OPERATIE_HERNOEMD, Plaats(o), o, h, o)
        yield from _aansluiting(oud, nieuw, gewoon)
        yield from _boodschappen(oud, nieuw, (ons, hun), elementen)


def _geheel(wat: Wat, plaats: Plaats, ons: str, hun: str, *sleutel: str) -> Afwijking:
    return Afwijking(wat, plaats, ons, hun, (wat.name, ons, hun, *sleutel))


def _gelijkenis(ons: tuple[Contract, Operatie], hun: tuple[Contract, Operatie]) -> float:
    """How likely one operation is the other by another name: its name, and what is asked."""
    namen = naamgelijkenis(ons[1].naam, hun[1].naam)
    velden_ons, velden_hun = (_velden(contract, operatie) for contract, operatie in (ons, hun))
    samen = len(velden_ons & velden_hun) / max(1, len(velden_ons | velden_hun))
    return _NAAM_TELT * namen + (1 - _NAAM_TELT) * samen


def _velden(contract: Contract, operatie: Operatie) -> frozenset[str]:
    """The elements at the first two levels of a request."""
    delen = contract.soorten[operatie.verzoek.soort].delen
    namen = {kind.naam for deel in delen for kind in contract.soorten[deel.soort].delen}
    return frozenset(namen | {deel.naam for deel in delen})


def _gewoon_voorvoegsel(paren: Iterable[tuple[str, Operatie]]) -> str | None:
    """What stands before most of their operations in SOAPAction: one setting holds for all."""
    geteld = Counter(_voorvoegsel(nieuw, onze_naam) for onze_naam, nieuw in paren)
    del geteld[None]
    return next((voorvoegsel for voorvoegsel, _ in geteld.most_common(1)), None)


def _aansluiting(oud: Operatie, nieuw: Operatie, gewoon: str | None) -> Iterator[Afwijking]:
    hier = Plaats(oud.naam)
    for wat, ons, hun in (
        (Wat.EINDPUNT, oud.eindpunt, nieuw.eindpunt),
        (Wat.SOAP_VERSIE, oud.binding.soap, nieuw.binding.soap),
        (Wat.STIJL, oud.binding.stijl, nieuw.binding.stijl),
        (Wat.CODERING, oud.binding.codering, nieuw.binding.codering),
        (Wat.KOPPEN, _opsomming(oud.binding.koppen), _opsomming(nieuw.binding.koppen)),
    ):
        if ons != hun:
            yield _geheel(wat, hier, ons or "geen", hun or "geen")
    ons_voor, hun_voor = _voorvoegsel(oud, oud.naam), _voorvoegsel(nieuw, oud.naam)
    if hun_voor is None or ons_voor is None or hun_voor != gewoon:
        # With the setting that the others need, one that stayed as it was goes wrong too.
        ons_dan = oud.actie if ons_voor != hun_voor else "als de andere operaties"
        if oud.actie != nieuw.actie or ons_voor != gewoon:
            yield _geheel(Wat.ACTIE_VORM, hier, ons_dan, nieuw.actie or "geen", oud.naam)
    elif ons_voor != hun_voor:
        yield _geheel(Wat.ACTIE_VOORVOEGSEL, hier, ons_voor, hun_voor)
    if oud.wsa_actie in {None, oud.actie} and nieuw.wsa_actie not in {None, nieuw.actie}:
        sleutel = (Wat.WSA_ACTIE.name,)
        yield Afwijking(Wat.WSA_ACTIE, hier, "gelijk aan SOAPAction", nieuw.wsa_actie or "", sleutel)


def _voorvoegsel(operatie: Operatie, onze_naam: str) -> str | None:
    """What stands before the operation's name in its SOAPAction; None when it does not end with that."""
    for naam in (operatie.naam, onze_naam):
        if operatie.actie.endswith(naam):
            return operatie.actie.removesuffix(naam)
    return None


def _boodschappen(
    oud: Operatie, nieuw: Operatie, contracten: tuple[Contract, Contract], elementen: Elementen
) -> Iterator[Afwijking]:
    namen = oud.naam, nieuw.naam
    richtingen: tuple[tuple[Kant, Boodschap | None, Boodschap | None], ...] = (
        ("verzoek", oud.verzoek, nieuw.verzoek),
        ("antwoord", oud.antwoord, nieuw.antwoord),
    )
    for kant, ons, hun in richtingen:
        plaats = Plaats(oud.naam, kant)
        if ons is None or hun is None:
            if ons is not hun:
                yield _geheel(Wat.OMHULSEL, plaats, _element(ons), _element(hun), oud.naam, kant)
            continue
        if hun.element not in {ons.element, nieuw.naam + ons.element.removeprefix(oud.naam)}:
            yield _geheel(Wat.OMHULSEL, plaats, ons.element, hun.element, oud.naam, kant)
        vormen = [
            namespace_vorm(boodschap.namespace, contract)
            for boodschap, contract in zip((ons, hun), contracten, strict=True)
        ]
        if vormen[0] != vormen[1]:
            yield _geheel(Wat.ELEMENT_NAMESPACE, plaats, *vormen)
        yield from elementen.vergelijk(plaats, ons.soort, hun.soort, namen)


def _element(boodschap: Boodschap | None) -> str:
    return "geen" if boodschap is None else boodschap.element


def _opsomming(namen: frozenset[str]) -> str:
    return ", ".join(sorted(namen))
