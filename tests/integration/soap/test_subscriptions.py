"""The subscriptions by SOAP: each request valid by the contract, each answer what it means."""

from datetime import date

import pytest
from stagemarkt.adapters.soap.sbb_subscriptions import SoapAbonnementen
from stagemarkt.adapters.soap.transport import Ruw
from stagemarkt.model.errors import BronAntwoordOngeldig, BronCertificaat, BronLicentie, ResourceOnbekend
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.sbb_subscriptions import SbbAbonnement

from tests.integration.support.contract import NS, keur, romp
from tests.integration.support.envelope import BERICHT_ID, KOP, Inhoud, antwoord
from tests.integration.support.exchange import EINDPUNT, GEHEIM, Band, xml
from tests.mutatie_examples import ABONNEMENT

ENDPOINT = "https://intake.example/sbb/v1/mutaties?a=1&b=2"
ABONNEMENT_BERICHT: Inhoud = [
    ("AbonnementID", ABONNEMENT.upper()),
    ("Brin", "99XX"),
    ("Endpoint", ENDPOINT),
    ("Ingangsdatum", "2026-09-01"),
]
VERWACHT = SbbAbonnement(ABONNEMENT, "99XX", ENDPOINT, date(2026, 9, 1), None)


def sbb(operatie: str, inhoud: Inhoud, kop: Inhoud = KOP) -> tuple[SoapAbonnementen, Band]:
    """SBB that answers this, and the tape of what it was asked."""
    inhoud_met_kop: Inhoud = [*kop, *inhoud]

    def geef(_: object) -> Ruw:
        return xml(antwoord(operatie, inhoud_met_kop))

    band = Band(geef)
    return SoapAbonnementen(EINDPUNT, GEHEIM, band, lambda: BERICHT_ID), band


def gevraagd(band: Band) -> dict[str, str | None]:
    """The fields of the one request, which has to be valid."""
    (verstuurd,) = band.verstuurd
    keur(verstuurd.inhoud)
    (verzoek,) = romp(verstuurd.inhoud)
    return {str(kind.tag).removeprefix(f"{{{NS}}}"): kind.text for kind in verzoek}


def test_abonneren() -> None:
    """School and endpoint go out; the subscription comes back, its GUID in lower case."""
    port, band = sbb("AbonneerMutaties", [("Abonnement", ABONNEMENT_BERICHT)])
    assert port.abonneer(ENDPOINT, Termijn.van(5)) == VERWACHT
    velden = gevraagd(band)
    assert (velden["Brin"], velden["Endpoint"]) == ("99XX", ENDPOINT)
    assert velden["Licentie"] == GEHEIM.licentie
    assert band.verstuurd[0].soapaction == f"{NS}/AbonneerMutaties"
    # It may have been carried out before a connection broke: it is not sent twice.
    assert not band.verstuurd[0].veilig


def test_lopende_abonnementen() -> None:
    """Any number of them, with an end where there is one; none is an empty list."""
    met_einde: Inhoud = [*ABONNEMENT_BERICHT, ("Einddatum", "2027-07-31")]
    lijst: Inhoud = [("Abonnementen", [("Abonnement", ABONNEMENT_BERICHT), ("Abonnement", met_einde)])]
    port, band = sbb("GeefAbonnementen", lijst)
    assert port.lopende(Termijn.van(5)) == [VERWACHT, VERWACHT._replace(einddatum=date(2027, 7, 31))]
    assert gevraagd(band)["Brin"] == "99XX"
    port, _ = sbb("GeefAbonnementen", [], [("Signaalcode", "1")])
    assert port.lopende(Termijn.van(5)) == []


def test_beeindigen() -> None:
    """True when SBB ended it, False when it had no such subscription."""
    port, band = sbb("BeeindigAbonnement", [])
    assert port.beeindig(ABONNEMENT, Termijn.van(5))
    assert gevraagd(band)["AbonnementID"] == ABONNEMENT
    port, _ = sbb("BeeindigAbonnement", [], [("Signaalcode", "1")])
    assert not port.beeindig(ABONNEMENT, Termijn.van(5))


@pytest.mark.parametrize(
    ("inhoud", "kop", "fout"),
    [
        ([], KOP, BronAntwoordOngeldig),
        (
            [("Abonnement", [*ABONNEMENT_BERICHT[:1], ("Brin", "99XZ"), *ABONNEMENT_BERICHT[2:]])],
            KOP,
            BronAntwoordOngeldig,
        ),
        ([("Abonnement", [("AbonnementID", "x"), *ABONNEMENT_BERICHT[1:]])], KOP, BronAntwoordOngeldig),
        ([], [("Signaalcode", "1")], ResourceOnbekend),
        ([], [("Signaalcode", "996")], BronLicentie),
        ([], [("Signaalcode", "997")], BronCertificaat),
    ],
)
def test_wat_geen_abonnement_is(inhoud: Inhoud, kop: Inhoud, fout: type[Exception]) -> None:
    """No subscription, another school's, no GUID, a refusal: each its own error, never a subscription."""
    port, _ = sbb("AbonneerMutaties", inhoud, kop)
    with pytest.raises(fout):
        port.abonneer(ENDPOINT, Termijn.van(5))
