"""`template.yaml`: the intake lets nobody in but by mutual TLS on its own domain, and can be left out."""

import re

import pytest

from tests.unit.template import BRONNEN, FUNCTIES, SJABLOON

INTAKE = BRONNEN["IntakeApi"]["Properties"]


def test_alleen_over_mutual_tls() -> None:
    """One domain, with a truststore; the address that AWS gives by itself is closed."""
    assert INTAKE["DisableExecuteApiEndpoint"] is True
    domein = INTAKE["Domain"]
    assert domein["DomainName"] == {"Ref": "IntakeDomein"}
    assert domein["CertificateArn"] == {"Ref": "IntakeCertificaat"}
    assert domein["MutualTlsAuthentication"]["TruststoreUri"] == {"Ref": "IntakeTruststore"}
    assert domein["SecurityPolicy"] == "TLS_1_2"


def test_een_weg_naar_binnen() -> None:
    """The function has one event, a POST on this API, and no URL or other door."""
    eigenschappen = FUNCTIES["Inname"]
    (event,) = eigenschappen["Events"].values()
    assert event == {
        "Type": "Api",
        "Properties": {"RestApiId": {"Ref": "IntakeApi"}, "Method": "post", "Path": "/sbb/v1/mutaties"},
    }
    assert "FunctionUrlConfig" not in eigenschappen
    elders = [
        naam
        for naam, functie in FUNCTIES.items()
        for event in functie.get("Events", {}).values()
        if event["Properties"].get("RestApiId") == {"Ref": "IntakeApi"}
    ]
    assert elders == ["Inname"]


def test_wie_binnen_mag_is_geen_keuze() -> None:
    """Whose OIN may bring messages is SBB's; no variable of the function switches the check off."""
    omgeving = FUNCTIES["Inname"]["Environment"]["Variables"]
    assert omgeving["SBB_OIN"] == {"Ref": "SbbOin"}
    assert set(omgeving) == {
        "MUTATIES_TABEL",
        "VERWERKING_WACHTRIJ",
        "SBB_OIN",
        "SBB_NAMESPACE",
        "SBB_SOAPACTION",
        # Which headers are for us; it lets nobody in.
        "INTAKE_URL",
    }


@pytest.mark.parametrize(
    "naam",
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
def test_zonder_domein_is_er_geen_intake(naam: str) -> None:
    """Without a domain none of it is made, so that a stack without mutaties can do without."""
    assert BRONNEN[naam]["Condition"] == "MetIntake"
    assert SJABLOON["Parameters"]["IntakeDomein"]["Default"] == ""
    uitvoer = {u for u, waarde in SJABLOON["Outputs"].items() if waarde.get("Condition") == "MetIntake"}
    assert uitvoer == {"IntakeUrl", "InnameFunctie", "SchoolabonnementenFunctie"}


def test_een_domein_zonder_truststore_wordt_geweigerd() -> None:
    """A domain without its certificate or truststore is refused before anything is made."""
    regel = SJABLOON["Rules"]["IntakeIsHeel"]
    (bewering,) = regel["Assertions"]
    verplicht = [deel["Fn::Not"][0]["Fn::Equals"] for deel in bewering["Assert"]["Fn::And"]]
    assert verplicht == [[{"Ref": "IntakeCertificaat"}, ""], [{"Ref": "IntakeTruststore"}, ""]]


@pytest.mark.parametrize(
    ("parameter", "goed", "fout"),
    [
        ("IntakeDomein", ["", "intake.school.nl"], ["https://intake.school.nl", "intake", "Intake.nl/x"]),
        ("IntakeTruststore", ["", "s3://emmer/ca.pem"], ["https://emmer/ca.pem", "s3://emmer"]),
        ("IntakeUrl", ["", "https://intake.school.nl:8443/x"], ["http://x/", "https://x/?y=1"]),
    ],
)
def test_de_vorm_van_een_parameter(parameter: str, goed: list[str], fout: list[str]) -> None:
    """What cannot be right is refused before anything is deployed."""
    patroon = SJABLOON["Parameters"][parameter]["AllowedPattern"]
    assert all(re.search(patroon, waarde) for waarde in goed)
    assert not any(re.search(patroon, waarde) for waarde in fout)


def test_wat_de_poort_zelf_zegt_is_soap() -> None:
    """API Gateway's own refusals are SOAP faults: SBB takes them for "not received"."""
    for soort, schuld in (("DEFAULT_4XX", "Client"), ("DEFAULT_5XX", "Server")):
        antwoord = INTAKE["GatewayResponses"][soort]
        assert f"<faultcode>soap:{schuld}</faultcode>" in antwoord["ResponseTemplates"]["application/json"]
        assert "text/xml" in antwoord["ResponseParameters"]["Headers"]["Content-Type"]


def test_de_intake_logt_geen_berichten() -> None:
    """Execution logs are off, and the access log has no path, address, agent, header or certificate."""
    (instelling,) = INTAKE["MethodSettings"]
    assert (instelling["LoggingLevel"], instelling["DataTraceEnabled"]) == ("OFF", False)
    velden = set(re.findall(r"\$context\.([\w.]+)", INTAKE["AccessLogSetting"]["Format"]))
    assert velden == {
        "requestId",
        "requestTimeEpoch",
        "httpMethod",
        "resourcePath",
        "status",
        "error.responseType",
        "responseLatency",
        "responseLength",
    }
