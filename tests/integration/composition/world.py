"""AWS in this process and SBB beside it, for functions as composed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import boto3
from stagemarkt.composition.base import Composition
from stagemarkt.composition.needs import Needs

from local.sbb.protocol import OIN_SBB
from local.sbb.simulator import Simulator
from tests.integration.support.aws import one_at_a_time
from tests.integration.support.template import REGION, make_tables

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_secretsmanager.client import SecretsManagerClient
    from types_boto3_sns.client import SNSClient

C = TypeVar("C", bound=Composition)
ACCOUNT: Final = "123456789012"
PREFIX: Final = "stagemarkt/test"
SCHOOL: Final = "99XX"
# A school whose licence SBB does not know.
REFUSED: Final = "99XZ"
_TRANSACTION: Final = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "Get": "GetItem",
    "ConditionCheck": "ConditionCheckItem",
}


def rights_of(params: Mapping[str, Any], model: Any) -> frozenset[str]:
    """What this call takes, in the words of IAM and of the template: `dynamodb:GetItem Toegang`."""
    return frozenset(f"{model.service_model.service_name}:{right}" for right in _rights(model.name, params))


def _rights(operation: str, params: Mapping[str, Any]) -> set[str]:
    if "TransactItems" in params:
        return {
            f"{_TRANSACTION[child]} {_logical(item['TableName'])}"
            for step in params["TransactItems"]
            for child, item in step.items()
        }
    if "RequestItems" in params:
        return {f"{operation} {_logical(table)}" for table in params["RequestItems"]}
    if operation == "ListSecrets":
        return {"ListSecrets *"}
    if "SecretId" in params:
        name = params["SecretId"].removeprefix(f"{PREFIX}/")
        return {f"{operation} {'school/*' if name.startswith('school/') else name}"}
    where = params.get("TableName") or params.get("QueueUrl") or params["TopicArn"]
    if "QueueUrl" in params and "/stapel-" not in where:
        return {f"{operation} *"}
    index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
    return {f"{operation} {_logical(where)}{index}"}


def _logical(name: str) -> str:
    """A resource's logical ID, of its name, address or ARN here."""
    return name.rpartition("/")[2].rpartition(":")[2].removeprefix("stapel-").removesuffix(".fifo")


class Sessions:
    """Of boto3, with what it read of AWS's services; reading that takes longer than most tests.

    Attributes:
        functions: where every adapter makes its clients.
        dynamodb, secrets, sqs, sns: clients of another, which make things ready and are not listened to.
    """

    def __init__(self) -> None:
        self.functions, quiet = boto3.Session(), boto3.Session()
        # It looks for them once.
        self.functions.get_credentials()
        self.dynamodb: DynamoDBClient = quiet.client("dynamodb")
        self.secrets: SecretsManagerClient = quiet.client("secretsmanager")
        self.sqs: Any = quiet.client("sqs")
        self.sns: SNSClient = quiet.client("sns")


