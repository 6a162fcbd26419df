"""A WSDL as ASP.NET writes it: inline schema, anonymous wrappers, two SOAP bindings, HTTP GET and POST."""

import pytest
from stagemarkt_cli.contract.compare import compare
from stagemarkt_cli.contract.differences.deviation import Aspect
from stagemarkt_cli.contract.differences.difference import Difference, Severity
from stagemarkt_cli.contract.model import Contract

from tests.unit.cli.sources import ASMX, ours, read


@pytest.fixture(scope="module")
def asmx() -> Contract:
    """What is in the example."""
    return read({ASMX.name: ASMX.read_text(encoding="utf-8")}, ASMX.name)


@pytest.fixture(scope="module")
def differences(asmx: Contract) -> list[Difference]:
    """What differs from ours."""
    return compare(read(ours()), asmx)


def test_only_soap_11(asmx: Contract) -> None:
    """Where SOAP 1.1 is offered the other bindings do not count, nor what only they have."""
    assert list(asmx.operations) == ["Zoeken"]
    assert asmx.operations["Zoeken"].binding.soap == "1.1"
    assert asmx.namespace == "http://tempuri.org/"


def test_what_breaks(differences: list[Difference]) -> None:
    """What must be changed before a call can succeed, and nothing else."""
    assert {(v.wat, v.ons, v.hun) for v in differences if v.ernst is Severity.BREEKT} == {
        (Aspect.NAMESPACE, "urn:stagemarkt:whitelabel:2.1", "http://tempuri.org/"),
        (Aspect.ACTIE_VOORVOEGSEL, "urn:stagemarkt:whitelabel:2.1/", "http://tempuri.org/"),
        (Aspect.KOPPEN, "geen", "AuthHeader"),
        (Aspect.OPERATIE_ONTBREEKT, "IdentificeerLeerbedrijf", "niet"),
        (Aspect.OPERATIE_ONTBREEKT, "VerifieerAccreditatie", "niet"),
        (Aspect.OPERATIE_ONTBREEKT, "GeefDetails", "niet"),
        (Aspect.OPERATIE_ONTBREEKT, "MutatieErkenning", "niet"),
        (Aspect.OPERATIE_ONTBREEKT, "AbonneerMutaties", "niet"),
        (Aspect.OPERATIE_ONTBREEKT, "GeefAbonnementen", "niet"),
        (Aspect.OPERATIE_ONTBREEKT, "BeeindigAbonnement", "niet"),
        (Aspect.ELEMENT_ONTBREEKT, "BerichtID", "niet"),
        (Aspect.ELEMENT_ONTBREEKT, "Afstand", "niet"),
        (Aspect.ELEMENT_ONTBREEKT, "LeerbedrijfNaamExact", "niet"),
        (Aspect.ELEMENT_ONTBREEKT, "Opleidingsnaam", "niet"),
        (Aspect.ELEMENT_ONTBREEKT, "Beschikbaar", "niet"),
        (Aspect.VOLGORDE, "Crebonummer, Leerweg, Niveau", "Niveau, Crebonummer, Leerweg"),
        (Aspect.MINIMUM, "1", "0"),
    }


def test_without_consequence(differences: list[Difference]) -> None:
    """Names of types, facets that SBB does not have and elements that nobody reads break nothing."""
    harmless = {(v.wat, v.ons, v.hun) for v in differences if v.ernst is Severity.ZONDER_GEVOLG}
    assert {
        (Aspect.TYPE_HERNOEMD, "Adres", "AdresInfo"),
        (Aspect.ELEMENT_EXTRA, "niet", "Diagnose"),
        (Aspect.PATROON, "[0-9]{5}", "vrij"),
        (Aspect.WAARDEN, "BBL, BOL", "BBL, BOL, OVO"),
        (Aspect.MAXIMUM, "25", "unbounded"),
    } <= harmless


def test_a_type_that_contains_itself(asmx: Contract) -> None:
    """A type that contains itself is no obstacle."""
    assert compare(asmx, asmx) == []
