"""Abonnementen over the API: whose they are, what may change, what is told once, what is refused."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from stagemarkt.domain.changes.abonnementen import HOOGSTENS, OVERGANG
from stagemarkt.model.abonnement import Abonnement
from stagemarkt.model.errors import OpslagFout, Tekst
from stagemarkt.ports.delivery import Uitkomst

from functions.abonnementen import app as abonnementen
from functions.aflevering import app as aflevering
from tests.unit.conftest import Logboek
from tests.unit.fakes import NepContext
from tests.unit.fakes_outbox import Rampen, mutatie
from tests.unit.outbox_setup import ABONNEMENT_ID, ROL, UitgaandOpbouw, sleutel, uitgaand_opbouw
from tests.unit.requests import json_van, maak_event
from tests.waiting import at_most

PAD = "/abonnementen/{abonnementId}"
ARN = "arn:aws:sqs:eu-west-1:111122223333:mutaties.fifo"


class Vrager:
    """Asks, as the afnemer `demo` or another."""

    def __init__(self) -> None:
        self.opbouw: UitgaandOpbouw = uitgaand_opbouw()
        self._handlers = {
            "abonnementen": abonnementen.maak_handler(self.opbouw),
            "aflevering": aflevering.maak_handler(self.opbouw),
        }

    @property
    def bewaard(self) -> Abonnement:
        """The abonnement of `demo`, as it is kept."""
        gevonden = self.opbouw.abonnementen.lees(sleutel())
        assert gevonden is not None
        return gevonden

    def __call__(  # noqa: PLR0913 - what a request is made of
        self,
        methode: str,
        resource: str,
        lichaam: Mapping[str, Any] | None = None,
        *,
        match: str | None = None,
        wie: str = "demo",
        functie: str = "abonnementen",
        abonnement_id: str = ABONNEMENT_ID,
        query: Mapping[str, list[str]] | None = None,
    ) -> tuple[int, Any, Mapping[str, str]]:
        """Status, JSON and headers."""
        event = maak_event(
            methode,
            resource,
            koppen={"If-Match": match} if match else None,
            padvelden={"abonnementId": abonnement_id} if "{" in resource else None,
            lichaam=None if lichaam is None else json.dumps(lichaam),
            query=query,
        )
        event["requestContext"]["authorizer"]["afnemerId"] = wie
        antwoord = self._handlers[functie](event, NepContext())
        inhoud = json_van(antwoord) if antwoord["body"] else None
        return antwoord["statusCode"], inhoud, antwoord["headers"]


@pytest.fixture
def vraag() -> Vrager:
    """Somebody who asks, and a facade with one abonnement of `demo`."""
    return Vrager()


def test_een_webhook_krijgt_zijn_sleutel_eenmaal(vraag: Vrager, logboek: Logboek) -> None:
    """The secret is in the answer that makes it, in no other, and in no log."""
    status, nieuw, koppen = vraag(
        "POST", "/abonnementen", {"soort": "webhook", "url": "https://bpv.example/"}
    )
    assert (status, nieuw["toestand"], koppen["ETag"]) == (201, "actief", '"1"')
    assert koppen["Location"] == f"abonnementen/{nieuw['abonnementId']}"
    assert koppen["Cache-Control"] == "no-store"
    _, terug, _ = vraag("GET", PAD, abonnement_id=nieuw["abonnementId"])
    _, alle, _ = vraag("GET", "/abonnementen")
    assert nieuw.pop("geheim").startswith("whsec_")
    assert terug == nieuw
    assert (alle["totaal"], "geheim" in str(alle)) == (2, False)
    assert "whsec" not in logboek.tekst
    assert "bpv.example" not in logboek.tekst


def test_een_wachtrij_bewijst_zich_met_het_token(vraag: Vrager) -> None:
    """A queue gets its policy and waits for the token of the test message; a wrong one is refused."""
    _, nieuw, _ = vraag("POST", "/abonnementen", {"soort": "sqs", "queueArn": ARN})
    wie = nieuw["abonnementId"]
    [regel] = nieuw["queueBeleid"]["Statement"]
    assert (nieuw["toestand"], regel["Principal"]["AWS"], regel["Resource"]) == ("onbevestigd", ROL, ARN)
    assert "geheim" not in nieuw
    status, test, _ = vraag("POST", f"{PAD}/testberichten", functie="aflevering", abonnement_id=wie)
    assert (status, test["uitkomst"]) == (200, "geleverd")
    [(bestemming, bericht)] = vraag.opbouw.uitgang.bezorger.pogingen
    assert (bestemming.queue_arn, bericht.is_test) == (ARN, True)
    token = json.loads(bericht.inhoud)["data"]["token"]
    status, fout, _ = vraag("PATCH", PAD, {"token": f"{token}x"}, match="*", abonnement_id=wie)
    assert (status, fout["fouten"][0]["pointer"]) == (400, "#/token")
    status, fout, _ = vraag("PATCH", PAD, {"toestand": "actief"}, match="*", abonnement_id=wie)
    assert (status, fout["code"]) == (400, "ontbrekende-combinatie")
    status, actief, _ = vraag("PATCH", PAD, {"token": token}, match='"1"', abonnement_id=wie)
    assert (status, actief["toestand"]) == (200, "actief")
    # Another queue is another proof.
    _, anders, _ = vraag("PATCH", PAD, {"queueArn": f"{ARN[:-5]}2.fifo"}, match='"2"', abonnement_id=wie)
    assert anders["toestand"] == "onbevestigd"


@pytest.mark.parametrize(
    ("methode", "achter", "functie"),
    [
        ("GET", "", "abonnementen"),
        ("PATCH", "", "abonnementen"),
        ("DELETE", "", "abonnementen"),
        ("POST", "/herafleveringen", "abonnementen"),
        ("POST", "/sleutelrotaties", "abonnementen"),
        ("GET", "/afleveringen", "abonnementen"),
        ("POST", "/testberichten", "aflevering"),
    ],
)
def test_van_een_ander_bestaat_het_niet(vraag: Vrager, methode: str, achter: str, functie: str) -> None:
    """To another afnemer of the same school an abonnement does not exist, whatever it asks."""
    status, fout, _ = vraag(methode, PAD + achter, {}, match="*", wie="ander", functie=functie)
    assert (status, fout["code"]) == (404, "resource-onbekend")
    assert vraag.bewaard.versie == 1
    assert vraag("GET", "/abonnementen", wie="ander")[1]["totaal"] == 0


@pytest.mark.parametrize("methode", ["PATCH", "DELETE"])
@pytest.mark.parametrize(("match", "status"), [(None, 428), ('"2"', 412), ('W/"1"', 412), ('"0", "3"', 412)])
def test_wie_wijzigt_zegt_wat_hij_kent(vraag: Vrager, methode: str, match: str | None, status: int) -> None:
    """Without `If-Match`, or with another version (a weak tag never matches), nothing changes."""
    assert vraag(methode, PAD, {"toestand": "gepauzeerd"}, match=match)[0] == status
    assert vraag.bewaard.toestand == "actief"


def test_pauzeren_en_hervatten(vraag: Vrager) -> None:
    """Paused it waits, put on again it is due at once; `filter` is replaced whole."""
    _, stil, koppen = vraag("PATCH", PAD, {"toestand": "gepauzeerd"}, match='"0", "1"')
    assert (stil["toestand"], koppen["ETag"]) == ("gepauzeerd", '"2"')
    vraag.opbouw.uitgang.werk_af()
    assert vraag.opbouw.uitgang.bezorger.pogingen == []
    _, aan, _ = vraag(
        "PATCH", PAD, {"toestand": "actief", "filter": {"codes": ["k0067", "25998"]}}, match="*"
    )
    assert (aan["toestand"], aan["filter"]) == ("actief", {"codes": ["25998", "K0067"]})
    vraag.opbouw.uitgang.werk_af()
    assert len(vraag.opbouw.uitgang.bezorger.pogingen) == 1
    assert vraag("PATCH", PAD, {"filter": {}}, match="*")[1].get("filter") is None


def test_beeindigen(vraag: Vrager) -> None:
    """Ended it is gone, and its destination is free."""
    bestaat = {"soort": "webhook", "url": f"https://{ABONNEMENT_ID}.example/in"}
    status, fout, _ = vraag("POST", "/abonnementen", bestaat)
    assert (status, fout["code"]) == (409, "abonnement-bestaat")
    assert vraag("DELETE", PAD, match='"1"')[:2] == (204, None)
    assert vraag("GET", PAD)[0] == 404
    # Asked again, for an answer that was lost; of another's, and of what never was, nobody learns anything.
    assert vraag("DELETE", PAD, match='"1"')[:2] == (204, None)
    assert vraag("DELETE", PAD, match='"1"', wie="ander")[0] == 404
    assert vraag("DELETE", PAD, match='"1"', abonnement_id=ABONNEMENT_ID[:-1] + "8")[0] == 404
    assert vraag("POST", "/abonnementen", bestaat)[0] == 201


def test_een_sleutel_wisselen(vraag: Vrager) -> None:
    """A new key is told once; the one before it ends after a day, also when another was made meanwhile."""
    oud = vraag.bewaard.sleutels[0].geheim
    _, eerste, _ = vraag("POST", f"{PAD}/sleutelrotaties")
    # The answer was lost, and it is asked again: the receiver is still at the old one.
    _, tweede, koppen = vraag("POST", f"{PAD}/sleutelrotaties")
    sleutels = vraag.bewaard.sleutels
    assert [s.geheim for s in sleutels] == [tweede["geheim"], eerste["geheim"], oud]
    assert {s.tot for s in sleutels[1:]} == {vraag.opbouw.klok() + OVERGANG}
    assert (koppen["ETag"], "oudeSleutelTot" in tweede) == ('"3"', True)
    vraag.opbouw.uitgang.nu += OVERGANG
    _, derde, _ = vraag("POST", f"{PAD}/sleutelrotaties")
    assert [s.geheim for s in vraag.bewaard.sleutels] == [derde["geheim"], tweede["geheim"]]


def test_hooguit_vier_sleutels(vraag: Vrager) -> None:
    """However often it is asked for in a day: the newest, the two before it and the oldest sign."""
    oud = vraag.bewaard.sleutels[0].geheim
    gemaakt = [vraag("POST", f"{PAD}/sleutelrotaties")[1]["geheim"] for _ in range(6)]
    assert [s.geheim for s in vraag.bewaard.sleutels] == [*gemaakt[:-4:-1], oud]


def test_een_wijziging_opnieuw(vraag: Vrager) -> None:
    """A change that was made, asked again with the version of then, succeeds; a part of it is not enough."""
    for wens in ({"toestand": "gepauzeerd"}, {"toestand": "actief", "filter": {"codes": ["25998"]}}):
        versie = vraag.bewaard.versie
        _, eerst, koppen = vraag("PATCH", PAD, wens, match=f'"{versie}"')
        assert koppen["ETag"] == f'"{versie + 1}"'
        status, weer, koppen = vraag("PATCH", PAD, wens, match=f'"{versie}"')
        assert (status, weer, koppen["ETag"]) == (200, eerst, f'"{versie + 1}"')
    half = {"toestand": "actief", "filter": {"codes": ["K0067"]}}
    assert vraag("PATCH", PAD, half, match='"1"')[0] == 412
    assert vraag("PATCH", PAD, {}, match='"1"')[0] in {400, 412}
    assert vraag.bewaard.versie == 3


@pytest.mark.parametrize("match", ['"1"', "*"])
def test_een_token_opnieuw(vraag: Vrager, match: str) -> None:
    """The token that was taken already is taken again."""
    _, nieuw, _ = vraag("POST", "/abonnementen", {"soort": "sqs", "queueArn": ARN})
    wie = nieuw["abonnementId"]
    vraag("POST", f"{PAD}/testberichten", functie="aflevering", abonnement_id=wie)
    token = json.loads(vraag.opbouw.uitgang.bezorger.pogingen[-1][1].inhoud)["data"]["token"]
    for _ in range(2):
        status, actief, _ = vraag("PATCH", PAD, {"token": token}, match=match, abonnement_id=wie)
        assert (status, actief["toestand"]) == (200, "actief")
    assert vraag("PATCH", PAD, {"token": f"{token}x"}, match="*", abonnement_id=wie)[0] == 400


def test_weer_actief_en_gewekt_in_een(vraag: Vrager) -> None:
    """Put on while the outbox fails right after: it was kept with its wake-up, and asking again succeeds."""
    uitgang = vraag.opbouw.uitgang
    uitgang.werk_af()
    vraag("PATCH", PAD, {"toestand": "gepauzeerd"}, match='"1"')
    uitgang.verdeel(mutatie(2), mutatie(3))
    uitgang.werk_af()
    uitgang.abonnementen.rampen = Rampen()
    uitgang.abonnementen.rampen.na = lambda: (_ for _ in ()).throw(OpslagFout("weg"))
    assert vraag("PATCH", PAD, {"toestand": "actief"}, match='"2"')[0] == 500
    uitgang.abonnementen.rampen = Rampen()
    assert uitgang.veeg() == [sleutel()]
    assert vraag("PATCH", PAD, {"toestand": "actief"}, match='"2"')[0] == 200
    uitgang.werk_af()
    assert len(uitgang.ontvangen(vraag.bewaard)) == 3


def test_alle_fouten_tegelijk(vraag: Vrager) -> None:
    """Every fault of a wish is told, down to the place in a list."""
    _, fout, _ = vraag(
        "POST",
        "/abonnementen",
        {
            "soort": "sqs",
            "url": "https://bpv.example/",
            "filter": {"codes": ["25998", "x", 7], "statussen": "erkend", "code": []},
            "sort": "webhook",
        },
    )
    assert {(punt["pointer"], punt["code"]) for punt in fout["fouten"]} == {
        ("#/sort", "onbekende-parameter"),
        ("#/url", "ongeldige-invoer"),
        ("#/queueArn", "ontbrekende-combinatie"),
        ("#/filter/codes/1", "ongeldige-invoer"),
        ("#/filter/codes/2", "ongeldige-invoer"),
        ("#/filter/statussen", "ongeldige-invoer"),
        ("#/filter/code", "onbekende-parameter"),
    }


def test_een_bestemming_wordt_gekeurd(vraag: Vrager) -> None:
    """What is wrong with a URL or an ARN is told at its place; our own account is none of theirs."""
    url = "https://intern.example/"
    vraag.opbouw.webhookkeurder.fouten[url] = (Tekst("Niet openbaar.", "Not public."),)
    _, fout, _ = vraag("POST", "/abonnementen", {"soort": "webhook", "url": url})
    assert [(p["pointer"], p["detail"]) for p in fout["fouten"]] == [("#/url", "Niet openbaar.")]
    ons = ARN.replace("111122223333", "123456789012")
    _, fout, _ = vraag("POST", "/abonnementen", {"soort": "sqs", "queueArn": ons})
    assert [p["pointer"] for p in fout["fouten"]] == ["#/queueArn"]


def test_niet_eindeloos_veel(vraag: Vrager) -> None:
    """An afnemer may have so many for a school and no more; another afnemer is not counted along."""
    for n in range(HOOGSTENS - 1):
        assert vraag("POST", "/abonnementen", {"soort": "webhook", "url": f"https://w{n}.example/"})[0] == 201
    nog_een = {"soort": "webhook", "url": "https://teveel.example/"}
    assert vraag("POST", "/abonnementen", nog_een)[0] == 400
    assert vraag("POST", "/abonnementen", nog_een, wie="ander")[0] == 201


def test_het_logboek_bladert_terug(vraag: Vrager) -> None:
    """The log is newest first, in stretches, each with its cursor, until the first."""
    vraag.opbouw.uitgang.verdeel(*(mutatie(n) for n in range(2, 8)))
    gezien: list[int] = []
    query: dict[str, list[str]] = {"limit": ["3"]}
    for _ in at_most(100):
        _, stuk, koppen = vraag("GET", f"{PAD}/afleveringen", query=query)
        gezien += [een["volgnummer"] for een in stuk["resultaten"]]
        assert ('rel="next"' in koppen["Link"]) == ("volgendeCursor" in stuk)
        if "volgendeCursor" not in stuk:
            break
        query["cursor"] = [stuk["volgendeCursor"]]
    assert gezien == [7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize("vanaf", ["2026-09-01", "2026-09-01T08:00:00", "gisteren", "2026-13-01T00:00:00Z"])
def test_een_moment_heeft_een_tijdzone(vraag: Vrager, vanaf: str) -> None:
    """Redelivery wants a moment that everybody reads alike."""
    status, fout, _ = vraag("POST", f"{PAD}/herafleveringen", {"vanaf": vanaf})
    assert (status, fout["fouten"][0]["pointer"]) == (400, "#/vanaf")


def test_wat_er_tijdens_het_maken_komt_is_ervoor(vraag: Vrager) -> None:
    """A change that is numbered while it is made: it begins after that at once, not at the next change."""
    uitgang = vraag.opbouw.uitgang
    maak = uitgang.abonnementen.maak

    def maak_traag(nieuw: Abonnement, begin: int, nu: float) -> None:
        uitgang.verdeel(mutatie(2))
        maak(nieuw, begin, nu)

    uitgang.abonnementen.maak = maak_traag
    _, nieuw, _ = vraag("POST", "/abonnementen", {"soort": "webhook", "url": "https://bpv.example/"})
    uitgang.verdeel(mutatie(3))
    gekregen = uitgang.uitbak.lees(sleutel(nieuw["abonnementId"]), 0, 9)
    assert [(een.volgnummer, een.regel.nummer) for een in gekregen] == [(1, 3)]


def test_wat_de_verdeling_net_zag_blijft(vraag: Vrager) -> None:
    """A change that the fan-out gave it the moment it was made keeps its number."""
    uitgang = vraag.opbouw.uitgang
    maak = uitgang.abonnementen.maak

    def maak_en_verdeel(nieuw: Abonnement, begin: int, nu: float) -> None:
        maak(nieuw, begin, nu)
        uitgang.verdeel(mutatie(2))

    uitgang.abonnementen.maak = maak_en_verdeel
    _, nieuw, _ = vraag("POST", "/abonnementen", {"soort": "webhook", "url": "https://bpv.example/"})
    gekregen = uitgang.uitbak.lees(sleutel(nieuw["abonnementId"]), 0, 9)
    assert [(een.volgnummer, een.regel.nummer) for een in gekregen] == [(1, 2)]


def _test(vraag: Vrager) -> tuple[int, Any, Mapping[str, str]]:
    return vraag("POST", f"{PAD}/testberichten", functie="aflevering")


def test_testberichten_hebben_hun_eigen_tempo(vraag: Vrager) -> None:
    """Forty at once are ten posts; the rest is told when to come back, and then it may."""
    antwoorden = [_test(vraag) for _ in range(40)]
    assert [status for status, _, _ in antwoorden] == [200] * 10 + [429] * 30
    _, fout, koppen = antwoorden[-1]
    assert (fout["code"], fout["herhaalbaar"], koppen["Retry-After"]) == ("limiet-overschreden", True, "6")
    assert len(vraag.opbouw.uitgang.bezorger.pogingen) == 10
    vraag.opbouw.uitgang.nu += 5.9
    assert _test(vraag)[0] == 429
    vraag.opbouw.uitgang.nu += 0.2
    assert [_test(vraag)[0] for _ in range(2)] == [200, 429]


def test_410_op_een_testbericht_zet_uit(vraag: Vrager) -> None:
    """A receiver that says 410 to a test message gets nothing more, until its owner says otherwise."""
    bezorger = vraag.opbouw.uitgang.bezorger
    bezorger.zegt[ABONNEMENT_ID] = lambda _: Uitkomst("afgemeld", 410, None, "afgemeld")
    _, eerst, _ = _test(vraag)
    assert (eerst["uitkomst"], eerst["httpStatus"], vraag.bewaard.toestand) == ("afgemeld", 410, "afgemeld")
    for _ in range(40):
        status, dan, _ = _test(vraag)
        assert (status, dan["uitkomst"], dan["reden"]) == (200, "geweigerd", "afgemeld")
    vraag.opbouw.uitgang.werk_af()
    assert len(bezorger.pogingen) == 1
    bezorger.zegt.clear()
    # Paused it may be tried, with nothing else being sent.
    vraag("PATCH", PAD, {"toestand": "gepauzeerd"}, match="*")
    assert _test(vraag)[1]["uitkomst"] == "geleverd"
    vraag("PATCH", PAD, {"toestand": "actief"}, match="*")
    vraag.opbouw.uitgang.werk_af()
    assert len(vraag.opbouw.uitgang.ontvangen(vraag.bewaard)) == 2


def test_herafleveren_heeft_zijn_eigen_tempo(vraag: Vrager) -> None:
    """Sending anew may be asked three times at once and then once in ten minutes, whatever it comes to."""
    wens = {"vanaf": "2026-01-01T00:00:00Z"}
    statussen = [vraag("POST", f"{PAD}/herafleveringen", wens)[0] for _ in range(5)]
    assert statussen == [202, 202, 202, 429, 429]
    vraag.opbouw.uitgang.nu += 600
    assert vraag("POST", f"{PAD}/herafleveringen", wens)[0] == 202
