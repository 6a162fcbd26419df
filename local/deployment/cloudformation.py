"""Deploys `template.yaml` to the emulated AWS, and puts in place what its import of the template drops."""

import json
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
import yaml
from botocore.config import Config
from samtranslator.yaml_helper import intrinsics_multi_constructor

from local.deployment import package
from local.emulator import ministack
from local.emulator.gatekeeper import API_NAME
from local.settings import PROJECT

if TYPE_CHECKING:
    from types_boto3_apigateway.client import APIGatewayClient
    from types_boto3_cloudformation.client import CloudFormationClient
    from types_boto3_s3.client import S3Client

STACK = API_NAME
_BUCKET = "stagemarkt-pakketten"
# A client may be shared by threads, but not made by two at once.
_LOCK = threading.Lock()
# Seconds: API Gateway waits no longer for anything.
_LONGEST = 29


class _Reader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """As samtranslator reads a template, by libyaml where that is there: twenty times as fast."""


_Reader.add_multi_constructor("!", intrinsics_multi_constructor)


class DeploymentFailed(RuntimeError):
    """CloudFormation did not create the stack; the text says what it said."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """A deployed stack: where its API answers, its outputs, and its name."""

    api_url: str
    output: Mapping[str, str]
    stack: str = STACK


class Aws:
    """Clients for the emulated AWS at `endpoint`, as its root account."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint

    def client(self, service: Any) -> Any:  # noqa: ANN401 - boto3 makes a client of any service by its name
        """A client of this service."""
        with _LOCK:
            return _session().client(
                service,
                endpoint_url=self.endpoint,
                config=Config(retries={"total_max_attempts": 2}, read_timeout=60),
            )


@cache
def _session() -> boto3.Session:
    """One for all: each reads the descriptions of AWS's services anew, which takes longer than any call."""
    return boto3.Session(
        aws_access_key_id=ministack.MAIN_ACCOUNT,
        aws_secret_access_key=ministack.MAIN_ACCOUNT,
        region_name=ministack.REGION,
    )


def read_template() -> dict[str, Any]:
    """`template.yaml`, its short intrinsics written out."""
    template: dict[str, Any] = yaml.load((PROJECT / "template.yaml").read_text(), _Reader)  # noqa: S506 - it is a safe one
    return template


