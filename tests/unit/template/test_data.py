"""`template.yaml`: what is kept is kept safe, what is logged is nobody's, and nothing is decided unasked."""

import json
import re
import tomllib
from typing import Any

import pytest
from stagemarkt.adapters.soap.addresses import OPERATIONS, read_addresses
from stagemarkt.adapters.soap.signaalcodes import Meaning, read_signaalcodes
from stagemarkt.domain.cache.retention import DETAILGEGEVENS, IDENTIFICATIE, CacheMode, Duration
from stagemarkt.model.errors import InternalError
from stagemarkt.version import VERSION

from tests.unit.requests import ROOT
from tests.unit.template import API, RESOURCES, TEMPLATE, calls, of_type

QUEUES = of_type("AWS::SQS::Queue")
SLEUTEL = {"Fn::GetAtt": ["Versleuteling", "Arn"]}
TABLES = of_type("AWS::DynamoDB::Table")
SECRETS = of_type("AWS::SecretsManager::Secret")


def test_one_version() -> None:
    """One version: of the package, of the code, and on every response."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION
    assert re.fullmatch(r"\d+\.\d+\.\d+", VERSION)
    assert API["StageName"] == f"v{VERSION.partition('.')[0]}"


def test_what_may_be_kept_is_chosen_by_who_deploys() -> None:
    """`CacheMode` has no default, and exactly the choices that the code knows."""
    mode = TEMPLATE["Parameters"]["CacheMode"]
    assert "Default" not in mode
    assert set(mode["AllowedValues"]) == {choice.value for choice in CacheMode}
    assert "SBB" in mode["Description"]


def test_signaalcodes_are_checked_on_deployment() -> None:
    """What CloudFormation lets through is what the code can read, with every meaning that it knows."""
    parameter = TEMPLATE["Parameters"]["SbbSignaalcodes"]
    pattern = re.compile(parameter["AllowedPattern"])
    everything = ",".join(f"{number}:{meaning.word}" for number, meaning in enumerate(Meaning))
    for text in (parameter["Default"], everything, "-1:onbekend", "999999999:niet-erkend"):
        assert pattern.fullmatch(text)
        read_signaalcodes(text)
    for text in ("1", "1:", "1:iets", "1:in-orde,", ",", "x:in-orde", "1:in-orde;2:in-orde", "1 :in-orde"):
        assert not pattern.fullmatch(text), text


def test_addresses_are_checked_on_deployment() -> None:
    """What CloudFormation lets through is what the code can read, with every operation that it asks."""
    parameter = TEMPLATE["Parameters"]["SbbAdressen"]
    pattern = re.compile(parameter["AllowedPattern"])
    everything = ",".join(f"{operation}=https://sbb.example/{operation}.asmx" for operation in OPERATIONS)
    for text in (parameter["Default"], everything, "Zoeken=https://sbb.example:8443/a"):
        assert pattern.fullmatch(text)
        read_addresses(text)
    for text in ("Zoeken", "Zoek=https://a.example", "Zoeken=http://a.nl", "Zoeken=https://a.nl?x=1", ","):
        assert not pattern.fullmatch(text), text
        with pytest.raises(InternalError):
            read_addresses(text)


@pytest.mark.parametrize("name", ["SbbUrl", "SbbOin", "BeheerderOin"])
def test_where_sbb_is_is_told_by_who_deploys(name: str) -> None:
    """Where SBB is and who it is has no default either, and has its form checked."""
    parameter = TEMPLATE["Parameters"][name]
    assert "Default" not in parameter
    assert parameter["AllowedPattern"].startswith("^")


@pytest.mark.parametrize(
    "url", ["http://sbb.example/", "https://sbb.example/?x=1", "https://a b", "ftp://sbb.example"]
)
def test_sbb_only_over_https(url: str) -> None:
    """An address of SBB that is not https is refused before anything is deployed."""
    pattern = TEMPLATE["Parameters"]["SbbUrl"]["AllowedPattern"]
    assert re.fullmatch(pattern, "https://sbb.example/whitelabel")
    assert not re.fullmatch(pattern, url)


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_our_key(name: str) -> None:
    """Every table is encrypted with the key that the operator governs."""
    assert TABLES[name]["SSESpecification"] == {
        "SSEEnabled": True,
        "SSEType": "KMS",
        "KMSMasterKeyId": SLEUTEL,
    }


@pytest.mark.parametrize("name", SECRETS)
def test_every_secret_has_our_key(name: str) -> None:
    """Every secret too, and none has its value in the template."""
    assert SECRETS[name]["KmsKeyId"] == SLEUTEL
    assert "SecretString" not in SECRETS[name]


def test_the_key_rotates_and_stays() -> None:
    """The key itself rotates, and is not lost with the stack."""
    sleutel = RESOURCES["Versleuteling"]
    assert sleutel["Properties"]["EnableKeyRotation"] is True
    assert "Versleuteling" in STAYS


# They are found again by SBB's next answer.
PASSES = {"Antwoorden", "Waarnemingen"}
STAYS = {"Versleuteling", *TABLES.keys() - PASSES, *SECRETS}


@pytest.mark.parametrize("name", sorted(STAYS))
def test_what_does_not_come_back_is_not_lost(name: str) -> None:
    """Keys, their pepper and what SBB told outlive a stack, but not a first deployment that failed."""
    assert RESOURCES[name]["DeletionPolicy"] == "RetainExceptOnCreate"
    # What an update replaces was in use.
    assert RESOURCES[name]["UpdateReplacePolicy"] == "Retain"


def test_nothing_else_stays() -> None:
    """Whatever else stays behind would be nobody's."""
    assert {name for name, bron in RESOURCES.items() if "DeletionPolicy" in bron} == STAYS


