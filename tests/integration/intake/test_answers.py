"""What SBB hears: valid by the contract, and about the message that it sent."""

import pytest
from lxml import etree
from stagemarkt.adapters.soap.incoming.answer import FAULTS, MELDINGEN
from stagemarkt.adapters.soap.incoming.receiving import SoapOntvangst
from stagemarkt.model.rejection import Afwijzing, Reden
from stagemarkt.ports.intake import Gelezen, Geschreven

from tests.integration.support.contract import SOAP, WSA, keur
from tests.message_examples import ACTIE, ANONIEM, NS, SBB_OIN, bericht, romp
from tests.mutatie_examples import BERICHT, NU

TAAL = SoapOntvangst(NS, f"{NS}/", SBB_OIN)
NIETS = Gelezen(None, None)


def kop(antwoord: Geschreven, naam: str) -> str | None:
    """A header of WS-Addressing."""
    return etree.fromstring(antwoord.inhoud).findtext(f"{{{SOAP}}}Header/{{{WSA}}}{naam}")


def test_een_bevestiging() -> None:
    """It is a valid result, from us to SBB, and says which message it answers."""
    antwoord = TAAL.bevestig(TAAL.lees(bericht(), ACTIE, NU))
    keur(antwoord.inhoud)
    assert antwoord.status == 200
    assert kop(antwoord, "RelatesTo") == f"urn:uuid:{BERICHT}"
    assert kop(antwoord, "Action") == f"{ACTIE}Response"
    assert kop(antwoord, "To") == f"{ANONIEM}?oin={SBB_OIN}"
    assert kop(antwoord, "MessageID") != kop(TAAL.bevestig(NIETS), "MessageID")


def test_het_bericht_dat_geen_nummer_noemt() -> None:
    """Without a MessageID the BerichtID says it; a strange one comes back escaped, and not too long."""
    zonder = TAAL.bevestig(TAAL.lees(bericht(MessageID=None), ACTIE, NU))
    assert kop(zonder, "RelatesTo") == f"urn:uuid:{BERICHT}"
    vreemd = TAAL.bevestig(TAAL.lees(bericht(MessageID="&lt;x/&gt;" + "y" * 500), ACTIE, NU))
    verwijzing = kop(vreemd, "RelatesTo")
    assert verwijzing is not None
    assert verwijzing.startswith("<x/>")
    assert len(verwijzing) == 200


@pytest.mark.parametrize("reden", Reden)
def test_een_weigering(reden: Reden) -> None:
    """Every reason has an answer: a valid result with a Melding, or a fault of SOAP 1.1."""
    antwoord = TAAL.weiger(TAAL.lees(bericht(romp()), ACTIE, NU), Afwijzing(reden, "x"))
    if reden in FAULTS:
        tekst = etree.fromstring(antwoord.inhoud).findtext(f"{{{SOAP}}}Body/{{{SOAP}}}Fault/faultstring")
        assert (antwoord.status, tekst) == (500, MELDINGEN[reden])
    else:
        keur(antwoord.inhoud)
        assert antwoord.status == 200
        assert "<Signaalcode>201</Signaalcode>" in antwoord.inhoud.decode()


def test_een_weigering_zonder_leesbaar_nummer() -> None:
    """A result without a BerichtID is valid too."""
    keur(TAAL.weiger(NIETS, Afwijzing(Reden.ONGELDIG, "x")).inhoud)


def test_storing_en_onbevoegd() -> None:
    """A failure here is a fault of the server; who may not come is told so, without a clue."""
    storing, onbevoegd = TAAL.storing(NIETS), TAAL.onbevoegd()
    assert (storing.status, b"soap:Server" in storing.inhoud) == (500, True)
    assert (onbevoegd.status, SBB_OIN.encode() in onbevoegd.inhoud) == (403, False)
