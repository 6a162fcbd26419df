"""Deploys `template.yaml` to the emulated AWS, and puts in place what its import of the template drops."""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
import yaml
from botocore.config import Config
from samtranslator.yaml_helper import intrinsics_multi_constructor

from local import ministack, package
from local.settings import PROJECT

if TYPE_CHECKING:
    from types_boto3_apigateway.client import APIGatewayClient
    from types_boto3_cloudformation.client import CloudFormationClient
    from types_boto3_s3.client import S3Client

STACK = "stagemarkt"
_EMMER = "stagemarkt-pakketten"
# A client may be shared by threads, but not made by two at once.
_SLOT = threading.Lock()
# Seconds: API Gateway waits no longer for anything.
_LANGST = 29


class _Lezer(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """As samtranslator reads a template, by libyaml where that is there: twenty times as fast."""


_Lezer.add_multi_constructor("!", intrinsics_multi_constructor)


class UitrolMislukt(RuntimeError):
    """CloudFormation did not create the stack; the text says what it said."""


@dataclass(frozen=True, slots=True)
class Uitgerold:
    """A deployed stack: where its API answers, its outputs, and its name."""

    api_url: str
    uitvoer: Mapping[str, str]
    stack: str = STACK


class Aws:
    """Clients for the emulated AWS at `eindpunt`, as its root account."""

    def __init__(self, eindpunt: str) -> None:
        self.eindpunt = eindpunt

    def client(self, dienst: Any) -> Any:  # noqa: ANN401 - boto3 makes a client of any service by its name
        """A client of this service."""
        with _SLOT:
            return _sessie().client(
                dienst,
                endpoint_url=self.eindpunt,
                config=Config(retries={"total_max_attempts": 2}, read_timeout=60),
            )


@cache
def _sessie() -> boto3.Session:
    """One for all: each reads the descriptions of AWS's services anew, which takes longer than any call."""
    return boto3.Session(
        aws_access_key_id=ministack.HOOFDREKENING,
        aws_secret_access_key=ministack.HOOFDREKENING,
        region_name=ministack.REGIO,
    )


def lees_sjabloon() -> dict[str, Any]:
    """`template.yaml`, its short intrinsics written out."""
    sjabloon: dict[str, Any] = yaml.load((PROJECT / "template.yaml").read_text(), _Lezer)  # noqa: S506 - it is a safe one
    return sjabloon


def rol_uit(aws: Aws, parameters: Mapping[str, str], stack: str = STACK) -> Uitgerold:
    """Create the stack under this name.

    Raises:
        UitrolMislukt: CloudFormation rolled it back.
    """
    sjabloon = lees_sjabloon()
    api = sjabloon["Resources"]["Api"]["Properties"]
    # CloudFormation wants slashes in media types escaped; the emulator takes the escape literally.
    api["BinaryMediaTypes"] = [soort.replace("~1", "/") for soort in api["BinaryMediaTypes"]]
    if parameters.get("LimietPerAfnemer") == "uit":
        _zonder_poortsleutel(sjabloon)
    _zonder_intakepoort(sjabloon)
    _without_metric_math(sjabloon)
    # A start counts here, and shares the machine with whatever else runs on it: late is not broken.
    sjabloon["Resources"]["Authorizer"]["Properties"]["Timeout"] = _LANGST
    _laad_op(aws.client("s3"), sjabloon)
    cloudformation: CloudFormationClient = aws.client("cloudformation")
    cloudformation.create_stack(
        StackName=stack,
        TemplateURL=_adres(aws, sjabloon),
        Parameters=[{"ParameterKey": naam, "ParameterValue": waarde} for naam, waarde in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        # The emulator's way to give the API a name in its URL.
        Tags=[{"Key": "ms-custom-id", "Value": stack}],
    )
    _wacht(cloudformation, stack)
    uitgerold = Uitgerold(f"{aws.eindpunt}/_aws/execute-api/{stack}/v1", uitvoer(aws, stack), stack)
    _herstel_api(aws.client("apigateway"), sjabloon, uitgerold.uitvoer["ApiId"])
    return uitgerold


def _adres(aws: Aws, sjabloon: dict[str, Any]) -> str:
    """The template in a bucket, as `sam deploy` does: in the call itself 51,200 bytes is all that fits."""
    aws.client("s3").put_object(Bucket=_EMMER, Key="template.json", Body=json.dumps(sjabloon).encode())
    return f"{aws.eindpunt}/{_EMMER}/template.json"


def _zonder_poortsleutel(sjabloon: dict[str, Any]) -> None:
    """No key at the gateway: the emulator takes it from a header of the caller, not from the authorizer."""
    for bron in sjabloon["Resources"].values():
        for event in bron.get("Properties", {}).get("Events", {}).values():
            event["Properties"].get("Auth", {}).pop("ApiKeyRequired", None)


def _zonder_intakepoort(sjabloon: dict[str, Any]) -> None:
    """Leave out the intake's API: the emulator has no mutual TLS, and `local.intake` stands in its place."""
    for naam in ("IntakeApi", "IntakeApiLog"):
        del sjabloon["Resources"][naam]
    del sjabloon["Resources"]["Inname"]["Properties"]["Events"]


def _without_metric_math(sjabloon: dict[str, Any]) -> None:
    """Leave out the alarms that reckon with metrics: the emulator refuses a stack that has one."""
    bronnen = sjabloon["Resources"]
    for naam in [naam for naam, bron in bronnen.items() if "Metrics" in bron.get("Properties", {})]:
        del bronnen[naam]


def uitvoer(aws: Aws, stack: str = STACK) -> dict[str, str]:
    """The outputs of the deployed stack."""
    cloudformation: CloudFormationClient = aws.client("cloudformation")
    beschrijving = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {u["OutputKey"]: u["OutputValue"] for u in beschrijving.get("Outputs", [])}


def _laad_op(s3: "S3Client", sjabloon: dict[str, Any]) -> None:
    """As `sam package`: code to a bucket, its address into the template."""
    s3.create_bucket(Bucket=_EMMER, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for naam, bron in sjabloon["Resources"].items():
        eigenschappen = bron.get("Properties", {})
        if bron["Type"] == "AWS::Serverless::Function":
            inhoud = package.functiezip(eigenschappen["CodeUri"].strip("/").rpartition("/")[2])
            veld = "CodeUri"
        elif bron["Type"] == "AWS::Serverless::LayerVersion":
            heeft_code = eigenschappen["ContentUri"].strip("/").endswith("stagemarkt")
            inhoud, veld = package.laagzip() if heeft_code else package.leegzip(), "ContentUri"
        else:
            continue
        s3.put_object(Bucket=_EMMER, Key=naam, Body=inhoud)
        eigenschappen[veld] = f"s3://{_EMMER}/{naam}"


def _wacht(cloudformation: "CloudFormationClient", stack: str) -> None:
    beschrijving = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    if beschrijving["StackStatus"] == "CREATE_IN_PROGRESS":
        waiter = cloudformation.get_waiter("stack_create_complete")
        waiter.wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
        beschrijving = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    if beschrijving["StackStatus"] != "CREATE_COMPLETE":
        gebeurtenissen = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
        redenen = [g.get("ResourceStatusReason", "") for g in gebeurtenissen]
        raise UitrolMislukt("; ".join(reden for reden in redenen if reden) or beschrijving["StackStatus"])


def _herstel_api(gateway: "APIGatewayClient", sjabloon: dict[str, Any], api_id: str) -> None:
    """Gateway responses and ANY methods: AWS takes them from the template, the emulator's import does not."""
    eigenschappen = sjabloon["Resources"]["Api"]["Properties"]
    for soort, antwoord in eigenschappen["GatewayResponses"].items():
        gateway.put_gateway_response(
            restApiId=api_id,
            responseType=soort,
            **({"statusCode": str(antwoord["StatusCode"])} if "StatusCode" in antwoord else {}),
            responseParameters={
                f"gatewayresponse.header.{naam}": waarde
                for naam, waarde in antwoord["ResponseParameters"]["Headers"].items()
            },
            responseTemplates=antwoord["ResponseTemplates"],
        )
    bronnen = gateway.get_resources(restApiId=api_id, limit=500)["items"]
    op_pad = {bron["path"]: bron for bron in bronnen}
    for pad, doel in _elke_methode(sjabloon).items():
        # Where the function has a GET its integration names it; ANY gets the same form of address.
        voorbeeld = _integratie_van(gateway, api_id, op_pad, doel)
        gateway.put_method(
            restApiId=api_id, resourceId=op_pad[pad]["id"], httpMethod="ANY", authorizationType="NONE"
        )
        gateway.put_integration(
            restApiId=api_id,
            resourceId=op_pad[pad]["id"],
            httpMethod="ANY",
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=voorbeeld,
        )
    gateway.create_deployment(restApiId=api_id, stageName="v1")


def _elke_methode(sjabloon: dict[str, Any]) -> dict[str, str]:
    """Each path that takes any method, with a path of the same function that takes GET."""
    gevonden: dict[str, str] = {}
    for bron in sjabloon["Resources"].values():
        events = [e["Properties"] for e in bron.get("Properties", {}).get("Events", {}).values()]
        get = next((e["Path"] for e in events if e.get("Method") == "get"), "")
        gevonden |= {e["Path"]: get for e in events if e.get("Method") == "any"}
    return gevonden


def _integratie_van(gateway: "APIGatewayClient", api_id: str, op_pad: Mapping[str, Any], pad: str) -> str:
    integratie = gateway.get_integration(restApiId=api_id, resourceId=op_pad[pad]["id"], httpMethod="GET")
    return integratie["uri"]
