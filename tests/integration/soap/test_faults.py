"""SOAP faults: whose fault it is, and that their text goes nowhere."""

import pytest
from stagemarkt.model.fouten import BronAntwoordOngeldig, Bronfout, BronNietBeschikbaar

from tests.integration.hulp.envelop import fault
from tests.integration.hulp.geheim import alles_van
from tests.integration.hulp.gesprek import identificeer, verifieer, xml


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize(
    ("faultcode", "soort"),
    [
        ("soap:Client", BronAntwoordOngeldig),
        ("Client", BronAntwoordOngeldig),
        ("  SOAP-ENV:Client\n", BronAntwoordOngeldig),
        ("soap:Client.Authentication", BronAntwoordOngeldig),
        ("soap:VersionMismatch", BronAntwoordOngeldig),
        ("soap:MustUnderstand", BronAntwoordOngeldig),
        ("soap:Server", BronNietBeschikbaar),
        ("soap:Server.Database", BronNietBeschikbaar),
        ("soap:ClientGEHEIM", BronNietBeschikbaar),
        ("iets anders GEHEIM", BronNietBeschikbaar),
        ("", BronNietBeschikbaar),
        (None, BronNietBeschikbaar),
    ],
)
def test_fault_zegt_wiens_schuld_het_is(faultcode: str | None, soort: type[Bronfout], status: int) -> None:
    """Client is a message that SBB will never take, anything else a failure of SBB; with 500 as with 200."""
    for vraag in (identificeer, verifieer):
        with pytest.raises(Bronfout) as gevangen:
            vraag(xml(fault(faultcode), status))
        fout = gevangen.value
        assert type(fout) is soort
        assert fout.signaal is None
        assert (fout.opnieuw_na is not None) is (soort is BronNietBeschikbaar)
        assert "GEHEIM" not in alles_van(fout)


def test_fault_gaat_voor_een_antwoord() -> None:
    """A body with a fault and a result is a fault."""
    beide = fault("soap:Server").replace(
        b"</soap:Body>",
        b'<IdentificeerLeerbedrijfResponse xmlns="urn:stagemarkt:whitelabel:2.1">'
        b"<IdentificeerLeerbedrijfResult><Signaalcode>0</Signaalcode></IdentificeerLeerbedrijfResult>"
        b"</IdentificeerLeerbedrijfResponse></soap:Body>",
    )
    with pytest.raises(BronNietBeschikbaar):
        identificeer(beide)
