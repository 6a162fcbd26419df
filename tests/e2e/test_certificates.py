"""Certificates of a school, live: not known at SBB yet, refused, watched, and told of."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives import serialization
from stagemarkt_cli.admin import scholen
from stagemarkt_cli.admin.trial import probeer

from local.certificates import IssuedCertificate, Validity, make_ca, make_client
from local.deployment import first_school
from local.sbb.pki import holder_of, read_ca
from local.sbb.protocol import oin_of
from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient
from tests.e2e.sleutels import make_sleutel

ERKENNING: Final = f"/leerbedrijven/{examples.SHOWPIECE}/erkenningen/25998"


def _pem(issued: IssuedCertificate) -> dict[str, str]:
    sleutel = issued.sleutel.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "certificaat": issued.certificaat.public_bytes(serialization.Encoding.PEM).decode(),
        "sleutel": sleutel.decode(),
    }


class TrialSchool:
    """A school of this test's own at the deployed stack: its secret, its key, and its certificates."""

    def __init__(self, this_stack: LocalStack, facade: FacadeClient, brin: str) -> None:
        self.facade, self.brin = facade, brin
        self.aws, self.deployed = this_stack.deployed()
        ca = read_ca(facade.work_dir / "sbb" / "pki")
        assert ca is not None
        self._ca = ca
        naam = f"Proefschool {brin}"
        description = facade.sbb.post("/scholen", json={"brin": brin, "naam": naam}).raise_for_status().json()
        self.geheim: dict[str, str] = {
            "oin": oin_of(brin),
            "licentie": description["licentie"],
            **self.certificaat(days=300),
        }
        self._admin = first_school.admin_of(self.aws, self.deployed)
        scholen.add(self._admin, brin)
        self.put()
        self.sleutel = make_sleutel(self._admin, {brin: ("verificatie",)})

    def certificaat(self, *, days: int, from_sbb: bool = True) -> dict[str, str]:
        """A certificate with this many days left, of SBB's own CA or of one that SBB does not know."""
        now = datetime.now(UTC)
        validity = Validity(now - timedelta(days=1), now + timedelta(days=days))
        ca = self._ca if from_sbb else make_ca("Onbekend")
        return _pem(make_client(ca, holder_of(self.brin, self.brin), validity))

    def put(self, **parts: str) -> None:
        """Put these parts in the school's secret, as an operator does."""
        self.geheim |= parts
        self._admin.school_secrets.modify(self.brin, **self.geheim)

    def question(self) -> int:
        """The status of one question for this school."""
        return self.facade.question(ERKENNING, sleutel=self.sleutel).status_code

    def status(self) -> dict[str, Any]:
        """`/status/school`."""
        answer = self.facade.question("/status/school", sleutel=self.sleutel)
        assert answer.status_code == 200, answer.text
        content: dict[str, Any] = answer.json()
        return content

    def run_watch(self) -> Mapping[str, int]:
        """Let the watch look at this school now."""
        answer = self.aws.client("lambda").invoke(
            FunctionName=self.deployed.output["CertificaatwachtFunctie"],
            Payload=json.dumps({"scholen": [self.brin]}),
        )
        assert "FunctionError" not in answer, answer["Payload"].read()
        this_round: Mapping[str, int] = json.loads(answer["Payload"].read())
        return this_round

    def probeer(self) -> Mapping[str, Any]:
        """Try the school at SBB now, as `--probeer` does."""
        return probeer(self._admin.this_stack, self.brin)


@pytest.fixture
def trial_school(this_stack: LocalStack, facade: FacadeClient) -> Callable[[str], TrialSchool]:
    """Makes a school of one test's own."""
    return lambda brin: TrialSchool(this_stack, facade, brin)


