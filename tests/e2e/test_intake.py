"""The intake as it is deployed: who gets in, and that what is acknowledged is stored and queued, once."""

import random
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from local.sbb.pki.authority import SBB_CLIENT, lees_ca, maak_pki
from local.sbb.pki.certificates import Geldigheid, Houder, maak_ca, maak_client
from local.sbb.pki.defective import DAG
from local.sbb.pki.files import Sleutelpaar
from local.sbb.protocol import OIN_SBB
from local.stack import Stapel
from tests.e2e.client import Facade
from tests.e2e.intake import Intake, signaalcode
from tests.message_examples import bericht, mutatie, romp, veel


@pytest.fixture
def intake(stapel: Stapel, facade: Facade) -> Intake:
    """The intake of the stack."""
    return Intake(stapel, facade.stack)


@pytest.fixture
def sbb(intake: Intake) -> Iterator[httpx.Client]:
    """SBB."""
    with intake.client(intake.sbb) as client:
        yield client


def _paar(intake: Intake, naam: str, houder: Houder, **rest: object) -> Sleutelpaar:
    ca = rest.get("ca") or lees_ca(intake.pki)
    paar = Sleutelpaar.in_map(intake.pki, naam)
    paar.schrijf(maak_client(ca, houder, rest.get("geldigheid")))  # type: ignore[arg-type]
    return paar


def test_een_bericht_komt_aan(intake: Intake, sbb: httpx.Client) -> None:
    """A message of SBB is acknowledged, and stands in the table as it was sent."""
    nummer, abonnement = str(uuid.uuid4()), intake.abonneer()
    antwoord = intake.breng(veel(30, bericht_id=nummer, abonnement_id=abonnement), sbb)
    assert (antwoord.status_code, signaalcode(antwoord)) == (200, "0")
    assert antwoord.headers["Content-Type"] == "text/xml; charset=utf-8"
    bewaard = [m for m in intake.opslag.doorloop("99XX", 0) if m.bericht_id == nummer]
    assert [m.leerbedrijf_id for m in bewaard] == [f"{100000000 + n}" for n in range(30)]


def test_wie_er_niet_in_mag(intake: Intake) -> None:
    """Without a certificate, with one of another CA, with an expired one: there is no connection."""
    nu = Geldigheid.een_jaar().van
    wie = {
        "niemand": None,
        "vreemd": _paar(intake, "vreemd", SBB_CLIENT, ca=maak_ca("Vreemde CA")),
        "verlopen": _paar(intake, "verlopen", SBB_CLIENT, geldigheid=Geldigheid(nu - 31 * DAG, nu - DAG)),
    }
    for paar in wie.values():
        # A refusal of TLS 1.3 comes after the handshake, and shows as a broken connection.
        with intake.client(paar) as client, pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
            intake.breng(bericht(), client)


def test_een_ander_van_dezelfde_ca(intake: Intake) -> None:
    """A school's certificate, one without an OIN, an OIN within a name: 403, and nothing is stored."""
    scholen = maak_pki(intake.pki, scholen={"99XX": "ROC Middenland College"}).scholen
    anderen = [
        scholen["99XX"],
        _paar(intake, "zonder", Houder("Naamloos", "zonder.example")),
        _paar(intake, "nagemaakt", Houder("SBB", f"x,serialNumber={OIN_SBB}")),
        _paar(intake, "plus", Houder(f"SBB+2.5.4.5={OIN_SBB}", "x.example")),
    ]
    nummer, abonnement = str(uuid.uuid4()), intake.abonneer()
    inhoud = bericht(romp(bericht_id=nummer, abonnement_id=abonnement))
    for paar in anderen:
        with intake.client(paar) as client:
            antwoord = intake.breng(inhoud, client)
        assert antwoord.status_code == 403
        assert b"Fault" in antwoord.content
    assert not [m for m in intake.opslag.doorloop("99XX", 0) if m.bericht_id == nummer]


def test_koppen_openen_geen_deur(intake: Intake) -> None:
    """Headers that say what a proxy would say of a certificate are nothing but headers."""
    paar = maak_pki(intake.pki, scholen={"99XX": "ROC Middenland College"}).scholen["99XX"]
    koppen = {"X-Amzn-Mtls-Clientcert-Subject": f"serialNumber={OIN_SBB}", "X-SSL-Client-S-DN": OIN_SBB}
    with intake.client(paar) as client:
        client.headers.update(koppen)
        assert intake.breng(bericht(), client).status_code == 403