def test_what_stays_is_in_the_manual() -> None:
    """Under Deleting stands the output of each that stays, and of each table that goes."""
    manual = (ROOT / "docs" / "operations.md").read_text()
    part = manual.partition("\n## Deleting\n")[2].partition("\n## ")[0]
    output = {
        name
        for name, value in TEMPLATE["Outputs"].items()
        for bron in STAYS | PASSES
        if value["Value"]
        in ({"Ref": bron}, {"Fn::GetAtt": [bron, "Arn"]}, {"Fn::Sub": f"${{{bron}}}${{{bron}Hersteld}}"})
    }
    assert len(output) == len(STAYS | PASSES)
    assert set(re.findall(r"`(\w+)`", part)) - {"RetainExceptOnCreate"} == output


def test_kept_answers_expire_by_themselves() -> None:
    """Kept answers go by themselves, and no backup keeps them longer."""
    table = TABLES["Antwoorden"]
    assert table["TimeToLiveSpecification"] == {"AttributeName": "verlooptOp", "Enabled": True}
    assert "PointInTimeRecoverySpecification" not in table
    assert "DeletionPolicy" not in RESOURCES["Antwoorden"]


def test_api_gateway_logs_no_requests() -> None:
    """Execution logs, which quote requests, are off for every method."""
    every, *_ = API["MethodSettings"]
    assert (every["ResourcePath"], every["HttpMethod"]) == ("/*", "*")
    assert {(one["LoggingLevel"], one["DataTraceEnabled"]) for one in API["MethodSettings"]} == {
        ("OFF", False)
    }
    assert "TracingEnabled" not in API


def test_no_metric_is_paid_for_that_nobody_looks_at() -> None:
    """Metrics per method (five, of each) are custom metrics to CloudWatch; no alarm asks for them.

    Those of the API and its stage come by themselves (API Gateway Developer Guide, "Amazon API Gateway
    dimensions and metrics").
    """
    for api in of_type("AWS::Serverless::Api").values():
        assert {setting["MetricsEnabled"] for setting in api["MethodSettings"]} == {False}
    looked_at = json.dumps(of_type("AWS::CloudWatch::Alarm"))
    assert '"Name": "Method"' not in looked_at
    assert '"Name": "Resource"' not in looked_at


def test_the_access_log_knows_nobody() -> None:
    """The access log is JSON, with these fields: no path, query, address, agent or header."""
    layout = API["AccessLogSetting"]["Format"]
    assert json.loads(layout)["verzoekId"] == "$context.requestId"
    assert set(re.findall(r"\$[\w.]+", layout)) == {
        "$context.requestId",
        "$context.requestTimeEpoch",
        "$context.httpMethod",
        "$context.resourcePath",
        "$context.status",
        "$context.authorizer.principalId",
        "$context.error.responseType",
        "$context.responseLatency",
        "$context.responseLength",
    }


def _named_methods() -> dict[tuple[str, str], dict[str, Any]]:
    """What has a setting of its own: path and method, as API Gateway writes them back."""
    return {
        (one["ResourcePath"].replace("~1", "/")[1:], one["HttpMethod"]): one
        for one in API["MethodSettings"][1:]
    }


