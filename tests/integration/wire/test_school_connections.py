"""One connection per school, under that school's certificate, for as long as its secret stays the same."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from stagemarkt.adapters.soap.envelope import Endpoint
from stagemarkt.adapters.soap.school_connections import SchoolConnections
from stagemarkt.adapters.soap.transport import TransportLimits
from stagemarkt.model.errors import Bilingual, BronCertificate, BronLicentie
from stagemarkt.model.school import SchoolSecret
from stagemarkt.ports.deadline import Deadline

from tests.integration.support.behaviour import http, respond
from tests.integration.support.contract import NS
from tests.integration.support.envelope import IDENTIFICEER, answer
from tests.integration.support.exchange import BY_NAME
from tests.integration.support.line import Link
from tests.integration.support.pki import ThrowawayPki
from tests.integration.support.server import Connection, HttpsServer

NOTHING = http(answer(IDENTIFICEER, [("Signaalcode", "0")], refers_to=None))


class ConnectionsVault:
    """The schools' secrets, which a test changes."""

    def __init__(self, pki: ThrowawayPki) -> None:
        self.ca = pki.sbb_ca
        self.refreshed: list[str] = []
        self.scholen = {brin: pki.school(brin, licentie=f"LICENTIE-{brin}") for brin in ("99XX", "01AA")}

    def van(self, brin: str) -> SchoolSecret:
        """As the port says."""
        if brin not in self.scholen:
            raise BronLicentie(Bilingual("geen", "none"))
        return self.scholen[brin]

    def refresh(self, brin: str) -> None:
        """As the port says; what the test changes is read each time anyway."""
        self.refreshed.append(brin)

    def sbb_ca(self) -> str:
        """As the port says."""
        return self.ca


class ConnectionsSbb:
    """A server that finds nothing, and counts the connections that clients have closed."""

    def __init__(self, link: Link) -> None:
        self.closed = 0
        self.server: HttpsServer = link.server(self._serve)

    def _serve(self, connection: Connection) -> None:
        respond(NOTHING)(connection)
        self.closed += 1


@pytest.fixture
def vault(pki: ThrowawayPki) -> ConnectionsVault:
    """Two schools."""
    return ConnectionsVault(pki)


@pytest.fixture
def sbb(link: Link) -> ConnectionsSbb:
    """The server."""
    return ConnectionsSbb(link)


@pytest.fixture
def verbindingen(sbb: ConnectionsSbb, vault: ConnectionsVault) -> Iterator[SchoolConnections]:
    """The adapter under test."""
    endpoint = Endpoint(sbb.server.url, NS, f"{NS}/", "0" * 20)
    verbindingen = SchoolConnections(endpoint, vault, TransportLimits(seconden=5))
    yield verbindingen
    verbindingen.close()


def _ask(verbindingen: SchoolConnections, brin: str) -> None:
    assert verbindingen.using(brin).identificeer(BY_NAME, Deadline.after(5)) == []


def test_every_school_shows_its_own_certificate(verbindingen: SchoolConnections, sbb: ConnectionsSbb) -> None:
    """However the schools alternate, SBB sees each one's certificate beside each one's licence and OIN."""
    for brin in ("99XX", "01AA", "99XX", "01AA", "01AA"):
        _ask(verbindingen, brin)
        content = sbb.server.requests[-1].inhoud.decode()
        assert f"<Licentie>LICENTIE-{brin}</Licentie>" in content
        assert f"oin=00000007000{brin}00000<" in content
    assert sbb.server.names == ["99XX", "01AA"]


def test_the_connection_of_a_school_stays(verbindingen: SchoolConnections, sbb: ConnectionsSbb) -> None:
    """One connection serves all calls of a school."""
    for _ in range(4):
        _ask(verbindingen, "99XX")
    assert (sbb.server.aangenomen, sbb.closed) == (1, 0)


def test_new_certificate_new_connection(
    verbindingen: SchoolConnections, sbb: ConnectionsSbb, vault: ConnectionsVault, pki: ThrowawayPki
) -> None:
    """A changed secret is in use at once, its old connection closed; other schools notice nothing."""
    _ask(verbindingen, "99XX")
    _ask(verbindingen, "01AA")
    renewed = pki.scholen.issue_cert("nieuw.example", common_name="99XX nieuw")
    vault.scholen["99XX"] = replace(
        vault.scholen["99XX"],
        certificaat=renewed.cert_chain_pems[0].bytes().decode(),
        sleutel=renewed.private_key_pem.bytes().decode(),
    )
    for _ in range(2):
        _ask(verbindingen, "99XX")
        _ask(verbindingen, "01AA")
    assert sbb.server.names == ["99XX", "01AA", "99XX nieuw"]
    verbindingen.close()
    sbb.server.close()
    assert sbb.closed == 3


def test_a_new_licentie_is_in_use_at_once(
    verbindingen: SchoolConnections, sbb: ConnectionsSbb, vault: ConnectionsVault
) -> None:
    """A licence that is replaced is never sent again."""
    _ask(verbindingen, "99XX")
    vault.scholen["99XX"] = replace(vault.scholen["99XX"], licentie="NIEUW")
    _ask(verbindingen, "99XX")
    assert "<Licentie>NIEUW</Licentie>" in sbb.server.requests[-1].inhoud.decode()


def test_a_new_ca_is_in_use_at_once(
    verbindingen: SchoolConnections, vault: ConnectionsVault, pki: ThrowawayPki
) -> None:
    """An SBB that is no longer trusted is not asked over a connection of before."""
    _ask(verbindingen, "99XX")
    vault.ca = pki.foreign.cert_pem.bytes().decode()
    with pytest.raises(BronCertificate):
        _ask(verbindingen, "99XX")


def test_a_broken_secret_is_no_free_pass(
    verbindingen: SchoolConnections, sbb: ConnectionsSbb, vault: ConnectionsVault
) -> None:
    """With a secret that can no longer be read the old certificate is not used on; once mended it works."""
    _ask(verbindingen, "99XX")
    whole = vault.scholen["99XX"]
    vault.scholen["99XX"] = replace(whole, sleutel="kapot")
    with pytest.raises(BronCertificate):
        _ask(verbindingen, "99XX")
    assert len(sbb.server.requests) == 1
    vault.scholen["99XX"] = whole
    _ask(verbindingen, "99XX")


def test_revoked_school(
    verbindingen: SchoolConnections, sbb: ConnectionsSbb, vault: ConnectionsVault
) -> None:
    """A school whose secret is gone is not served over what was open."""
    _ask(verbindingen, "99XX")
    del vault.scholen["99XX"]
    with pytest.raises(BronLicentie):
        _ask(verbindingen, "99XX")
    assert len(sbb.server.requests) == 1


def test_after_closing_it_can_be_done_again(verbindingen: SchoolConnections, sbb: ConnectionsSbb) -> None:
    """Closing everything leaves nothing behind that is in the way."""
    _ask(verbindingen, "99XX")
    verbindingen.close()
    _ask(verbindingen, "99XX")
    assert sbb.server.aangenomen == 2
