"""A WSDL as ASP.NET writes it: inline schema, anonymous wrappers, two SOAP bindings, HTTP GET and POST."""

import pytest
from stagemarkt_cli.contract.compare import vergelijk
from stagemarkt_cli.contract.differences.deviation import Wat
from stagemarkt_cli.contract.differences.difference import Ernst, Verschil
from stagemarkt_cli.contract.model import Contract

from tests.unit.cli.sources import ASMX, lees, onze


@pytest.fixture(scope="module")
def asmx() -> Contract:
    """What is in the example."""
    return lees({ASMX.name: ASMX.read_text(encoding="utf-8")}, ASMX.name)


@pytest.fixture(scope="module")
def verschillen(asmx: Contract) -> list[Verschil]:
    """What differs from ours."""
    return vergelijk(lees(onze()), asmx)


def test_alleen_soap_11(asmx: Contract) -> None:
    """Where SOAP 1.1 is offered the other bindings do not count, nor what only they have."""
    assert list(asmx.operaties) == ["Zoeken"]
    assert asmx.operaties["Zoeken"].binding.soap == "1.1"
    assert asmx.namespace == "http://tempuri.org/"


def test_wat_er_breekt(verschillen: list[Verschil]) -> None:
    """What must be changed before a call can succeed, and nothing else."""
    assert {(v.wat, v.ons, v.hun) for v in verschillen if v.ernst is Ernst.BREEKT} == {
        (Wat.NAMESPACE, "urn:stagemarkt:whitelabel:2.1", "http://tempuri.org/"),
        (Wat.ACTIE_VOORVOEGSEL, "urn:stagemarkt:whitelabel:2.1/", "http://tempuri.org/"),
        (Wat.KOPPEN, "geen", "AuthHeader"),
        (Wat.OPERATIE_ONTBREEKT, "IdentificeerLeerbedrijf", "niet"),
        (Wat.OPERATIE_ONTBREEKT, "VerifieerAccreditatie", "niet"),
        (Wat.OPERATIE_ONTBREEKT, "GeefDetails", "niet"),
        (Wat.OPERATIE_ONTBREEKT, "MutatieErkenning", "niet"),
        (Wat.OPERATIE_ONTBREEKT, "AbonneerMutaties", "niet"),
        (Wat.OPERATIE_ONTBREEKT, "GeefAbonnementen", "niet"),
        (Wat.OPERATIE_ONTBREEKT, "BeeindigAbonnement", "niet"),
        (Wat.ELEMENT_ONTBREEKT, "BerichtID", "niet"),
        (Wat.ELEMENT_ONTBREEKT, "Afstand", "niet"),
        (Wat.ELEMENT_ONTBREEKT, "LeerbedrijfNaamExact", "niet"),
        (Wat.ELEMENT_ONTBREEKT, "Opleidingsnaam", "niet"),
        (Wat.ELEMENT_ONTBREEKT, "Beschikbaar", "niet"),
        (Wat.VOLGORDE, "Crebonummer, Leerweg, Niveau", "Niveau, Crebonummer, Leerweg"),
        (Wat.MINIMUM, "1", "0"),
    }


def test_zonder_gevolg(verschillen: list[Verschil]) -> None:
    """Names of types, facets that SBB does not have and elements that nobody reads break nothing."""
    licht = {(v.wat, v.ons, v.hun) for v in verschillen if v.ernst is Ernst.ZONDER_GEVOLG}
    assert {
        (Wat.TYPE_HERNOEMD, "Adres", "AdresInfo"),
        (Wat.ELEMENT_EXTRA, "niet", "Diagnose"),
        (Wat.PATROON, "[0-9]{5}", "vrij"),
        (Wat.WAARDEN, "BBL, BOL", "BBL, BOL, OVO"),
        (Wat.MAXIMUM, "25", "unbounded"),
    } <= licht


def test_met_zichzelf(asmx: Contract) -> None:
    """A type that contains itself is no obstacle."""
    assert vergelijk(asmx, asmx) == []