def deploy(aws: Aws, parameters: Mapping[str, str], stack: str = STACK, *, over: bool = False) -> Deployed:
    """Create the stack under this name, or with `over` deploy over the one that is there.

    Raises:
        DeploymentFailed: CloudFormation rolled it back.
    """
    template = read_template()
    api = template["Resources"]["Api"]["Properties"]
    # CloudFormation wants slashes in media types escaped; the emulator takes the escape literally.
    api["BinaryMediaTypes"] = [kind.replace("~1", "/") for kind in api["BinaryMediaTypes"]]
    if parameters.get("LimietPerAfnemer") == "uit":
        _without_gateway_key(template)
    _without_intake_port(template)
    _without_metric_math(template)
    _without_stage_limits(template)
    # A start counts here, and shares the machine with whatever else runs on it: late is not broken.
    template["Resources"]["Authorizer"]["Properties"]["Timeout"] = _LONGEST
    _upload(aws.client("s3"), template)
    cloudformation: CloudFormationClient = aws.client("cloudformation")
    values: Any = {
        "StackName": stack,
        "TemplateURL": _adres(aws, template),
        "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        "Capabilities": ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    }
    if over:
        # Without the tag: for a table that was imported the emulator makes another then, as AWS does not.
        cloudformation.update_stack(**values)
    else:
        # The emulator's way to give the API a name in its URL.
        cloudformation.create_stack(**values, Tags=[{"Key": "ms-custom-id", "Value": stack}])
    _wait(cloudformation, stack, "update" if over else "create")
    outputs = output(aws, stack)
    name = outputs["ApiId"] if over else stack
    deployed = Deployed(f"{aws.endpoint}/_aws/execute-api/{name}/v1", outputs, stack)
    _restore_api(aws.client("apigateway"), template, deployed.output["ApiId"])
    return deployed


def _adres(aws: Aws, template: dict[str, Any]) -> str:
    """The template in a bucket, as `sam deploy` does: in the call itself 51,200 bytes is all that fits."""
    aws.client("s3").put_object(Bucket=_BUCKET, Key="template.json", Body=json.dumps(template).encode())
    return f"{aws.endpoint}/{_BUCKET}/template.json"


def _without_gateway_key(template: dict[str, Any]) -> None:
    """No key at the gateway: the emulator takes it from a header of the caller, not from the authorizer."""
    for bron in template["Resources"].values():
        for event in bron.get("Properties", {}).get("Events", {}).values():
            event["Properties"].get("Auth", {}).pop("ApiKeyRequired", None)


def _without_intake_port(template: dict[str, Any]) -> None:
    """Leave out the intake's API: the emulator has no mutual TLS, and `local.intake` stands in its place."""
    for name in ("IntakeApi", "IntakeApiLog"):
        del template["Resources"][name]
    del template["Resources"]["Inname"]["Properties"]["Events"]


def _without_stage_limits(template: dict[str, Any]) -> None:
    """No limit per method: the emulator reads no `~1` in a path, and would keep all to what needs no key."""
    for setting in template["Resources"]["Api"]["Properties"]["MethodSettings"]:
        del setting["ThrottlingRateLimit"], setting["ThrottlingBurstLimit"]


def _without_metric_math(template: dict[str, Any]) -> None:
    """Leave out the alarms that reckon with metrics: the emulator refuses a stack that has one."""
    sources = template["Resources"]
    for name in [name for name, bron in sources.items() if "Metrics" in bron.get("Properties", {})]:
        del sources[name]


def output(aws: Aws, stack: str = STACK) -> dict[str, str]:
    """The outputs of the deployed stack."""
    cloudformation: CloudFormationClient = aws.client("cloudformation")
    description = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {u["OutputKey"]: u["OutputValue"] for u in description.get("Outputs", [])}


def _upload(s3: "S3Client", template: dict[str, Any]) -> None:
    """As `sam package`: code to a bucket, its address into the template."""
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=_BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for name, bron in template["Resources"].items():
        properties = bron.get("Properties", {})
        if bron["Type"] == "AWS::Serverless::Function":
            content = package.function_zip(properties["CodeUri"].strip("/").rpartition("/")[2])
            field = "CodeUri"
        elif bron["Type"] == "AWS::Serverless::LayerVersion":
            has_code = properties["ContentUri"].strip("/").endswith("stagemarkt")
            content, field = package.layer_zip() if has_code else package.empty_zip(), "ContentUri"
        else:
            continue
        s3.put_object(Bucket=_BUCKET, Key=name, Body=content)
        properties[field] = f"s3://{_BUCKET}/{name}"


def _wait(cloudformation: "CloudFormationClient", stack: str, done: str) -> None:
    description = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    if description["StackStatus"].endswith("_IN_PROGRESS"):
        waiter: Any = cloudformation.get_waiter(f"stack_{done}_complete")  # type: ignore[call-overload]
        waiter.wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 120})
        description = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    if description["StackStatus"] != f"{done.upper()}_COMPLETE":
        events = cloudformation.describe_stack_events(StackName=stack)["StackEvents"]
        reasons = [g.get("ResourceStatusReason", "") for g in events]
        raise DeploymentFailed(
            "; ".join(reason for reason in reasons if reason) or description["StackStatus"]
        )


def _restore_api(gateway: "APIGatewayClient", template: dict[str, Any], api_id: str) -> None:
    """Gateway responses and ANY methods: AWS takes them from the template, the emulator's import does not."""
    properties = template["Resources"]["Api"]["Properties"]
    for kind, answer in properties["GatewayResponses"].items():
        gateway.put_gateway_response(
            restApiId=api_id,
            responseType=kind,
            **({"statusCode": str(answer["StatusCode"])} if "StatusCode" in answer else {}),
            responseParameters={
                f"gatewayresponse.header.{name}": value
                for name, value in answer["ResponseParameters"]["Headers"].items()
            },
            responseTemplates=answer["ResponseTemplates"],
        )
    sources = gateway.get_resources(restApiId=api_id, limit=500)["items"]
    by_path = {bron["path"]: bron for bron in sources}
    for path, target in _any_methods(template).items():
        # Where the function has a GET its integration names it; ANY gets the same form of address.
        example = _integration_of(gateway, api_id, by_path, target)
        gateway.put_method(
            restApiId=api_id, resourceId=by_path[path]["id"], httpMethod="ANY", authorizationType="NONE"
        )
        gateway.put_integration(
            restApiId=api_id,
            resourceId=by_path[path]["id"],
            httpMethod="ANY",
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=example,
        )
    gateway.create_deployment(restApiId=api_id, stageName="v1")


def _any_methods(template: dict[str, Any]) -> dict[str, str]:
    """Each path that takes any method, with a path of the same function that takes GET."""
    found: dict[str, str] = {}
    for bron in template["Resources"].values():
        events = [e["Properties"] for e in bron.get("Properties", {}).get("Events", {}).values()]
        get = next((e["Path"] for e in events if e.get("Method") == "get"), "")
        found |= {e["Path"]: get for e in events if e.get("Method") == "any"}
    return found


def _integration_of(gateway: "APIGatewayClient", api_id: str, by_path: Mapping[str, Any], path: str) -> str:
    integration = gateway.get_integration(restApiId=api_id, resourceId=by_path[path]["id"], httpMethod="GET")
    return integration["uri"]
