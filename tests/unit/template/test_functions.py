"""`template.yaml`: every route has its function, and no function may do everything."""

import pytest
from stagemarkt.web.routes import PAGES, ROUTES, methods_of

from tests.unit.requests import ROOT
from tests.unit.template import (
    FUNCTIONS,
    RESOURCES,
    TEMPLATE,
    as_list,
    calls,
    folder_of,
    reader_of,
    statements_of,
)

# What AWS allows for everything or not at all: names, no content.
WITHOUT_SOURCE = {"secretsmanager:ListSecrets"}


def test_every_route_is_an_event_of_its_function() -> None:
    """Every route is an event of its function, a GET as HEAD too: open, or with the default authorizer."""
    given = {
        (folder_of(function), method, path, authorization)
        for function, method, path, authorization in calls()
        if method != "ANY"
    }
    assert given == {
        (route.functie, method, route.path, {True: "NONE", False: None}[route.scope is None])
        for route in (*ROUTES, *PAGES)
        for method in methods_of(route)
    }


def test_every_address_catches_every_method() -> None:
    """Every address takes any other method at Documentatie, without a key; so does whatever is no address."""
    given = [
        (function, path, authorization)
        for function, method, path, authorization in calls()
        if method == "ANY"
    ]
    paths = {"/", "/{adres+}", *(route.path for route in (*ROUTES, *PAGES))}
    assert sorted(given) == sorted(("Documentatie", path, "NONE") for path in paths)


def test_a_sleutel_unless_said_otherwise() -> None:
    """Whoever adds an event and forgets its auth, has one that needs a key."""
    auth = RESOURCES["Api"]["Properties"]["Auth"]
    assert auth["DefaultAuthorizer"] == "Sleutel"
    sleutel = auth["Authorizers"]["Sleutel"]
    assert sleutel["FunctionArn"] == {"Ref": "Authorizer.Alias"}
    assert sleutel["FunctionPayloadType"] == "TOKEN"
    assert sleutel["Identity"]["Header"] == "Authorization"
    assert 0 < sleutel["Identity"]["ReauthorizeEvery"] <= 60


@pytest.mark.parametrize("function", FUNCTIONS)
def test_no_function_may_do_everything(function: str) -> None:
    """No function may do `*`, or anything to `*`; what it may do is allowed one by one."""
    for line in statements_of(function):
        assert line["Effect"] == "Allow"
        assert "NotAction" not in line
        assert not any("*" in action for action in as_list(line["Action"]))
        assert "*" not in as_list(line["Resource"]) or set(as_list(line["Action"])) <= WITHOUT_SOURCE
    # SAM makes each a role of its own; one that has a name is in the template, and of nobody else.
    assert FUNCTIONS[function].get("Role") in (None, {"Fn::GetAtt": [f"{function}Role", "Arn"]})


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_key_only_through_the_services(function: str) -> None:
    """The key is for what tables and secrets keep: no function decrypts anything by itself."""
    for line in statements_of(function):
        # Keys of subscribers are another matter: see below.
        if "StringNotEquals" not in line.get("Condition", {}) and any(
            action.startswith("kms:") for action in as_list(line["Action"])
        ):
            services = line["Condition"]["StringEquals"]["kms:ViaService"]
            assert {service["Fn::Sub"].partition(".")[0] for service in services} == {
                "dynamodb",
                "secretsmanager",
            }


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_has_a_log_that_forgets(function: str) -> None:
    """A function logs where what is logged is kept for as long as the operator says."""
    logbook = FUNCTIONS[function]["LoggingConfig"]["LogGroup"]["Ref"]
    assert RESOURCES[logbook]["Type"] == "AWS::Logs::LogGroup"
    assert RESOURCES[logbook]["Properties"]["RetentionInDays"] == {"Ref": "LogBewaartermijn"}


def test_the_time_of_a_function_fits() -> None:
    """A function may take longer than a call to SBB, and less than API Gateway waits."""
    time_value = TEMPLATE["Globals"]["Function"]["Timeout"]
    assert TEMPLATE["Parameters"]["SbbTermijn"]["MaxValue"] + 1 < time_value < 29
    wait = {function for function, *_ in calls()}
    assert all(FUNCTIONS[function].get("Timeout", time_value) < 29 for function in wait)


def test_the_authorizer_writes_only_that_a_sleutel_was_used() -> None:
    """What the authorizer may write decides nothing: the moment of use, of keys only."""
    (writing,) = [r for r in statements_of("Authorizer") if "dynamodb:UpdateItem" in as_list(r["Action"])]
    assert writing["Condition"] == {
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "sk", "laatstGebruiktOp"]},
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["sleutel#*"]},
    }


