"""Certificates of a school, live: not known at SBB yet, refused, watched, and told of."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives import serialization
from stagemarkt_cli.admin import scholen
from stagemarkt_cli.admin.trial import probeer

from local import setup
from local.sbb import examples as vb
from local.sbb.pki.authority import houder_van, lees_ca
from local.sbb.pki.certificates import Geldigheid, Uitgifte, maak_ca, maak_client
from local.sbb.protocol import oin_van
from local.stack import Stapel
from tests.e2e.client import Facade
from tests.e2e.sleutels import maak_sleutel

ERKENNING: Final = f"/leerbedrijven/{vb.TOONBEELD}/erkenningen/25998"


def _pem(uitgifte: Uitgifte) -> dict[str, str]:
    sleutel = uitgifte.sleutel.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "certificaat": uitgifte.certificaat.public_bytes(serialization.Encoding.PEM).decode(),
        "sleutel": sleutel.decode(),
    }


class Proefschool:
    """A school of this test's own at the deployed stack: its secret, its key, and its certificates."""

    def __init__(self, stapel: Stapel, facade: Facade, brin: str) -> None:
        self.facade, self.brin = facade, brin
        self.aws, self.uitgerold = stapel.uitgerold()
        ca = lees_ca(facade.werkmap / "sbb" / "pki")
        assert ca is not None
        self._ca = ca
        naam = f"Proefschool {brin}"
        beschrijving = (
            facade.sbb.post("/scholen", json={"brin": brin, "naam": naam}).raise_for_status().json()
        )
        self.geheim: dict[str, str] = {
            "oin": oin_van(brin),
            "licentie": beschrijving["licentie"],
            **self.certificaat(dagen=300),
        }
        self._beheer = setup.beheer_van(self.aws, self.uitgerold)
        scholen.voeg_toe(self._beheer, brin)
        self.zet()
        self.sleutel = maak_sleutel(self._beheer, {brin: ("verificatie",)})

    def certificaat(self, *, dagen: int, van_sbb: bool = True) -> dict[str, str]:
        """A certificate with this many days left, of SBB's own CA or of one that SBB does not know."""
        nu = datetime.now(UTC)
        geldigheid = Geldigheid(nu - timedelta(days=1), nu + timedelta(days=dagen))
        ca = self._ca if van_sbb else maak_ca("Onbekend")
        return _pem(maak_client(ca, houder_van(self.brin, self.brin), geldigheid))

    def zet(self, **delen: str) -> None:
        """Put these parts in the school's secret, as an operator does."""
        self.geheim |= delen
        self._beheer.geheimen.wijzig(self.brin, **self.geheim)

    def vraag(self) -> int:
        """The status of one question for this school."""
        return self.facade.vraag(ERKENNING, sleutel=self.sleutel).status_code

    def status(self) -> dict[str, Any]:
        """`/status/school`."""
        antwoord = self.facade.vraag("/status/school", sleutel=self.sleutel)
        assert antwoord.status_code == 200, antwoord.text
        inhoud: dict[str, Any] = antwoord.json()
        return inhoud

    def loop_wacht(self) -> Mapping[str, int]:
        """Let the watch look at this school now."""
        antwoord = self.aws.client("lambda").invoke(
            FunctionName=self.uitgerold.uitvoer["CertificaatwachtFunctie"],
            Payload=json.dumps({"scholen": [self.brin]}),
        )
        assert "FunctionError" not in antwoord, antwoord["Payload"].read()
        ronde: Mapping[str, int] = json.loads(antwoord["Payload"].read())
        return ronde

    def probeer(self) -> Mapping[str, Any]:
        """Try the school at SBB now, as `--probeer` does."""
        return probeer(self._beheer.stapel, self.brin)


@pytest.fixture
def proefschool(stapel: Stapel, facade: Facade) -> Callable[[str], Proefschool]:
    """Makes a school of one test's own."""
    return lambda brin: Proefschool(stapel, facade, brin)


