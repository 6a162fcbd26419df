"""A school that changes its certificate: the one before serves on until SBB knows the new one."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final, TypeVar

import pytest
from stagemarkt.adapters.soap.certificate_change import RETRY_AFTER
from stagemarkt.adapters.soap.envelope import Endpoint
from stagemarkt.adapters.soap.school_connections import SchoolConnections
from stagemarkt.adapters.soap.transport import TransportLimits
from stagemarkt.model.errors import BronLicentie, BronTimeout, FacadeError, SchoolCertificateUnsuitable
from stagemarkt.model.school import CertificatePair, SchoolSecret
from stagemarkt.ports.deadline import Deadline

from tests.integration.support.behaviour import http
from tests.integration.support.clock import ManualClock
from tests.integration.support.contract import NS
from tests.integration.support.envelope import IDENTIFICEER, answer
from tests.integration.support.exchange import BY_NAME
from tests.integration.support.line import Link
from tests.integration.support.pki import ThrowawayPki
from tests.integration.support.server import Connection, HttpsServer
from tests.integration.support.watch import RecordingWatch

T = TypeVar("T")
SCHOOL: Final = "99XX"


def _with_signaalcode(code: str) -> bytes:
    return http(answer(IDENTIFICEER, [("Signaalcode", code)], refers_to=None))


class ChangingVault:
    """One school's secret, which a test changes; `ververst` counts how often it was to be read afresh."""

    def __init__(self, pki: ThrowawayPki) -> None:
        self.ca = pki.sbb_ca
        self.geheim = pki.school(SCHOOL)
        self.refreshed = 0

    def van(self, _brin: str) -> SchoolSecret:
        """As the port says."""
        return self.geheim

    def refresh(self, _brin: str) -> None:
        """As the port says."""
        self.refreshed += 1

    def sbb_ca(self) -> str:
        """As the port says."""
        return self.ca


class ChangeScene:
    """SBB, a school's secret, and the adapter between them; `refuses` is what SBB answers whom."""

    def __init__(self, link: Link) -> None:
        self.pki = link.pki
        self.vault = ChangingVault(link.pki)
        self.clock = ManualClock()
        self.watch = RecordingWatch()
        self.refuses: dict[str, str] = {}
        self.context = link.pki.at_sbb()
        self.afterwards = False
        self.server: HttpsServer = link.server(self._serve, context=self.context)
        self.verbindingen = SchoolConnections(
            Endpoint(self.server.url, NS, f"{NS}/", "0" * 20),
            self.vault,
            TransportLimits(seconden=5),
            self.clock,
        )

    def _serve(self, connection: Connection) -> None:
        if self.afterwards:
            connection.read()
            connection.request_certificate()
            connection.send(_with_signaalcode("0"))
        name = self.server.names[-1]
        while connection.read() is not None:
            connection.send(_with_signaalcode(self.refuses.get(name, "0")))

    def new_certificate(self, *, known: bool = False) -> None:
        """A new certificate, `bekend` to SBB or of a CA that it has never heard of, beside the old one."""
        old = self.vault.geheim
        new = self.pki.school("NIEUW", issuer=None if known else self.pki.foreign)
        self.vault.geheim = replace(
            old,
            certificaat=new.certificaat,
            sleutel=new.sleutel,
            previous=CertificatePair(old.certificaat, old.sleutel),
        )

    def question(self) -> None:
        """One question, which SBB finds nothing for."""
        deadline = Deadline.after(5)._replace(watch=self.watch)
        assert self.verbindingen.using(SCHOOL).identificeer(BY_NAME, deadline) == []

    def switches(self) -> list[str]:
        """What was told of swapping, always of the certificate that is the newest now."""
        assert all(new == self.vault.geheim.marks for _, new in self.watch.switches)
        return [switch for switch, _ in self.watch.switches]


@pytest.fixture
def scene(link: Link) -> Iterator[ChangeScene]:
    """A school with one certificate, that SBB knows."""
    scene = ChangeScene(link)
    yield scene
    scene.verbindingen.close()


def test_what_sbb_knows_is_in_use_at_once(scene: ChangeScene) -> None:
    """A new certificate that SBB takes leaves the old one unused, and there is nothing to tell."""
    scene.question()
    scene.new_certificate(known=True)
    scene.question()
    assert scene.server.names == [SCHOOL, "NIEUW"]
    assert scene.switches() == []
    assert (scene.watch.using, scene.watch.accepted) == (scene.vault.geheim.marks, True)


def test_what_sbb_does_not_know_yet_lets_the_old_one_serve(scene: ChangeScene) -> None:
    """A new certificate that the handshake refuses costs no answer: the old one serves, told once."""
    scene.new_certificate()
    for _ in range(5):
        scene.question()
    assert scene.server.names == [SCHOOL]
    assert scene.switches() == ["terugval"]
    # The new one was shown once, refused, and not shown again meanwhile.
    assert len(scene.server.refusals) == 1
    assert scene.vault.refreshed == 0
    # That SBB took the old one says nothing of the new one; the licence is the same.
    assert scene.watch.using is not None
    assert scene.watch.using.certificaat != scene.vault.geheim.marks.certificaat
    assert scene.watch.using.licentie == scene.vault.geheim.marks.licentie