def test_alleen_een_post_op_dit_adres(intake: Intake, sbb: httpx.Client) -> None:
    """There is one address and one method."""
    assert sbb.get(intake.url).status_code == 403
    assert intake.breng(bericht(), sbb, f"{intake.url}/x").status_code == 403


def test_wat_niet_deugt_wacht_op_de_beheerder(intake: Intake, sbb: httpx.Client) -> None:
    """A refused message gets its signaalcode or fault over the wire, and can be found again."""
    nummer, abonnement = str(uuid.uuid4()), intake.abonneer()
    goed = romp(bericht_id=nummer, abonnement_id=abonnement)
    assert signaalcode(intake.breng(bericht(goed), sbb)) == "0"
    anders = romp(mutatie(Naam="Anders"), bericht_id=nummer, abonnement_id=abonnement)
    van_ander = romp(bericht_id=nummer, abonnement_id=abonnement, brin="99XZ")
    for inhoud, reden, code in (
        (bericht(anders), "andere-inhoud", "201"),
        (bericht(romp(bericht_id=nummer)), "abonnement-onbekend", "201"),
        (bericht(van_ander), "abonnement-onbekend", "201"),
        (bericht(goed)[:-100], "geen-xml", None),
    ):
        antwoord = intake.breng(inhoud, sbb)
        assert signaalcode(antwoord) == code
        assert (reden, inhoud) in [(a.reden, a.inhoud) for a in intake.afkeurboek.afgekeurde()]


def test_een_slechte_mutatie_houdt_geen_ander_op(intake: Intake, sbb: httpx.Client) -> None:
    """Over the wire too: the good ones stand in the table, the bad one waits, and again changes nothing."""
    nummer, abonnement = str(uuid.uuid4()), intake.abonneer()
    delen = [mutatie(Einddatum=einde) for einde in ("0001-01-01T00:00:00", "31-12-2026", " ")]
    inhoud = bericht(romp(*delen, bericht_id=nummer, abonnement_id=abonnement))
    assert [signaalcode(intake.breng(inhoud, sbb)) for _ in range(2)] == ["0", "0"]
    bewaard = [m for m in intake.opslag.doorloop("99XX", 0) if m.bericht_id == nummer]
    assert [(m.positie, m.einddatum) for m in bewaard] == [(1, None), (3, None)]
    (apart,) = [een for een in intake.afkeurboek.afgekeurde() if een.bericht_id == nummer]
    assert (apart.reden, apart.positie, apart.keren) == ("mutatie-onleesbaar", 2, 1)


def test_een_kop_voor_een_ander(intake: Intake, sbb: httpx.Client) -> None:
    """A header for another node is passed over, one for our own address has to be understood."""
    abonnement = intake.abonneer()
    for actor, code in (("urn:ander:knooppunt", "0"), (intake.url, None)):
        kop = f'<x:y xmlns:x="urn:x" s:mustUnderstand="1" s:actor="{actor}"/>'
        inhoud = bericht(romp(bericht_id=str(uuid.uuid4()), abonnement_id=abonnement), To=None, extra=kop)
        assert signaalcode(intake.breng(inhoud, sbb)) == code


@pytest.mark.proof
def test_veel_berichten_vaak_dubbel(intake: Intake, schaal: Callable[[int], int]) -> None:
    """10,000 mutaties in messages of 1 to 250, every tenth sent two or three times: each stored once."""
    kans, totaal = random.Random(20260901), schaal(10_000)  # noqa: S311 - repeatable, no secret
    abonnement, berichten = intake.abonneer(), list[tuple[str, int]]()
    while (over := totaal - sum(aantal for _, aantal in berichten)) > 0:
        berichten.append((str(uuid.UUID(int=kans.getrandbits(128))), min(over, kans.randint(1, 250))))
    te_sturen = [
        veel(aantal, bericht_id=nummer, abonnement_id=abonnement)
        for plek, (nummer, aantal) in enumerate(berichten)
        for _ in range(kans.randint(2, 3) if plek % 10 == 0 else 1)
    ]
    with intake.client(intake.sbb) as client, ThreadPoolExecutor(4) as draden:
        antwoorden = list(draden.map(lambda inhoud: signaalcode(intake.breng(inhoud, client)), te_sturen))
    assert antwoorden == ["0"] * len(te_sturen)
    nummers = {nummer for nummer, _ in berichten}
    bewaard = [m.mutatie_id for m in intake.opslag.doorloop("99XX", 0) if m.bericht_id in nummers]
    assert len(bewaard) == len(set(bewaard)) == totaal
