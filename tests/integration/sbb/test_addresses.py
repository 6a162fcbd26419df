"""Two services of SBB at two addresses, and all else at a third: each operation goes to its own."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from stagemarkt.adapters.soap.envelope import Endpoint
from stagemarkt.adapters.soap.sbb import SoapSbb
from stagemarkt.adapters.soap.tls import tls_context
from stagemarkt.adapters.soap.transport import Transport, TransportLimits
from stagemarkt.model.errors import BronError
from stagemarkt.model.questions import Erkenningsvraag, Identificatievraag, Zoekvraag
from stagemarkt.model.school import SchoolSecret
from stagemarkt.ports.deadline import Deadline

from local.sbb.protocol import OIN_SBB, PATHS, TNS
from local.sbb.register import examples
from local.sbb.simulator import Simulator
from tests.integration.sbb.conftest import TODAY

DEADLINE = Deadline.after(600)


def _endpoint(sim: Simulator) -> Endpoint:
    host = sim.url.removesuffix("/whitelabel")
    adressen = {operation: f"{host}{path}" for path, operation in PATHS.items()}
    return Endpoint(sim.url, TNS, f"{TNS}/", OIN_SBB, adressen=adressen)


@pytest.fixture
def transport(sim: Simulator) -> Iterator[Transport]:
    """A way to the simulator with the school's certificate."""
    transport = Transport(
        sim.url, tls_context(sim.pki.ca.read_text(), _secret(sim)), TransportLimits(seconden=20)
    )
    yield transport
    transport.close()


def _secret(sim: Simulator) -> SchoolSecret:
    school, pair = sim.scholen.find("99XX"), sim.pki.scholen["99XX"]
    assert school is not None
    assert school.licentie is not None
    return SchoolSecret("99XX", school.oin, school.licentie, pair.cert.read_text(), pair.key.read_text())


def _ask_everything(sbb: SoapSbb) -> None:
    assert sbb.identificeer(Identificatievraag(leerbedrijf_id=examples.SHOWPIECE), DEADLINE)
    assert sbb.verify(Erkenningsvraag(*examples.ERKEND_CREBO, TODAY), DEADLINE).in_orde
    assert sbb.get_details(examples.SHOWPIECE, DEADLINE).erkenningen
    assert sbb.get_leerplaats(examples.LEERPLAATS_FULL, DEADLINE).leerplaats_id == examples.LEERPLAATS_FULL
    question = Zoekvraag(naam="bitwerk")
    assert sbb.search_leerplaatsen(question, 1, DEADLINE).resultaten
    assert sbb.search_erkenningen(question, 1, DEADLINE).resultaten


def test_every_operation_at_its_own_address(sim: Simulator, transport: Transport) -> None:
    """Each service takes only its own operation, with the address that is called in `wsa:To`."""
    _ask_everything(SoapSbb(_endpoint(sim), _secret(sim), transport))


def test_one_address_is_enough(sim: Simulator, transport: Transport) -> None:
    """Without more everything is at the one address."""
    _ask_everything(SoapSbb(replace(_endpoint(sim), adressen={}), _secret(sim), transport))


@pytest.mark.parametrize("path", PATHS)
def test_an_operation_at_the_wrong_address(sim: Simulator, transport: Transport, path: str) -> None:
    """A service refuses what is another's, as ASP.NET does: that is told, and nothing is given."""
    endpoint = replace(_endpoint(sim), url=f"{sim.url.removesuffix('/whitelabel')}{path}")
    with pytest.raises(BronError):
        SoapSbb(endpoint, _secret(sim), transport).verify(
            Erkenningsvraag(*examples.ERKEND_CREBO, TODAY), DEADLINE
        )
