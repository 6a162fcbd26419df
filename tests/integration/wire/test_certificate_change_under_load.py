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
from stagemarkt.adapters.secrets_manager import HOUDBAAR, Geheimen, Schoolkluis
from stagemarkt.adapters.soap.envelope import Eindpunt
from stagemarkt.adapters.soap.school_connections import Schoolverbindingen
from stagemarkt.adapters.soap.transport import Grenzen
from stagemarkt.model.questions import Identificatievraag
from stagemarkt.ports.deadline import Termijn

from local.sbb import examples as vb
from local.sbb.pki.authority import houder_van, lees_ca
from local.sbb.pki.certificates import maak_ca, maak_client
from local.sbb.protocol import OIN_SBB, TNS, licentie_van, oin_van
from local.sbb.simulator import Simulator

if TYPE_CHECKING:
    from types_boto3_secretsmanager.client import SecretsManagerClient

SCHOOL: Final = "99XX"
VRAAG: Final = Identificatievraag(leerbedrijf_id=vb.TOONBEELD)
# Time goes this much faster here: what takes five minutes takes a third of a second.
SNELLER: Final = 900
INSTANTIES: Final = 4


class Kluis:
    """Secrets Manager for many instances at once; `gelezen` remembers which certificate each reading gave."""

    exceptions = SimpleNamespace(ResourceNotFoundException=KeyError)

    def __init__(self, geheimen: dict[str, dict[str, str]]) -> None:
        self._slot = threading.Condition()
        self._geheimen = geheimen
        self.gelezen: list[str] = []

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803 - as AWS calls it
        """As boto3 does."""
        with self._slot:
            geheim = self._geheimen[SecretId]
            self.gelezen.append(geheim.get("certificaat", ""))
            self._slot.notify_all()
            return {"SecretString": json.dumps(geheim)}

    def wacht(self, certificaat: str, keren: int, seconden: float) -> bool:
        """Wait until this certificate was read so often; whether it was, in time."""
        with self._slot:
            return self._slot.wait_for(lambda: self.gelezen.count(certificaat) >= keren, seconden)

    def zet(self, naam: str, **delen: str) -> None:
        """An operator puts a new secret in the old one's place."""
        with self._slot:
            self._geheimen[naam] = {**self._geheimen[naam], **delen}


class Toneel:
    """SBB's simulator, a school's secret, and instances of a function that ask on its behalf."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self._ca = lees_ca(simulator.pki.folder)
        licentie = licentie_van(SCHOOL)
        self.kluis = Kluis(
            {
                "t/sbb": {"ca": simulator.pki.ca.read_text()},
                f"t/school/{SCHOOL}": {"oin": oin_van(SCHOOL), "licentie": licentie, **self.paar()},
            }
        )

    def paar(self, *, bekend: bool = True) -> dict[str, str]:
        """A new certificate of this school, of SBB's own CA or of one that SBB does not know."""
        uitgever = self._ca if bekend else maak_ca("Onbekend")
        assert uitgever is not None
        nieuw = maak_client(uitgever, houder_van(SCHOOL, "School"))
        pem = serialization.Encoding.PEM
        sleutel = nieuw.sleutel.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {"certificaat": nieuw.certificaat.public_bytes(pem).decode(), "sleutel": sleutel.decode()}

    def zet(self, **delen: str) -> None:
        """Change the school's secret."""
        self.kluis.zet(f"t/school/{SCHOOL}", **delen)

    def instantie(self) -> Schoolverbindingen:
        """What one instance of a function has, its secrets included, on a clock that runs fast."""
        geheimen = Geheimen(cast("SecretsManagerClient", self.kluis), lambda: time.monotonic() * SNELLER)
        return Schoolverbindingen(
            Eindpunt(self.simulator.url, TNS, f"{TNS}/", OIN_SBB),
            Schoolkluis(geheimen, "t"),
            Grenzen(seconden=20),
            klok=lambda: time.monotonic() * SNELLER,
        )


@pytest.fixture
def toneel(tmp_path: Path) -> Iterator[Toneel]:
    """SBB, running."""
    with Simulator(tmp_path / "sbb") as simulator:
        yield Toneel(simulator)


def _vraag_tot(toneel: Toneel, genoeg: Callable[[], bool]) -> int:
    """One instance that asks until it is enough; how many answers it had. Any failure is raised."""
    verbindingen, gedaan = toneel.instantie(), 0
    try:
        while not genoeg():
            (gevonden,) = verbindingen.met(SCHOOL).identificeer(VRAAG, Termijn.van(20))
            assert gevonden.leerbedrijf_id == VRAAG.leerbedrijf_id
            gedaan += 1
    finally:
        verbindingen.sluit()
    return gedaan


@pytest.mark.proof
def test_wisselen_onder_belasting(toneel: Toneel, schaal: Callable[[int], int]) -> None:
    """10,000 questions while the certificate changes: all answered, each new one taken up in time.

    Every third certificate is one that SBB does not know yet; the one before it serves meanwhile.
    """
    begin, nodig = time.monotonic(), schaal(10_000)
    gedaan = [0] * INSTANTIES
    gestopt = threading.Event()

    def werk(nummer: int) -> int:
        def genoeg() -> bool:
            gedaan[nummer] += 1
            return gestopt.is_set()

        return _vraag_tot(toneel, genoeg)

    gezet = 0
    with ThreadPoolExecutor(INSTANTIES) as draden:
        lopend = [draden.submit(werk, nummer) for nummer in range(INSTANTIES)]
        oud = toneel.paar()
        try:
            while sum(gedaan) < nodig or gezet < 6:
                if any(taak.done() for taak in lopend):
                    break
                bekend = gezet % 3 != 2
                nieuw = toneel.paar(bekend=bekend)
                toneel.zet(**nieuw, vorigCertificaat=oud["certificaat"], vorigeSleutel=oud["sleutel"])
                gezet += 1
                # Until every instance has read it, which it does within HOUDBAAR seconds of the fast clock.
                op_tijd = toneel.kluis.wacht(nieuw["certificaat"], INSTANTIES, 10 * HOUDBAAR / SNELLER)
                assert op_tijd, "a new certificate was not taken up in time"
                oud = nieuw if bekend else oud
        finally:
            gestopt.set()
        antwoorden = sum(taak.result() for taak in lopend)
    assert antwoorden >= nodig
    print(f"{antwoorden} answers, {gezet} changes, none failed, in {time.monotonic() - begin:.1f} s")  # noqa: T201
