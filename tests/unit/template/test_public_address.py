"""`template.yaml`: a name of its own for the API, a WAF, a budget: each by parameter, else nothing."""

import re
import tomllib

import pytest

from tests.unit.requests import ROOT
from tests.unit.template import API, RESOURCES, TEMPLATE
from tests.unit.template.effective_rights import translated

CONDITIONS = {
    "ApiDomeinnaam": ("MetApiDomein", "ApiDomein", ""),
    "ApiDomeinpad": ("MetApiDomein", "ApiDomein", ""),
    "ApiWebAclKoppeling": ("MetWebAcl", "ApiWebAcl", ""),
    "Budget": ("MetBudget", "BudgetPerMaand", 0),
}


@pytest.mark.parametrize("name", CONDITIONS)
def test_nothing_unless_asked(name: str) -> None:
    """Without its parameter there is none, and nothing that costs."""
    condition, parameter, nothing = CONDITIONS[name]
    assert RESOURCES[name]["Condition"] == condition
    assert TEMPLATE["Conditions"][condition] == {"Fn::Not": [{"Fn::Equals": [{"Ref": parameter}, nothing]}]}
    assert TEMPLATE["Parameters"][parameter]["Default"] == nothing


def test_a_name_leads_to_the_same_addresses() -> None:
    """Behind it stands this API, under the path that is the stage's, over TLS 1.2 at least."""
    domain, path = RESOURCES["ApiDomeinnaam"]["Properties"], RESOURCES["ApiDomeinpad"]["Properties"]
    assert domain["SecurityPolicy"] == "TLS_1_2"
    assert domain["EndpointConfiguration"] == {"Types": ["REGIONAL"]}
    assert domain["RegionalCertificateArn"] == {"Ref": "ApiCertificaat"}
    assert (path["RestApiId"], path["Stage"]) == ({"Ref": "Api"}, {"Ref": "Api.Stage"})
    assert path["BasePath"] == API["StageName"]


def test_with_a_name_there_is_no_other_way_in() -> None:
    """Then the address that AWS gives is closed, and the output says the name."""
    closed = {"disableExecuteApiEndpoint": {"Fn::If": ["MetApiDomein", True, False]}}
    (server,) = translated(TEMPLATE)["Resources"]["Api"]["Properties"]["Body"]["servers"]
    assert server == {"x-amazon-apigateway-endpoint-configuration": closed}
    by_name, by_aws = TEMPLATE["Outputs"]["ApiUrl"]["Value"]["Fn::If"][1:]
    assert by_name == {"Fn::Sub": "https://${ApiDomein}/v1"}
    assert ".execute-api." in by_aws["Fn::Sub"]
    for output in ("ApiDomeinDoel", "ApiDomeinZone"):
        assert TEMPLATE["Outputs"][output]["Condition"] == "MetApiDomein"


def test_a_waf_stands_before_all_of_it() -> None:
    """Before the stage: the paths are below it."""
    link = RESOURCES["ApiWebAclKoppeling"]["Properties"]
    assert link["ResourceArn"]["Fn::Sub"].endswith("::/restapis/${Api}/stages/${Api.Stage}")
    # What it stops is told as what it is: another answer would swallow its 403.
    assert API["GatewayResponses"]["WAF_FILTERED"]["StatusCode"] == 403


@pytest.mark.parametrize(
    ("parameter", "good", "bad"),
    [
        ("ApiDomein", "api.example.nl", "https://api.example.nl"),
        ("ApiCertificaat", "arn:aws:acm:eu-west-1:111122223333:certificate/x", "api.example.nl"),
        (
            "ApiWebAcl",
            "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/naam/id",
            "arn:aws:wafv2:us-east-1:111122223333:global/webacl/naam/id",
        ),
        ("BudgetEmail", "beheer@example.nl", "beheer"),
    ],
)
def test_what_is_given_has_its_form(parameter: str, good: str, bad: str) -> None:
    """Empty is none; what cannot be it is refused before anything is made."""
    pattern = TEMPLATE["Parameters"][parameter]["AllowedPattern"]
    assert re.search(pattern, "")
    assert re.search(pattern, good)
    assert not re.search(pattern, bad)


@pytest.mark.parametrize(
    ("rule", "parameter", "needed"),
    [("ApiDomeinIsHeel", "ApiDomein", "ApiCertificaat"), ("BudgetIsHeel", "BudgetPerMaand", "BudgetEmail")],
)
def test_what_goes_together(rule: str, parameter: str, needed: str) -> None:
    """One without the other is refused before anything is made."""
    nothing = TEMPLATE["Parameters"][parameter]["Default"]
    given = {"Fn::Not": [{"Fn::Equals": [{"Ref": parameter}, nothing]}]}
    assert TEMPLATE["Rules"][rule]["RuleCondition"] == given
    (assertion,) = TEMPLATE["Rules"][rule]["Assertions"]
    assert assertion["Assert"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": needed}, ""]}]}


def test_a_budget_is_of_this_stack() -> None:
    """It counts what CloudFormation marked with this stack's name, and warns in time."""
    budget = RESOURCES["Budget"]["Properties"]
    tag = budget["Budget"]["CostFilters"]["TagKeyValue"]
    assert tag == [{"Fn::Join": ["$", ["aws:cloudformation:stack-name", {"Ref": "AWS::StackName"}]]}]
    warnings = {
        (one["Notification"]["NotificationType"], one["Notification"]["Threshold"])
        for one in budget["NotificationsWithSubscribers"]
    }
    assert warnings == {("ACTUAL", 80), ("FORECASTED", 100)}


def test_everything_is_marked() -> None:
    """`sam deploy` gives the stack a tag, and CloudFormation all that is in it."""
    settings = tomllib.loads((ROOT / "samconfig.toml").read_text())["default"]["deploy"]["parameters"]
    assert settings["tags"] == "toepassing=stagemarkt"