def test_every_call_with_a_sleutel_counts() -> None:
    """Each event that needs a key counts for a plan at API Gateway, and no open one does."""
    counts = {
        (event["Properties"]["Path"], event["Properties"]["Method"].upper())
        for function in FUNCTIONS.values()
        for event in function.get("Events", {}).values()
        if event["Type"] == "Api" and event["Properties"].get("Auth", {}).get("ApiKeyRequired") is True
    }
    assert counts == {
        (route.path, method) for route in ROUTES if route.scope is not None for method in methods_of(route)
    }
    assert RESOURCES["Api"]["Properties"]["ApiKeySourceType"] == "AUTHORIZER"


def test_without_a_limit_there_is_one_plan_for_all() -> None:
    """Where afnemers have no limit of their own, one plan counts for all; else there is none."""
    names = ("GezamenlijkPlan", "GezamenlijkeSleutel", "GezamenlijkePlansleutel")
    assert {RESOURCES[name]["Condition"] for name in names} == {"ZonderLimiet"}
    assert TEMPLATE["Conditions"]["ZonderLimiet"] == {"Fn::Equals": [{"Ref": "LimietPerAfnemer"}, "uit"]}
    plan = RESOURCES["GezamenlijkPlan"]["Properties"]
    assert plan.keys() == {"Description", "ApiStages"}


def test_only_the_deliverer_sends_to_others() -> None:
    """One role sends to queues that are not ours, and to none of ours by that right."""
    found = [
        (function, line)
        for function in FUNCTIONS
        for line in statements_of(function)
        if any("sqs:*" in str(bron) or "kms:*" in str(bron) for bron in as_list(line["Resource"]))
    ]
    assert {function for function, _ in found} == {"Afleveraar"}
    not_ours = {"StringNotEquals": {"aws:ResourceAccount": {"Ref": "AWS::AccountId"}}}
    via_sqs = {"StringLike": {"kms:ViaService": {"Fn::Sub": "sqs.*.${AWS::URLSuffix}"}}}
    assert [(as_list(line["Action"]), line["Condition"]) for _, line in found] == [
        (["sqs:SendMessage"], not_ours),
        (["kms:GenerateDataKey", "kms:Decrypt"], not_ours | via_sqs),
    ]


def test_a_queue_belongs_to_a_function_that_fits_it() -> None:
    """What reads a queue hands back what failed, and takes a sixth of the time that a message is hidden."""
    sources = [b["Properties"] for b in RESOURCES.values() if b["Type"] == "AWS::Lambda::EventSourceMapping"]
    default = TEMPLATE["Globals"]["Function"]["Timeout"]
    for bron in sources:
        assert bron["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        row = RESOURCES[bron["EventSourceArn"]["Fn::GetAtt"][0]]["Properties"]
        function = FUNCTIONS[reader_of(bron)]
        assert row["VisibilityTimeout"] >= 6 * function.get("Timeout", default)


def _reserve(function: str) -> object:
    return FUNCTIONS[function].get("ReservedConcurrentExecutions")


def test_who_lets_callers_in_and_who_makes_them_wait_can_be_kept_apart() -> None:
    """The authorizer, what asks SBB for a caller and what needs no key can have one; off unless set."""
    no_value = {"Ref": "AWS::NoValue"}
    asks_sbb = {function for function, *_ in calls() if {"Ref": "Schoolverbinding"} in _policies(function)}
    assert asks_sbb == {"Identificatie", "Verificatie", "Detailgegevens", "Zoeken"}
    expected = dict.fromkeys(asks_sbb, "ReserveSbb") | {
        "Authorizer": "ReserveAuthorizer",
        "Documentatie": "ReserveDocumentatie",
    }
    reserves = {
        function: {"Fn::If": [f"Met{parameter}", {"Ref": parameter}, no_value]}
        for function, parameter in expected.items()
    }
    assert {function: _reserve(function) for function in FUNCTIONS} == dict.fromkeys(FUNCTIONS) | reserves
    for parameter in expected.values():
        # A reserve of 0 would be a function that never runs.
        assert (
            TEMPLATE["Parameters"][parameter]["Default"] == TEMPLATE["Parameters"][parameter]["MinValue"] == 0
        )
        given = {"Fn::Not": [{"Fn::Equals": [{"Ref": parameter}, 0]}]}
        assert TEMPLATE["Conditions"][f"Met{parameter}"] == given
    # As many times as the text reckons with.
    assert (
        f"{len(asks_sbb)} \N{MULTIPLICATION SIGN} `ReserveSbb`"
        in (ROOT / "docs" / "operations.md").read_text()
    )


def _policies(function: str) -> list[object]:
    policies: list[object] = FUNCTIONS[function].get("Policies", [])
    return policies