def test_also_when_sbb_refuses_by_a_signaalcode(scene: ChangeScene) -> None:
    """997 is a refusal like that of a handshake; what is sent again is another message."""
    scene.refuses = {"NIEUW": "997"}
    scene.new_certificate(known=True)
    scene.question()
    assert scene.server.names == ["NIEUW", SCHOOL]
    first, second = (request.inhoud for request in scene.server.requests)
    assert first != second
    assert scene.switches() == ["terugval"]


def test_also_when_sbb_refuses_only_after_the_request(scene: ChangeScene) -> None:
    """A server that asks for a certificate per path refuses the new one then; the old one serves."""
    scene.afterwards = scene.context.post_handshake_auth = True
    scene.new_certificate()
    for _ in range(3):
        scene.question()
    assert scene.server.names == [SCHOOL]
    assert scene.switches() == ["terugval"]
    # The question that came with the new one was not answered; it went out once.
    assert len(scene.server.requests) == 1 + 3


def test_the_new_one_is_tried_again_now_and_then(scene: ChangeScene) -> None:
    """Once SBB knows the new certificate it comes into use within `RETRY_AFTER` seconds, and that is told."""
    scene.new_certificate()
    scene.question()
    scene.clock.now += RETRY_AFTER
    scene.question()
    assert scene.switches() == ["terugval"] * 2
    scene.pki.foreign.configure_trust(scene.context)
    scene.clock.now += RETRY_AFTER - 1
    scene.question()
    # A connection each: what was unused for so long is not used again.
    assert scene.server.names == [SCHOOL] * 3
    scene.clock.now += 1
    for _ in range(3):
        scene.question()
    assert scene.server.names == [*[SCHOOL] * 3, "NIEUW"]
    assert scene.switches()[2:] == ["hersteld"]


def test_the_new_one_is_tried_again_when_the_clock_was_set_back(scene: ChangeScene) -> None:
    """How long ago the old one had to serve is unknown then, and so the new one is tried first."""
    scene.new_certificate()
    scene.question()
    scene.pki.foreign.configure_trust(scene.context)
    scene.clock.now -= 3600
    scene.question()
    assert scene.server.names == [SCHOOL, "NIEUW"]
    assert scene.switches() == ["terugval", "hersteld"]


def test_an_old_certificate_that_is_no_longer_allowed(scene: ChangeScene) -> None:
    """While the old one serves, the day that SBB refuses it the new one is tried at once."""
    scene.new_certificate(known=True)
    scene.refuses = {"NIEUW": "997"}
    scene.question()
    scene.refuses = {SCHOOL: "997"}
    scene.question()
    assert scene.switches() == ["terugval", "hersteld"]


def test_both_refused(scene: ChangeScene) -> None:
    """With none that SBB takes, the fault is told as the new one's, and the secret is read afresh."""
    scene.new_certificate(known=True)
    scene.refuses = {SCHOOL: "997", "NIEUW": "997"}
    with pytest.raises(SchoolCertificateUnsuitable) as caught:
        scene.question()
    assert caught.value.internal == "signaalcode 997"
    assert (scene.watch.using, scene.watch.accepted) == (scene.vault.geheim.marks, False)
    assert scene.vault.refreshed == 1
    assert scene.switches() == []


@pytest.mark.parametrize(("code", "kind", "refreshed"), [("996", BronLicentie, 1), ("999", FacadeError, 0)])
def test_another_refusal_is_no_matter_of_the_certificate(
    scene: ChangeScene, code: str, kind: type[FacadeError], refreshed: int
) -> None:
    """A licence that SBB refuses, or a failure of SBB, is not asked again with the other certificate."""
    scene.new_certificate(known=True)
    scene.refuses = {"NIEUW": code}
    with pytest.raises(kind):
        scene.question()
    assert scene.server.names == ["NIEUW"]
    assert scene.vault.refreshed == refreshed


def test_a_new_certificate_that_cannot_be_read(scene: ChangeScene) -> None:
    """A mistake in the new pair costs no answer as long as the old one is there."""
    scene.new_certificate(known=True)
    scene.vault.geheim = replace(scene.vault.geheim, sleutel="kapot")
    scene.question()
    assert scene.switches() == ["terugval"]


def test_all_within_one_deadline(scene: ChangeScene) -> None:
    """Both certificates share the time of one call."""
    scene.new_certificate()
    with pytest.raises(BronTimeout):
        scene.verbindingen.using(SCHOOL).identificeer(BY_NAME, Deadline.after(0))


def test_switching_while_in_use(scene: ChangeScene) -> None:
    """However often the certificate changes between calls, none fails and each goes out with the newest."""
    for this_round in range(40):
        name = f"C{this_round}"
        new = scene.pki.school(name)
        scene.vault.geheim = replace(
            scene.vault.geheim, certificaat=new.certificaat, sleutel=new.sleutel, previous=None
        )
        for _ in range(3):
            scene.question()
        assert scene.server.names[-1] == name
    assert len(scene.server.requests) == 120
    assert scene.server.aangenomen == 40