def test_the_gateway_is_throttled() -> None:
    """There is a limit to how many requests come through, and it is of each method: so the text says.

    "Per-API, per-stage throttling limits are applied at the API method level for a stage" (API Gateway
    Developer Guide, "Throttle requests to your REST APIs").
    """
    ((rate, burst),) = {
        (one["ThrottlingRateLimit"], one["ThrottlingBurstLimit"]) for one in _named_methods().values()
    }
    assert 0 < rate <= burst
    row = (
        f"that needs a key, all callers together | {rate}, bursts of {burst}; of the {len(_named_methods())} "
    )
    assert row in (ROOT / "docs" / "operations.md").read_text()


def test_who_has_more_is_named_and_the_rest_has_less() -> None:
    """Each method of the API document that needs a key has more by name; whatever else can be asked, less.

    So a wrong method, an address that there is not, and a route that somebody forgets here, are held lowest:
    whether API Gateway takes a setting for `ANY` its documentation does not say.
    """
    document = json.loads((ROOT / "functions" / "documentatie" / "openapi.json").read_text())
    keyed = {
        (path, method.upper())
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in {"get", "head", "post", "put", "patch", "delete"}
        and operation.get("security", document.get("security")) != []
    }
    heads = {(path, "HEAD") for path, method in keyed if method == "GET"}
    assert _named_methods().keys() == keyed | heads
    every = API["MethodSettings"][0]
    assert (every["ResourcePath"], every["HttpMethod"]) == ("/*", "*")
    rate, burst = every["ThrottlingRateLimit"], every["ThrottlingBurstLimit"]
    assert {rate < one["ThrottlingRateLimit"] for one in _named_methods().values()} == {True}
    rest = len([*calls()]) - len(_named_methods())
    assert f"| {rate}, bursts of {burst}; of the {rest} " in (ROOT / "docs" / "operations.md").read_text()


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_loses_nothing(name: str) -> None:
    """Every queue is encrypted, and what it gives up on waits in another, for which an alarm goes off."""
    message_queue = QUEUES[name]
    assert message_queue["SqsManagedSseEnabled"] is True
    if "RedrivePolicy" in message_queue:
        mislukt = message_queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        assert QUEUES[mislukt].get("FifoQueue") == message_queue.get("FifoQueue")
    else:
        alarmen = of_type("AWS::CloudWatch::Alarm").values()
        guarded = [
            alarm
            for alarm in alarmen
            if {"Name": "QueueName", "Value": {"Fn::GetAtt": [name, "QueueName"]}}
            in alarm.get("Dimensions", ())
        ]
        assert [alarm["AlarmActions"] for alarm in guarded] == [[{"Ref": "Waarschuwingen"}]]


@pytest.mark.parametrize(
    ("parameter", "duration"),
    [
        ("HoudbaarIdentificatie", IDENTIFICATIE.duration),
        ("HoudbaarDetailgegevens", DETAILGEGEVENS.duration),
        ("HoudbaarNiets", IDENTIFICATIE.nothing),
        ("HoudbaarNiets", DETAILGEGEVENS.nothing),
    ],
)
def test_how_long_something_is_good_is_in_one_table(parameter: str, duration: Duration) -> None:
    """What the template says an answer is good for is what the code's table says."""
    value = TEMPLATE["Parameters"][parameter]["Default"]
    assert value == f"{duration.fresh}/{duration.verloopt}"
    assert re.fullmatch(TEMPLATE["Parameters"][parameter]["AllowedPattern"], value)


def test_refreshing_has_a_queue_that_loses_nothing() -> None:
    """A message comes back no sooner than its function is done, and ends where an operator sees it."""
    row = RESOURCES["Verversingen"]["Properties"]
    assert row["VisibilityTimeout"] >= 6 * TEMPLATE["Globals"]["Function"]["Timeout"]
    assert row["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["VerversingenMislukt", "Arn"]}
    bron = RESOURCES["VerversingBron"]["Properties"]
    assert (bron["BatchSize"], bron["FunctionResponseTypes"]) == (1, ["ReportBatchItemFailures"])


def test_what_is_no_longer_allowed_is_purged_without_an_operator() -> None:
    """Emptying runs by the clock, and as soon as this stack has been deployed."""
    events = RESOURCES["Opruiming"]["Properties"]["Events"]
    assert events["Telkens"]["Properties"]["ScheduleExpression"] == "rate(5 minutes)"
    pattern = events["NaUitrol"]["Properties"]["Pattern"]
    assert pattern["resources"] == [{"Ref": "AWS::StackId"}]
    assert "UPDATE_COMPLETE" in pattern["detail"]["status-details"]["status"]