@pytest.fixture
def heard(this_stack: LocalStack) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What arrives at the topic of warnings while the test runs."""
    aws, deployed = this_stack.deployed()
    sqs, sns = aws.client("sqs"), aws.client("sns")
    message_queue = sqs.create_queue(QueueName="gehoord")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=message_queue, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    may = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": arn}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [may]})
    sqs.set_queue_attributes(QueueUrl=message_queue, Attributes={"Policy": policy})
    abonnement = sns.subscribe(
        TopicArn=deployed.output["WaarschuwingenOnderwerp"],
        Protocol="sqs",
        Endpoint=arn,
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]

    def read() -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = []
        while new := sqs.receive_message(QueueUrl=message_queue, MaxNumberOfMessages=10).get("Messages", []):
            messages += [json.loads(message["Body"]) for message in new]
            for message in new:
                sqs.delete_message(QueueUrl=message_queue, ReceiptHandle=message["ReceiptHandle"])
        return messages

    yield read
    sns.unsubscribe(SubscriptionArn=abonnement)
    sqs.delete_queue(QueueUrl=message_queue)


def test_sbb_does_not_know_the_new_one_yet(
    trial_school: Callable[[str], TrialSchool], heard: Callable[[], list[dict[str, Any]]]
) -> None:
    """The certificate before serves and nobody who asks notices; the operator is told, once."""
    school = trial_school("21AB")
    old = {"vorigCertificaat": school.geheim["certificaat"], "vorigeSleutel": school.geheim["sleutel"]}
    school.put(**school.certificaat(days=300, from_sbb=False), **old)
    assert {school.question() for _ in range(10)} == {200}
    status = school.status()
    assert (status["status"], status["certificaat"]["status"]) == ("let-op", "terugval")
    assert "laatsteWeigering" in status["certificaat"]
    subjects = [message["Subject"] for message in heard()]
    assert subjects == ["School 21AB: SBB kent het nieuwe certificaat nog niet"]


def test_the_licentie_is_refused(
    trial_school: Callable[[str], TrialSchool], heard: Callable[[], list[dict[str, Any]]]
) -> None:
    """A licence that SBB refuses is told once, however often it is asked, and the status says whose it is."""
    school = trial_school("21AC")
    school.put(licentie="INGETROKKEN-CANARY")
    assert {school.question() for _ in range(6)} == {502}
    status = school.status()
    assert (status["status"], status["licentie"]["status"]) == ("verstoord", "geweigerd")
    assert status["licentie"]["laatsteWeigering"]["signaalcode"] == 996
    messages = heard()
    assert [message["Subject"] for message in messages] == ["School 21AC: SBB weigert de licentie"]
    assert "CANARY" not in json.dumps([status, messages])


def test_the_watch(
    trial_school: Callable[[str], TrialSchool], heard: Callable[[], list[dict[str, Any]]]
) -> None:
    """The watch tells of a threshold once per certificate; the status has the days left."""
    school = trial_school("21AD")
    assert school.run_watch() == {"bekeken": 1, "gewaarschuwd": 0, "mislukt": 0}
    assert school.status()["certificaat"]["dagenOver"] == 300
    for days in (59, 29, 13, 6):
        school.put(**school.certificaat(days=days))
        assert school.run_watch()["gewaarschuwd"] == 1
        assert school.run_watch()["gewaarschuwd"] == 0
        certificate = school.status()["certificaat"]
        assert (certificate["status"], certificate["dagenOver"]) == ("verloopt", days)
    assert [message["Subject"] for message in heard()] == [
        f"School 21AD: certificaat verloopt over {days} dagen" for days in (59, 29, 13, 6)
    ]
    school.put(sleutel="kapot")
    assert school.run_watch()["gewaarschuwd"] == 1
    assert school.status()["certificaat"]["status"] == "onbruikbaar"


def test_what_has_not_been_tried_yet(trial_school: Callable[[str], TrialSchool]) -> None:
    """Replaced and not tried is told as that, not as well; trying it says what SBB says, and tells all."""
    school = trial_school("21AH")
    assert school.question() == 200
    school.run_watch()
    assert school.status()["certificaat"]["status"] == "in-orde"
    # By another CA, and nothing beside it that could serve.
    school.put(**school.certificaat(days=200, from_sbb=False))
    school.run_watch()
    status = school.status()
    assert status["certificaat"]["dagenOver"] == 200
    assert (status["status"], status["certificaat"]["status"]) == ("onbekend", "nog-niet-geprobeerd")
    assert status["licentie"]["status"] == "in-orde"
    assert school.probeer()["uitkomst"] == "geweigerd"
    status = school.status()
    assert (status["status"], status["certificaat"]["status"]) == ("verstoord", "geweigerd")
    school.put(**school.certificaat(days=250))
    school.run_watch()
    assert school.status()["certificaat"]["status"] == "nog-niet-geprobeerd"
    assert school.probeer()["uitkomst"] == "aanvaard"
    status = school.status()
    assert (status["certificaat"]["status"], status["certificaat"]["dagenOver"]) == ("in-orde", 250)
    # The same of a licence.
    good = school.geheim["licentie"]
    school.put(licentie="ANDERE-CANARY")
    school.run_watch()
    assert school.status()["licentie"]["status"] == "nog-niet-geprobeerd"
    proef = school.probeer()
    assert (proef["uitkomst"], proef["signaalcode"]) == ("geweigerd", 996)
    assert school.status()["licentie"]["status"] == "geweigerd"
    school.put(licentie=good)
    school.run_watch()
    assert school.status()["licentie"]["status"] == "in-orde"


def test_the_watch_sees_all_schools(this_stack: LocalStack) -> None:
    """The schedule's round looks at every school that has a secret, and at SBB's CA."""
    aws, deployed = this_stack.deployed()
    answer = aws.client("lambda").invoke(
        FunctionName=deployed.output["CertificaatwachtFunctie"], Payload="{}"
    )
    this_round = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, this_round
    assert this_round["bekeken"] >= 2
    assert this_round["mislukt"] == 0
    schemas = aws.client("scheduler").list_schedules()["Schedules"]
    assert any(
        schema["Target"]["Arn"].endswith(f":{deployed.output['CertificaatwachtFunctie']}")
        for schema in schemas
    )


@pytest.mark.parametrize("path", ["/status/school"])
def test_status_of_a_school_needs_a_sleutel(facade: FacadeClient, path: str) -> None:
    """Without a key nobody hears of a school; of another school than the key's neither."""
    assert facade.http.get(path).status_code == 401
    answer = facade.question(path, headers={"Namens-School": "99XY"})
    assert (answer.status_code, answer.json()["code"]) == (403, "school-niet-toegestaan")
    assert facade.question(path).json()["school"] == facade.stack["schoolBrin"]
