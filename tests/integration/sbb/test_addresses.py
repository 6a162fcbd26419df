"""Two services of SBB at two addresses, and all else at a third: each operation goes to its own."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from stagemarkt.adapters.soap.envelope import Eindpunt
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import Grenzen, Transport
from stagemarkt.model.errors import Bronfout
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.model.school import Schoolgeheim
from stagemarkt.ports.deadline import Termijn

from local.sbb import examples as vb
from local.sbb.protocol import OIN_SBB, PADEN, TNS
from local.sbb.simulator import Simulator
from tests.integration.sbb.conftest import VANDAAG

TERMIJN = Termijn.van(600)


def _eindpunt(sim: Simulator) -> Eindpunt:
    gastheer = sim.url.removesuffix("/whitelabel")
    adressen = {operatie: f"{gastheer}{pad}" for pad, operatie in PADEN.items()}
    return Eindpunt(sim.url, TNS, f"{TNS}/", OIN_SBB, adressen=adressen)


@pytest.fixture
def transport(sim: Simulator) -> Iterator[Transport]:
    """A way to the simulator with the school's certificate."""
    transport = Transport(sim.url, tls_context(sim.pki.ca.read_text(), _geheim(sim)), Grenzen(seconden=20))
    yield transport
    transport.sluit()


def _geheim(sim: Simulator) -> Schoolgeheim:
    school, paar = sim.scholen.vind("99XX"), sim.pki.scholen["99XX"]
    assert school is not None
    assert school.licentie is not None
    return Schoolgeheim("99XX", school.oin, school.licentie, paar.cert.read_text(), paar.key.read_text())


def _vraag_alles(sbb: SoapSbb) -> None:
    assert sbb.identificeer(Identificatievraag(leerbedrijf_id=vb.TOONBEELD), TERMIJN)
    assert sbb.verifieer(Erkenningsvraag(*vb.ERKEND_CREBO, VANDAAG), TERMIJN).in_orde
    assert sbb.geef_details(vb.TOONBEELD, TERMIJN).erkenningen
    assert sbb.geef_leerplaats(vb.LEERPLAATS_VOL, TERMIJN).leerplaats_id == vb.LEERPLAATS_VOL
    vraag = Zoekvraag(naam="bitwerk")
    assert sbb.zoek_leerplaatsen(vraag, 1, TERMIJN).resultaten
    assert sbb.zoek_erkenningen(vraag, 1, TERMIJN).resultaten


def test_elke_operatie_op_haar_adres(sim: Simulator, transport: Transport) -> None:
    """Each service takes only its own operation, with the address that is called in `wsa:To`."""
    _vraag_alles(SoapSbb(_eindpunt(sim), _geheim(sim), transport))


def test_een_adres_is_genoeg(sim: Simulator, transport: Transport) -> None:
    """Without more everything is at the one address."""
    _vraag_alles(SoapSbb(replace(_eindpunt(sim), adressen={}), _geheim(sim), transport))


@pytest.mark.parametrize("pad", PADEN)
def test_een_operatie_op_het_verkeerde_adres(sim: Simulator, transport: Transport, pad: str) -> None:
    """A service refuses what is another's, as ASP.NET does: that is told, and nothing is given."""
    eindpunt = replace(_eindpunt(sim), url=f"{sim.url.removesuffix('/whitelabel')}{pad}")
    with pytest.raises(Bronfout):
        SoapSbb(eindpunt, _geheim(sim), transport).verifieer(
            Erkenningsvraag(*vb.ERKEND_CREBO, VANDAAG), TERMIJN
        )
