"""Each way to differ gives its own difference and no other, with what it breaks and where to change it."""

import pytest
from stagemarkt_cli.contract.compare import vergelijk
from stagemarkt_cli.contract.differences.deviation import Wat
from stagemarkt_cli.contract.differences.difference import Ernst, Verschil

from tests.unit.cli.sources import WSDL, XSD, Bestanden, lees, onze, samen, vervang
from tests.unit.cli.wsdl_changes import TIEN, Mutatie
from tests.unit.cli.wsdl_changes_direction import RICHTING
from tests.unit.cli.wsdl_changes_other import OVERIGE


def verschillen(bestanden: Bestanden) -> list[Verschil]:
    """What these files differ in from ours."""
    return vergelijk(lees(onze()), lees(bestanden))


def test_gelijk() -> None:
    """Our contract does not differ from itself."""
    assert verschillen(onze()) == []


@pytest.mark.parametrize("mutatie", [*TIEN, *OVERIGE, *RICHTING], ids=lambda mutatie: mutatie.naam)
def test_een_mutatie(mutatie: Mutatie) -> None:
    """One change is one difference: its kind, both sides, how bad it is, and the place."""
    (verschil,) = verschillen(mutatie.ingreep(onze()))
    assert (verschil.wat, verschil.ernst) == (mutatie.wat, mutatie.ernst)
    assert (verschil.ons, verschil.hun) == (mutatie.ons, mutatie.hun)
    assert mutatie.plek in verschil.plekken
    assert verschil.gevolg


def test_tien_manieren_tegelijk() -> None:
    """A WSDL that was changed in all these ways: each is named, and nothing else is."""
    gevonden = verschillen(samen(*(mutatie.ingreep for mutatie in TIEN))(onze()))
    assert len(TIEN) >= 10
    assert sorted((v.wat.name, v.ernst, v.ons, v.hun) for v in gevonden) == sorted(
        (m.wat.name, m.ernst, m.ons, m.hun) for m in TIEN
    )


def test_ergste_eerst() -> None:
    """Who reads from the top meets what breaks first."""
    ernst = [v.ernst for v in verschillen(samen(*(mutatie.ingreep for mutatie in TIEN))(onze()))]
    assert ernst == sorted(ernst, reverse=True)
    assert set(ernst) == set(Ernst)


def test_een_keer_met_alle_plekken() -> None:
    """A change in a type that many messages share is said once, with every place it is seen in."""
    mutatie = next(m for m in TIEN if m.wat is Wat.ELEMENT_HERNOEMD)
    (verschil,) = verschillen(mutatie.ingreep(onze()))
    assert len(verschil.waar) == 6
    assert {waar.partition(" ")[0] for waar in verschil.waar} == {
        "IdentificeerLeerbedrijf",
        "GeefDetails",
        "Zoeken",
    }
    assert verschil.plekken[-1].startswith("contract/whitelabel.xsd:")


def test_alle_gevolgen() -> None:
    """What is asked, read and received breaks in different ways: each is said, once."""
    (verschil,) = verschillen(vervang(XSD, 'value="[0-9]{5}"', 'value="[0-9]{5,6}"')(onze()))
    for gevolg in (
        "SBB kan een waarde weigeren die de facade wel stuurt.",
        "Een waarde die hier niet past, laat dat deel van het antwoord weg.",
        "Een mutatie met een waarde die hier niet te lezen is, wordt apart gehouden.",
    ):
        assert verschil.gevolg.count(gevolg) == 1


def test_een_bleef_achter() -> None:
    """One setting holds for all operations: the one that kept its prefix is told apart."""
    voor = "urn:stagemarkt:whitelabel:2.1/"
    bestanden = vervang(WSDL, voor, "http://sbb.example/", 24)(onze())
    gevonden = verschillen(vervang(WSDL, '"http://sbb.example/Zoeken"', f'"{voor}Zoeken"', 2)(bestanden))
    assert [(v.wat, v.hun) for v in gevonden] == [
        (Wat.ACTIE_VOORVOEGSEL, "http://sbb.example/"),
        (Wat.ACTIE_VORM, f"{voor}Zoeken"),
    ]