@pytest.fixture
def gehoord(stapel: Stapel) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What arrives at the topic of warnings while the test runs."""
    aws, uitgerold = stapel.uitgerold()
    sqs, sns = aws.client("sqs"), aws.client("sns")
    wachtrij = sqs.create_queue(QueueName="gehoord")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=wachtrij, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    mag = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn}
    beleid = json.dumps({"Version": "2012-10-17", "Statement": [mag]})
    sqs.set_queue_attributes(QueueUrl=wachtrij, Attributes={"Policy": beleid})
    abonnement = sns.subscribe(
        TopicArn=uitgerold.uitvoer["WaarschuwingenOnderwerp"],
        Protocol="sqs",
        Endpoint=arn,
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]

    def lees() -> list[dict[str, Any]]:
        berichten: list[dict[str, Any]] = []
        while nieuw := sqs.receive_message(QueueUrl=wachtrij, MaxNumberOfMessages=10).get("Messages", []):
            berichten += [json.loads(bericht["Body"]) for bericht in nieuw]
            for bericht in nieuw:
                sqs.delete_message(QueueUrl=wachtrij, ReceiptHandle=bericht["ReceiptHandle"])
        return berichten

    yield lees
    sns.unsubscribe(SubscriptionArn=abonnement)
    sqs.delete_queue(QueueUrl=wachtrij)


def test_sbb_kent_het_nieuwe_nog_niet(
    proefschool: Callable[[str], Proefschool], gehoord: Callable[[], list[dict[str, Any]]]
) -> None:
    """The certificate before serves and nobody who asks notices; the operator is told, once."""
    school = proefschool("21AB")
    oud = {"vorigCertificaat": school.geheim["certificaat"], "vorigeSleutel": school.geheim["sleutel"]}
    school.zet(**school.certificaat(dagen=300, van_sbb=False), **oud)
    assert {school.vraag() for _ in range(10)} == {200}
    status = school.status()
    assert (status["status"], status["certificaat"]["status"]) == ("let-op", "terugval")
    assert "laatsteWeigering" in status["certificaat"]
    onderwerpen = [bericht["Subject"] for bericht in gehoord()]
    assert onderwerpen == ["School 21AB: SBB kent het nieuwe certificaat nog niet"]


def test_de_licentie_geweigerd(
    proefschool: Callable[[str], Proefschool], gehoord: Callable[[], list[dict[str, Any]]]
) -> None:
    """A licence that SBB refuses is told once, however often it is asked, and the status says whose it is."""
    school = proefschool("21AC")
    school.zet(licentie="INGETROKKEN-CANARY")
    assert {school.vraag() for _ in range(6)} == {502}
    status = school.status()
    assert (status["status"], status["licentie"]["status"]) == ("verstoord", "geweigerd")
    assert status["licentie"]["laatsteWeigering"]["signaalcode"] == 996
    berichten = gehoord()
    assert [bericht["Subject"] for bericht in berichten] == ["School 21AC: SBB weigert de licentie"]
    assert "CANARY" not in json.dumps([status, berichten])


def test_de_wacht(
    proefschool: Callable[[str], Proefschool], gehoord: Callable[[], list[dict[str, Any]]]
) -> None:
    """The watch tells of a threshold once per certificate; the status has the days left."""
    school = proefschool("21AD")
    assert school.loop_wacht() == {"bekeken": 1, "gewaarschuwd": 0, "mislukt": 0}
    assert school.status()["certificaat"]["dagenOver"] == 300
    for dagen in (59, 29, 13, 6):
        school.zet(**school.certificaat(dagen=dagen))
        assert school.loop_wacht()["gewaarschuwd"] == 1
        assert school.loop_wacht()["gewaarschuwd"] == 0
        certificaat = school.status()["certificaat"]
        assert (certificaat["status"], certificaat["dagenOver"]) == ("verloopt", dagen)
    assert [bericht["Subject"] for bericht in gehoord()] == [
        f"School 21AD: certificaat verloopt over {dagen} dagen" for dagen in (59, 29, 13, 6)
    ]
    school.zet(sleutel="kapot")
    assert school.loop_wacht()["gewaarschuwd"] == 1
    assert school.status()["certificaat"]["status"] == "onbruikbaar"


def test_wat_nog_niet_geprobeerd_is(proefschool: Callable[[str], Proefschool]) -> None:
    """Replaced and not tried is told as that, not as well; trying it says what SBB says, and tells all."""
    school = proefschool("21AH")
    assert school.vraag() == 200
    school.loop_wacht()
    assert school.status()["certificaat"]["status"] == "in-orde"
    # By another CA, and nothing beside it that could serve.
    school.zet(**school.certificaat(dagen=200, van_sbb=False))
    school.loop_wacht()
    status = school.status()
    assert status["certificaat"]["dagenOver"] == 200
    assert (status["status"], status["certificaat"]["status"]) == ("onbekend", "nog-niet-geprobeerd")
    assert status["licentie"]["status"] == "in-orde"
    assert school.probeer()["uitkomst"] == "geweigerd"
    status = school.status()
    assert (status["status"], status["certificaat"]["status"]) == ("verstoord", "geweigerd")
    school.zet(**school.certificaat(dagen=250))
    school.loop_wacht()
    assert school.status()["certificaat"]["status"] == "nog-niet-geprobeerd"
    assert school.probeer()["uitkomst"] == "aanvaard"
    status = school.status()
    assert (status["certificaat"]["status"], status["certificaat"]["dagenOver"]) == ("in-orde", 250)
    # The same of a licence.
    goed = school.geheim["licentie"]
    school.zet(licentie="ANDERE-CANARY")
    school.loop_wacht()
    assert school.status()["licentie"]["status"] == "nog-niet-geprobeerd"
    proef = school.probeer()
    assert (proef["uitkomst"], proef["signaalcode"]) == ("geweigerd", 996)
    assert school.status()["licentie"]["status"] == "geweigerd"
    school.zet(licentie=goed)
    school.loop_wacht()
    assert school.status()["licentie"]["status"] == "in-orde"


def test_de_wacht_ziet_allen(stapel: Stapel) -> None:
    """The schedule's round looks at every school that has a secret, and at SBB's CA."""
    aws, uitgerold = stapel.uitgerold()
    antwoord = aws.client("lambda").invoke(
        FunctionName=uitgerold.uitvoer["CertificaatwachtFunctie"], Payload="{}"
    )
    ronde = json.loads(antwoord["Payload"].read())
    assert "FunctionError" not in antwoord, ronde
    assert ronde["bekeken"] >= 2
    assert ronde["mislukt"] == 0
    schemas = aws.client("scheduler").list_schedules()["Schedules"]
    assert any(
        schema["Target"]["Arn"].endswith(f":{uitgerold.uitvoer['CertificaatwachtFunctie']}")
        for schema in schemas
    )


@pytest.mark.parametrize("pad", ["/status/school"])
def test_status_van_een_school_vraagt_een_sleutel(facade: Facade, pad: str) -> None:
    """Without a key nobody hears of a school; of another school than the key's neither."""
    assert facade.http.get(pad).status_code == 401
    antwoord = facade.vraag(pad, headers={"Namens-School": "99XY"})
    assert (antwoord.status_code, antwoord.json()["code"]) == (403, "school-niet-toegestaan")
    assert facade.vraag(pad).json()["school"] == facade.stack["schoolBrin"]
