"""Certificates changed while many ask, through the real secrets, TLS and simulator of SBB."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final, cast

import pytest
from cryptography.hazmat.primitives import serialization
from stagemarkt.adapters.secrets_manager import SHELF_LIFE, SchoolVault, Secrets
from stagemarkt.adapters.soap.envelope import Endpoint
from stagemarkt.adapters.soap.school_connections import SchoolConnections
from stagemarkt.adapters.soap.transport import TransportLimits
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.ports.deadline import Deadline

from local.certificates import make_ca, make_client
from local.sbb.pki import holder_of, read_ca
from local.sbb.protocol import OIN_SBB, TNS, licentie_van, oin_of
from local.sbb.register import examples
from local.sbb.simulator import Simulator

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient

SCHOOL: Final = "99XX"
QUESTION: Final = Identificatievraag(leerbedrijf_id=examples.SHOWPIECE)
# Time goes this much faster here: what takes five minutes takes a third of a second.
FASTER: Final = 900
INSTANCES: Final = 4


class BusyVault:
    """Secrets Manager for many instances at once; `gelezen` remembers which certificate each reading gave."""

    exceptions = SimpleNamespace(ResourceNotFoundException=KeyError)

    def __init__(self, school_secrets: dict[str, dict[str, str]]) -> None:
        self._lock = threading.Condition()
        self._secrets = school_secrets
        self.parsed: list[str] = []

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803 - as AWS calls it
        """As boto3 does."""
        with self._lock:
            secret = self._secrets[SecretId]
            self.parsed.append(secret.get("certificaat", ""))
            self._lock.notify_all()
            return {"SecretString": json.dumps(secret)}

    def wait(self, certificate: str, times: int, seconds: float) -> bool:
        """Wait until this certificate was read so often; whether it was, in time."""
        with self._lock:
            return self._lock.wait_for(lambda: self.parsed.count(certificate) >= times, seconds)

    def put(self, name: str, **parts: str) -> None:
        """An operator puts a new secret in the old one's place."""
        with self._lock:
            self._secrets[name] = {**self._secrets[name], **parts}


class BusyChangeScene:
    """SBB's simulator, a school's secret, and instances of a function that ask on its behalf."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self._ca = read_ca(simulator.pki.folder)
        licentie = licentie_van(SCHOOL)
        self.vault = BusyVault(
            {
                "t/sbb": {"ca": simulator.pki.ca.read_text()},
                f"t/school/{SCHOOL}": {"oin": oin_of(SCHOOL), "licentie": licentie, **self.pair()},
            }
        )

    def pair(self, *, known: bool = True) -> dict[str, str]:
        """A new certificate of this school, of SBB's own CA or of one that SBB does not know."""
        issuer = self._ca if known else make_ca("Onbekend")
        assert issuer is not None
        new = make_client(issuer, holder_of(SCHOOL, "School"))
        pem = serialization.Encoding.PEM
        sleutel = new.sleutel.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {"certificaat": new.certificaat.public_bytes(pem).decode(), "sleutel": sleutel.decode()}

    def put(self, **parts: str) -> None:
        """Change the school's secret."""
        self.vault.put(f"t/school/{SCHOOL}", **parts)

    def instance(self) -> SchoolConnections:
        """What one instance of a function has, its secrets included, on a clock that runs fast."""
        school_secrets = Secrets(cast("SecretsManagerClient", self.vault), lambda: time.monotonic() * FASTER)
        return SchoolConnections(
            Endpoint(self.simulator.url, TNS, f"{TNS}/", OIN_SBB),
            SchoolVault(school_secrets, "t"),
            TransportLimits(seconden=20),
            clock=lambda: time.monotonic() * FASTER,
        )


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[BusyChangeScene]:
    """SBB, running."""
    with Simulator(tmp_path / "sbb") as simulator:
        yield BusyChangeScene(simulator)


def _ask_until(scene: BusyChangeScene, enough: Callable[[], bool]) -> int:
    """One instance that asks until it is enough; how many answers it had. Any failure is raised."""
    verbindingen, done = scene.instance(), 0
    try:
        while not enough():
            (found,) = verbindingen.using(SCHOOL).identificeer(QUESTION, Deadline.after(20))
            assert found.leerbedrijf_id == QUESTION.leerbedrijf_id
            done += 1
    finally:
        verbindingen.close()
    return done


@pytest.mark.proof
def test_switching_under_load(scene: BusyChangeScene, scale: Callable[[int], int]) -> None:
    """10,000 questions while the certificate changes: all answered, each new one taken up in time.

    Every third certificate is one that SBB does not know yet; the one before it serves meanwhile.
    """
    begin, needed = time.monotonic(), scale(10_000)
    done = [0] * INSTANCES
    stopped = threading.Event()

    def tasks(number: int) -> int:
        def enough() -> bool:
            done[number] += 1
            return stopped.is_set()

        return _ask_until(scene, enough)

    changes_made = 0
    with ThreadPoolExecutor(INSTANCES) as threads:
        running = [threads.submit(tasks, number) for number in range(INSTANCES)]
        old = scene.pair()
        try:
            while sum(done) < needed or changes_made < 6:
                if any(taak.done() for taak in running):
                    break
                known = changes_made % 3 != 2
                new = scene.pair(known=known)
                scene.put(**new, vorigCertificaat=old["certificaat"], vorigeSleutel=old["sleutel"])
                changes_made += 1
                # Until every instance has read it, which it does within SHELF_LIFE seconds of the fast clock.
                in_time = scene.vault.wait(new["certificaat"], INSTANCES, 10 * SHELF_LIFE / FASTER)
                assert in_time, "a new certificate was not taken up in time"
                old = new if known else old
        finally:
            stopped.set()
        answers = sum(taak.result() for taak in running)
    assert answers >= needed
    print(f"{answers} answers, {changes_made} changes, none failed, in {time.monotonic() - begin:.1f} s")  # noqa: T201
