"""The receiver at home: it verifies what comes, and each way in which it misbehaves is survived."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from stagemarkt.adapters.delivery.webhook import WebhookBezorger
from stagemarkt.domain.changes.proofs import nieuw_ondertekengeheim
from stagemarkt.domain.changes.webhook_url import Uitzonderingen, lees_uitzonderingen
from stagemarkt.ports.deadline import Termijn
from stagemarkt.ports.delivery import Bestemming, Uitkomst

from local.receiver.behaviour import CERTIFICATEN, GEDRAGINGEN
from local.receiver.pki import Ontvangerpki, maak_pki
from local.receiver.server import Ontvanger
from local.receivers import Ontvangers
from local.sbb.pki.files import Sleutelpaar
from tests.integration.delivery.received import BERICHT, SLEUTEL

PROJECT = Path(__file__).resolve().parents[3]
UITKOMSTEN = {
    "goed": Uitkomst("geleverd", 204),
    "weg": Uitkomst("afgemeld", 410, None, "afgemeld"),
    "omleiding": Uitkomst("mislukt", 307, None, "omleiding"),
    "druk": Uitkomst("mislukt", 429, 2, "overbelast"),
    "storing": Uitkomst("mislukt", 503, 2, "http-status"),
    "fout": Uitkomst("mislukt", 500, None, "http-status"),
    "sluit": Uitkomst("mislukt", reden="geen-verbinding"),
    "zwijg": Uitkomst("mislukt", reden="te-laat"),
    "eindeloos": Uitkomst("geleverd", 200),
    "grote-koppen": Uitkomst("mislukt", reden="antwoord-ongeldig"),
    "druppel-koppen": Uitkomst("mislukt", reden="te-laat"),
    "druppel-inhoud": Uitkomst("geleverd", 200),
}


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Ontvangerpki:
    """The certificates of the receivers."""
    return maak_pki(tmp_path_factory.mktemp("ontvanger"))


class Proef:
    """A receiver, and what sends to it."""

    def __init__(self, opruimer: ExitStack, pki: Ontvangerpki) -> None:
        self._opruimer = opruimer
        self._pki = pki

    def ontvanger(self, paar: Sleutelpaar | None = None) -> Ontvanger:
        """One that knows the secret."""
        return self._opruimer.enter_context(Ontvanger(0, paar or self._pki.server, [SLEUTEL]))

    def bezorger(self, ontvanger: Ontvanger) -> WebhookBezorger:
        """Knows this receiver."""
        plaats = ontvanger.url.removeprefix("https://").rstrip("/")
        bezorger = WebhookBezorger(Uitzonderingen(frozenset({plaats}), self._pki.ca.read_text()))
        self._opruimer.callback(bezorger.sluit)
        return bezorger

    def stuur(self, ontvanger: Ontvanger, sleutel: str = SLEUTEL, seconden: float = 10) -> Uitkomst:
        """One attempt, with this much time."""
        bestemming = Bestemming("a1", "webhook", ontvanger.url, None, (sleutel,))
        return self.bezorger(ontvanger).bezorg(bestemming, BERICHT, Termijn.van(seconden))


@pytest.fixture
def proef(pki: Ontvangerpki) -> Iterator[Proef]:
    """What a test opens is closed after it."""
    with ExitStack() as opruimer:
        yield Proef(opruimer, pki)


def test_alle_gedragingen_zijn_hieronder() -> None:
    """No way of misbehaving is without its outcome."""
    assert set(UITKOMSTEN) == set(GEDRAGINGEN)


@pytest.mark.parametrize("gedrag", UITKOMSTEN)
def test_elke_gedraging_heeft_haar_uitkomst(proef: Proef, gedrag: str) -> None:
    """Whatever the receiver does, it was verified first, and the attempt ends as it should."""
    ontvanger = proef.ontvanger()
    ontvanger.gedrag = GEDRAGINGEN[gedrag]
    # Little is waited for what never comes.
    seconden = 0.5 if UITKOMSTEN[gedrag].reden == "te-laat" else 10
    assert proef.stuur(ontvanger, seconden=seconden) == UITKOMSTEN[gedrag]
    (ontvangen,) = ontvanger.ontvangen
    assert ontvangen.klopt
    assert ontvangen.gebeurtenis["specversion"] == "1.0"


def test_na_het_sluiten_is_zij_weg(proef: Proef) -> None:
    """Who kept a connection to a receiver that stops has none any more."""
    ontvanger = proef.ontvanger()
    bezorger, bestemming = (
        proef.bezorger(ontvanger),
        Bestemming("a1", "webhook", ontvanger.url, None, (SLEUTEL,)),
    )
    assert bezorger.bezorg(bestemming, BERICHT, Termijn.van(10)).soort == "geleverd"
    ontvanger.sluit()
    assert bezorger.bezorg(bestemming, BERICHT, Termijn.van(10)).reden == "geen-verbinding"
    assert len(ontvanger.ontvangen) == 1


def test_een_andere_sleutel_klopt_niet(proef: Proef) -> None:
    """What was signed with another secret is received, and said not to be right."""
    ontvanger = proef.ontvanger()
    proef.stuur(ontvanger, nieuw_ondertekengeheim())
    assert not ontvanger.ontvangen[0].klopt


def test_de_slechte_certificaten(proef: Proef, pki: Ontvangerpki) -> None:
    """Another name and a certificate of last year: nothing is sent to either."""
    assert set(CERTIFICATEN) == {"andere-naam", "verlopen"}
    for paar in (pki.andere_naam, pki.verlopen):
        ontvanger = proef.ontvanger(paar)
        assert proef.stuur(ontvanger) == Uitkomst("mislukt", reden="certificaat-niet-vertrouwd")
        assert ontvanger.ontvangen == []


def test_het_programma(tmp_path: Path) -> None:
    """`python -m local.receiver` takes a port of the stack, verifies, prints, and stops when asked."""
    ontvangers = Ontvangers.in_map(tmp_path, ())
    (tmp_path / "stack.json").write_text(json.dumps(ontvangers.in_stack()))
    omgeving = {"PATH": os.defpath, "STACK_MAP": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    opdracht = [sys.executable, "-m", "local.receiver", SLEUTEL, "--nummer", "2"]
    with subprocess.Popen(opdracht, cwd=PROJECT, env=omgeving, stdout=subprocess.PIPE, text=True) as proces:
        assert proces.stdout is not None
        url = ontvangers.in_stack()["ontvangers"][1]
        assert proces.stdout.readline() == f"Receiving at {url} (goed); Ctrl-C ends it.\n"
        uitzonderingen = lees_uitzonderingen(
            ontvangers.parameters()["WebhookUitzonderingen"], ontvangers.pki.ca.read_text(), "test"
        )
        bezorger = WebhookBezorger(uitzonderingen)
        bestemming = Bestemming("a1", "webhook", url, None, (SLEUTEL,))
        assert bezorger.bezorg(bestemming, BERICHT, Termijn.van(5)) == Uitkomst("geleverd", 204)
        bezorger.sluit()
        proces.send_signal(signal.SIGINT)
        uitvoer = proces.stdout.read()
    assert f"{BERICHT.id} signature right" in uitvoer
    assert "Café Ünïcode" in uitvoer
    assert proces.returncode == 0


def test_het_programma_zonder_stapel(tmp_path: Path) -> None:
    """Without a stack it says what to do."""
    omgeving = {"PATH": os.defpath, "STACK_MAP": str(tmp_path)}
    opdracht = [sys.executable, "-m", "local.receiver"]
    klaar = subprocess.run(opdracht, cwd=PROJECT, env=omgeving, capture_output=True, text=True, check=False)
    assert (klaar.returncode, "make up" in klaar.stderr) == (1, True)


def test_pki_blijft_zolang_zij_goed_is(tmp_path: Path) -> None:
    """Made again in the same folder it is the same, so that what was subscribed keeps working."""
    een = maak_pki(tmp_path)
    inhoud = een.ca.read_bytes(), een.server.cert.read_bytes()
    assert maak_pki(tmp_path) == een
    assert (een.ca.read_bytes(), een.server.cert.read_bytes()) == inhoud
    een.server.cert.unlink()
    ander = maak_pki(tmp_path)
    assert ander.ca.read_bytes() != inhoud[0]


def test_de_uitzonderingen_van_make_up(tmp_path: Path) -> None:
    """What `make up` sets is read by what ships, refused in production, and kept the next time."""
    ontvangers = Ontvangers.in_map(tmp_path, ())
    parameters = ontvangers.parameters()
    lijst, ca = parameters["WebhookUitzonderingen"], parameters["WebhookUitzonderingenCa"]
    assert lees_uitzonderingen(lijst, ca, "ontwikkeling").plaatsen == {
        f"localhost:{poort}" for poort in ontvangers.poorten
    }
    assert len(set(ontvangers.poorten)) == 3
    with pytest.raises(ValueError, match="production"):
        lees_uitzonderingen(lijst, ca, "productie")
    assert len(ca) < 4096
    assert Ontvangers.in_map(tmp_path, ontvangers.poorten).poorten == ontvangers.poorten