class World:
    """Everything that there is round the functions, and a clock for all of them."""

    def __init__(self, sim: Simulator, sessions: Sessions, now: float) -> None:
        self.sim = sim
        self.session = sessions.functions
        self.now = now
        self.time_passes = False
        self.dynamodb: DynamoDBClient = sessions.dynamodb
        self.tables = make_tables(self.dynamodb)
        self.secrets, self.sqs = sessions.secrets, sessions.sqs
        self.queues = {
            name: self.sqs.create_queue(
                QueueName=f"stapel-{name}{'.fifo' if fifo else ''}",
                Attributes={"FifoQueue": "true"} if fifo else {},
            )["QueueUrl"]
            for name, fifo in (("Verversingen", False), ("Verwerking", True), ("Aflevering", True))
        }
        self.topic = sessions.sns.create_topic(Name="stapel-Waarschuwingen")["TopicArn"]
        # The operator's.
        self.queues["mail"] = self.sqs.create_queue(QueueName="mail")["QueueUrl"]
        sessions.sns.subscribe(
            TopicArn=self.topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{REGION}:{ACCOUNT}:mail"
        )
        self._secrets()
        self._composed: list[Composition] = []

    def clock(self) -> float:
        """Seconds since 1970."""
        return self.now

    def sleep(self, seconds: float) -> None:
        """Nobody waits; time passes all the same where a test says so."""
        if self.time_passes:
            self.now += seconds

    def compose(self, child: type[C], **otherwise: str) -> C:
        """The ports of a function, as they are in Lambda but for where AWS and SBB are."""
        ports = child(self.clock, self.sleep, {**self.environment, **otherwise})
        self._composed.append(ports)
        return ports

    def compose_live(self, child: type[C], **otherwise: str) -> C:
        """The same by the clock of this machine, for what waits for its turn; and for threads."""
        ports = child(environment={**self.environment, **otherwise})
        ports.__dict__["_dynamodb"] = one_at_a_time(ports._dynamodb)  # noqa: SLF001 - where it is built
        self._composed.append(ports)
        return ports

    def close(self) -> None:
        """Close what the compositions opened, which in Lambda lives as long as they do."""
        while self._composed:
            ports = self._composed.pop()
            built = vars(ports)
            ways_out = vars(built["sender"]) if "sender" in built else {}
            lanes = [vars(lane).get("_connections") for lane in built.get("_lanes", ())]
            for opened in (built.get("_connections"), ways_out.get("_webhook"), *lanes):
                if opened is not None:
                    opened.close()

    def received(self, queue: str) -> dict[str, Any]:
        """What waits in this queue, as Lambda hands it to a function, and takes it from the queue."""
        found = self.sqs.receive_message(
            QueueUrl=self.queues[queue], MaxNumberOfMessages=10, AttributeNames=["All"]
        ).get("Messages", [])
        for message in found:
            self.sqs.delete_message(QueueUrl=self.queues[queue], ReceiptHandle=message["ReceiptHandle"])
        return {
            "Records": [
                {"messageId": m["MessageId"], "body": m["Body"], "attributes": m["Attributes"]} for m in found
            ]
        }

    @property
    def environment(self) -> Mapping[str, str]:
        """What the template gives all functions together."""
        tables = self.tables
        return {
            "TOEGANG_TABEL": tables.toegang,
            "ANTWOORDEN_TABEL": tables.answers,
            "WAARNEMINGEN_TABEL": tables.sightings,
            "MUTATIES_TABEL": tables.mutaties,
            "ABONNEMENTEN_TABEL": tables.abonnementen,
            "UITGAAND_TABEL": tables.outgoing,
            "AUDIT_TABEL": tables.audit,
            "AUDIT_BEWAARTERMIJN": "365",
            "VERVERSINGEN_URL": self.queues["Verversingen"],
            "VERWERKING_WACHTRIJ": self.queues["Verwerking"],
            "AFLEVERING_WACHTRIJ": self.queues["Aflevering"],
            "WAARSCHUWINGEN_ONDERWERP": self.topic,
            "PEPER_GEHEIM": "Peper",
            "LIMIET_PER_AFNEMER": "aan",
            "GEZAMENLIJKE_POORTSLEUTEL": "allen",
            "CACHE_MODE": "volledig",
            "GEHEIMEN_VOORVOEGSEL": PREFIX,
            "SBB_URL": self.sim.url,
            "SBB_OIN": OIN_SBB,
            "SBB_NAMESPACE": "urn:stagemarkt:whitelabel:2.1",
            "SBB_SOAPACTION": "urn:stagemarkt:whitelabel:2.1/",
            "SBB_TERMIJN": "20",
            "SBB_PER_SECONDE": "20",
            "SBB_TEGELIJK": "10",
            "SBB_PROEF_NA": "15",
            "SBB_SIGNAALCODES": "",
            "INTAKE_URL": "https://intake.example/sbb/v1/mutaties",
            "BEHEERDER_OIN": "00000003271247010000",
            "BEZORGROL_ARN": f"arn:aws:iam::{ACCOUNT}:role/afleveraar",
            "AWS_PARTITIE": "aws",
            "AWS_REKENING": ACCOUNT,
            "STAGE": "test",
        }

    def spoil_licence(self) -> None:
        """SBB knows the licence of `SCHOOL` no more."""
        name = f"{PREFIX}/school/{SCHOOL}"
        content = json.loads(self.secrets.get_secret_value(SecretId=name)["SecretString"])
        content["licentie"] = "ONBEKEND"
        self.secrets.put_secret_value(SecretId=name, SecretString=json.dumps(content))

    def _secrets(self) -> None:
        vault = self.secrets
        vault.create_secret(Name="Peper", SecretString="peper")
        vault.create_secret(
            Name=f"{PREFIX}/sbb", SecretString=json.dumps({"ca": Path(self.sim.pki.ca).read_text()})
        )
        for brin in (SCHOOL, REFUSED):
            school, pair = self.sim.scholen.find(brin), self.sim.pki.scholen[brin]
            assert school is not None
            content = {
                "oin": school.oin,
                "licentie": school.licentie if brin == SCHOOL else "ONBEKEND",
                "certificaat": Path(pair.cert).read_text(),
                "sleutel": Path(pair.key).read_text(),
            }
            vault.create_secret(Name=f"{PREFIX}/school/{brin}", SecretString=json.dumps(content))


def declared(needs: Needs) -> set[str]:
    """What a function says that it asks; keys of others are used by SQS, on its behalf."""
    return {
        f"{right.resource.service}:{right.operation} {right.resource.name}"
        for right in needs.rights
        if right.resource.service != "kms"
    }
