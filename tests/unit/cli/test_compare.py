"""Each way to differ gives its own difference and no other, with what it breaks and where to change it."""

import pytest
from stagemarkt_cli.contract.compare import compare
from stagemarkt_cli.contract.differences.deviation import Aspect
from stagemarkt_cli.contract.differences.difference import Difference, Severity

from tests.unit.cli.sources import WSDL, XSD, Files, ours, read, replace, together
from tests.unit.cli.wsdl_changes import TEN, WsdlChange
from tests.unit.cli.wsdl_changes_direction import DIRECTION
from tests.unit.cli.wsdl_changes_other import OTHERS


def differences(files: Files) -> list[Difference]:
    """What these files differ in from ours."""
    return compare(read(ours()), read(files))


def test_equal() -> None:
    """Our contract does not differ from itself."""
    assert differences(ours()) == []


@pytest.mark.parametrize("mutatie", [*TEN, *OTHERS, *DIRECTION], ids=lambda mutatie: mutatie.naam)
def test_one_mutatie(mutatie: WsdlChange) -> None:
    """One change is one difference: its kind, both sides, how bad it is, and the place."""
    (difference,) = differences(mutatie.ingreep(ours()))
    assert (difference.wat, difference.ernst) == (mutatie.wat, mutatie.ernst)
    assert (difference.ons, difference.hun) == (mutatie.ons, mutatie.hun)
    assert mutatie.plek in difference.spots
    assert difference.consequence


def test_ten_ways_at_once() -> None:
    """A WSDL that was changed in all these ways: each is named, and nothing else is."""
    found = differences(together(*(mutatie.ingreep for mutatie in TEN))(ours()))
    assert len(TEN) >= 10
    assert sorted((v.wat.name, v.ernst, v.ons, v.hun) for v in found) == sorted(
        (m.wat.name, m.ernst, m.ons, m.hun) for m in TEN
    )


def test_worst_first() -> None:
    """Who reads from the top meets what breaks first."""
    ernst = [v.ernst for v in differences(together(*(mutatie.ingreep for mutatie in TEN))(ours()))]
    assert ernst == sorted(ernst, reverse=True)
    assert set(ernst) == set(Severity)


def test_once_with_all_places() -> None:
    """A change in a type that many messages share is said once, with every place it is seen in."""
    mutatie = next(m for m in TEN if m.wat is Aspect.ELEMENT_HERNOEMD)
    (difference,) = differences(mutatie.ingreep(ours()))
    assert len(difference.where) == 6
    assert {where.partition(" ")[0] for where in difference.where} == {
        "IdentificeerLeerbedrijf",
        "GeefDetails",
        "Zoeken",
    }
    assert difference.spots[-1].startswith("contract/whitelabel.xsd:")


def test_all_consequences() -> None:
    """What is asked, read and received breaks in different ways: each is said, once."""
    (difference,) = differences(replace(XSD, 'value="[0-9]{5}"', 'value="[0-9]{5,6}"')(ours()))
    for consequence in (
        "SBB kan een waarde weigeren die de facade wel stuurt.",
        "Een waarde die hier niet past, laat dat deel van het antwoord weg.",
        "Een mutatie met een waarde die hier niet te lezen is, wordt apart gehouden.",
    ):
        assert difference.consequence.count(consequence) == 1


def test_one_stayed_behind() -> None:
    """One setting holds for all operations: the one that kept its prefix is told apart."""
    before = "urn:stagemarkt:whitelabel:2.1/"
    files = replace(WSDL, before, "http://sbb.example/", 24)(ours())
    found = differences(replace(WSDL, '"http://sbb.example/Zoeken"', f'"{before}Zoeken"', 2)(files))
    assert [(v.wat, v.hun) for v in found] == [
        (Aspect.ACTIE_VOORVOEGSEL, "http://sbb.example/"),
        (Aspect.ACTIE_VORM, f"{before}Zoeken"),
    ]
