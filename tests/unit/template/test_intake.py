"""`template.yaml`: the intake lets nobody in but by mutual TLS on its own domain, and can be left out."""

import re

import pytest

from tests.unit.template import FUNCTIONS, RESOURCES, TEMPLATE
from tests.unit.template.effective_rights import translated

INTAKE = RESOURCES["IntakeApi"]["Properties"]


def test_only_over_mutual_tls() -> None:
    """One domain, with a truststore; the address that AWS gives by itself is closed."""
    assert INTAKE["DisableExecuteApiEndpoint"] is True
    domain = INTAKE["Domain"]
    assert domain["DomainName"] == {"Ref": "IntakeDomein"}
    assert domain["CertificateArn"] == {"Ref": "IntakeCertificaat"}
    assert domain["MutualTlsAuthentication"]["TruststoreUri"] == {"Ref": "IntakeTruststore"}
    assert domain["SecurityPolicy"] == "TLS_1_2"


def test_a_certificate_of_ones_own_needs_a_proof_of_the_name() -> None:
    """With a certificate that ACM did not issue API Gateway wants one that it did; without, it takes none.

    "Only required when configuring mutual TLS and using an ACM imported or private CA certificate ARN as the
    regionalCertificateArn" (API Gateway, DomainName).
    """
    proof = INTAKE["Domain"]["OwnershipVerificationCertificateArn"]
    no_value = {"Ref": "AWS::NoValue"}
    assert proof == {"Fn::If": ["MetEigendomscertificaat", {"Ref": "IntakeEigendomscertificaat"}, no_value]}
    (domain,) = [
        resource["Properties"]
        for resource in translated(TEMPLATE)["Resources"].values()
        if resource["Type"] == "AWS::ApiGateway::DomainName" and resource["Condition"] == "MetIntake"
    ]
    # SAM passes it on, with the parameter's value filled in: here its default.
    expected = {"Fn::If": ["MetEigendomscertificaat", "", no_value]}
    assert domain["OwnershipVerificationCertificateArn"] == expected
    assert TEMPLATE["Conditions"]["MetEigendomscertificaat"] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "IntakeEigendomscertificaat"}, ""]}]
    }


def test_one_way_in() -> None:
    """The function has one event, a POST on this API, and no URL or other door."""
    properties = FUNCTIONS["Inname"]
    (event,) = properties["Events"].values()
    assert event == {
        "Type": "Api",
        "Properties": {"RestApiId": {"Ref": "IntakeApi"}, "Method": "post", "Path": "/sbb/v1/mutaties"},
    }
    assert "FunctionUrlConfig" not in properties
    elders = [
        name
        for name, function in FUNCTIONS.items()
        for event in function.get("Events", {}).values()
        if event["Properties"].get("RestApiId") == {"Ref": "IntakeApi"}
    ]
    assert elders == ["Inname"]


def test_who_may_enter_is_no_choice() -> None:
    """Whose OIN may bring messages is SBB's; no variable of the function switches the check off."""
    environment = FUNCTIONS["Inname"]["Environment"]["Variables"]
    assert environment["SBB_OIN"] == {"Ref": "SbbOin"}
    assert set(environment) == {
        "MUTATIES_TABEL",
        "VERWERKING_WACHTRIJ",
        "SBB_OIN",
        "SBB_NAMESPACE",
        "SBB_SOAPACTION",
        # Which headers are for us; it lets nobody in.
        "INTAKE_URL",
    }


@pytest.mark.parametrize(
    "name",
    [
        "Inname",
        "InnameLog",
        "IntakeApi",
        "IntakeApiLog",
        "Schoolabonnementen",
        "SchoolabonnementenLog",
        "SchoolabonnementenMislukt",
        "SchoolabonnementenStil",
    ],
)
def test_without_a_domain_there_is_no_intake(name: str) -> None:
    """Without a domain none of it is made, so that a stack without mutaties can do without."""
    assert RESOURCES[name]["Condition"] == "MetIntake"
    assert TEMPLATE["Parameters"]["IntakeDomein"]["Default"] == ""
    output = {u for u, value in TEMPLATE["Outputs"].items() if value.get("Condition") == "MetIntake"}
    assert output == {"IntakeUrl", "InnameFunctie", "SchoolabonnementenFunctie"}


def test_a_domain_without_a_truststore_is_refused() -> None:
    """A domain without its certificate or truststore is refused before anything is made."""
    line = TEMPLATE["Rules"]["IntakeIsHeel"]
    (assertion,) = line["Assertions"]
    required = [part["Fn::Not"][0]["Fn::Equals"] for part in assertion["Assert"]["Fn::And"]]
    assert required == [[{"Ref": "IntakeCertificaat"}, ""], [{"Ref": "IntakeTruststore"}, ""]]


@pytest.mark.parametrize(
    ("parameter", "good", "error"),
    [
        ("IntakeDomein", ["", "intake.school.nl"], ["https://intake.school.nl", "intake", "Intake.nl/x"]),
        *(
            (name, ["", "arn:aws:acm:eu-west-1:1:certificate/a"], ["arn:aws:iam::1:role/a", "intake.nl"])
            for name in ("IntakeCertificaat", "IntakeEigendomscertificaat")
        ),
        ("IntakeTruststore", ["", "s3://emmer/ca.pem"], ["https://emmer/ca.pem", "s3://emmer"]),
        ("IntakeUrl", ["", "https://intake.school.nl:8443/x"], ["http://x/", "https://x/?y=1"]),
    ],
)
def test_the_form_of_a_parameter(parameter: str, good: list[str], error: list[str]) -> None:
    """What cannot be right is refused before anything is deployed."""
    pattern = TEMPLATE["Parameters"][parameter]["AllowedPattern"]
    assert all(re.search(pattern, value) for value in good)
    assert not any(re.search(pattern, value) for value in error)


def test_what_the_gateway_itself_says_is_soap() -> None:
    """API Gateway's own refusals are SOAP faults: SBB takes them for "not received"."""
    for kind, blame in (("DEFAULT_4XX", "Client"), ("DEFAULT_5XX", "Server")):
        answer = INTAKE["GatewayResponses"][kind]
        # Whatever it goes by, SBB accepts XML: the same under both names.
        assert answer["ResponseTemplates"].keys() == {"text/xml", "application/json"}
        for text in answer["ResponseTemplates"].values():
            assert f"<faultcode>soap:{blame}</faultcode>" in text
        assert "text/xml" in answer["ResponseParameters"]["Headers"]["Content-Type"]


def test_the_intake_logs_no_messages() -> None:
    """Execution logs are off, and the access log has no path, address, agent, header or certificate."""
    (setting,) = INTAKE["MethodSettings"]
    assert (setting["LoggingLevel"], setting["DataTraceEnabled"]) == ("OFF", False)
    fields = set(re.findall(r"\$context\.([\w.]+)", INTAKE["AccessLogSetting"]["Format"]))
    assert fields == {
        "requestId",
        "requestTimeEpoch",
        "httpMethod",
        "resourcePath",
        "status",
        "error.responseType",
        "responseLatency",
        "responseLength",
    }
