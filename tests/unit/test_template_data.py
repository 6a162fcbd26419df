"""`template.yaml`: what is kept is kept safe, what is logged is nobody's, and nothing is decided unasked."""

import json
import re
import tomllib

import pytest
from stagemarkt import __version__
from stagemarkt.adapters.soap.addresses import OPERATIES, lees_adressen
from stagemarkt.adapters.soap.signaalcodes import Betekenis, lees_signaalcodes
from stagemarkt.domain.cache.retention import DETAILGEGEVENS, IDENTIFICATIE, CacheMode, Duur
from stagemarkt.model.errors import InterneFout

from tests.unit.requests import WORTEL
from tests.unit.template import API, BRONNEN, SJABLOON, van_soort

WACHTRIJEN = van_soort("AWS::SQS::Queue")
SLEUTEL = {"Fn::GetAtt": ["Versleuteling", "Arn"]}
TABELLEN = van_soort("AWS::DynamoDB::Table")
GEHEIMEN = van_soort("AWS::SecretsManager::Secret")


def test_een_versie() -> None:
    """One version: of the package, of the code, and on every response."""
    project = tomllib.loads((WORTEL / "pyproject.toml").read_text())["project"]
    assert project["version"] == __version__
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)
    assert API["StageName"] == f"v{__version__.partition('.')[0]}"


def test_wat_bewaard_mag_worden_kiest_wie_uitrolt() -> None:
    """`CacheMode` has no default, and exactly the choices that the code knows."""
    modus = SJABLOON["Parameters"]["CacheMode"]
    assert "Default" not in modus
    assert set(modus["AllowedValues"]) == {keuze.value for keuze in CacheMode}
    assert "SBB" in modus["Description"]


def test_signaalcodes_worden_bij_het_uitrollen_nagekeken() -> None:
    """What CloudFormation lets through is what the code can read, with every meaning that it knows."""
    parameter = SJABLOON["Parameters"]["SbbSignaalcodes"]
    patroon = re.compile(parameter["AllowedPattern"])
    alle = ",".join(f"{nummer}:{betekenis.woord}" for nummer, betekenis in enumerate(Betekenis))
    for tekst in (parameter["Default"], alle, "-1:onbekend", "999999999:niet-erkend"):
        assert patroon.fullmatch(tekst)
        lees_signaalcodes(tekst)
    for tekst in ("1", "1:", "1:iets", "1:in-orde,", ",", "x:in-orde", "1:in-orde;2:in-orde", "1 :in-orde"):
        assert not patroon.fullmatch(tekst), tekst


def test_adressen_worden_bij_het_uitrollen_nagekeken() -> None:
    """What CloudFormation lets through is what the code can read, with every operation that it asks."""
    parameter = SJABLOON["Parameters"]["SbbAdressen"]
    patroon = re.compile(parameter["AllowedPattern"])
    alle = ",".join(f"{operatie}=https://sbb.example/{operatie}.asmx" for operatie in OPERATIES)
    for tekst in (parameter["Default"], alle, "Zoeken=https://sbb.example:8443/a"):
        assert patroon.fullmatch(tekst)
        lees_adressen(tekst)
    for tekst in ("Zoeken", "Zoek=https://a.example", "Zoeken=http://a.nl", "Zoeken=https://a.nl?x=1", ","):
        assert not patroon.fullmatch(tekst), tekst
        with pytest.raises(InterneFout):
            lees_adressen(tekst)


@pytest.mark.parametrize("naam", ["SbbUrl", "SbbOin", "BeheerderOin"])
def test_waar_sbb_is_zegt_wie_uitrolt(naam: str) -> None:
    """Where SBB is and who it is has no default either, and has its form checked."""
    parameter = SJABLOON["Parameters"][naam]
    assert "Default" not in parameter
    assert parameter["AllowedPattern"].startswith("^")


@pytest.mark.parametrize(
    "url", ["http://sbb.example/", "https://sbb.example/?x=1", "https://a b", "ftp://sbb.example"]
)
def test_sbb_alleen_over_https(url: str) -> None:
    """An address of SBB that is not https is refused before anything is deployed."""
    patroon = SJABLOON["Parameters"]["SbbUrl"]["AllowedPattern"]
    assert re.fullmatch(patroon, "https://sbb.example/whitelabel")
    assert not re.fullmatch(patroon, url)


@pytest.mark.parametrize("naam", TABELLEN)
def test_elke_tabel_heeft_onze_sleutel(naam: str) -> None:
    """Every table is encrypted with the key that the operator governs."""
    assert TABELLEN[naam]["SSESpecification"] == {
        "SSEEnabled": True,
        "SSEType": "KMS",
        "KMSMasterKeyId": SLEUTEL,
    }


@pytest.mark.parametrize("naam", GEHEIMEN)
def test_elk_geheim_heeft_onze_sleutel(naam: str) -> None:
    """Every secret too, and none has its value in the template."""
    assert GEHEIMEN[naam]["KmsKeyId"] == SLEUTEL
    assert "SecretString" not in GEHEIMEN[naam]


def test_de_sleutel_draait_en_blijft() -> None:
    """The key itself rotates, and is not lost with the stack."""
    sleutel = BRONNEN["Versleuteling"]
    assert sleutel["Properties"]["EnableKeyRotation"] is True
    assert "Versleuteling" in BLIJFT


# They are found again by SBB's next answer.
VERGAAT = {"Antwoorden", "Waarnemingen"}
BLIJFT = {"Versleuteling", *TABELLEN.keys() - VERGAAT, *GEHEIMEN}


@pytest.mark.parametrize("naam", sorted(BLIJFT))
def test_wat_niet_terugkomt_gaat_niet_verloren(naam: str) -> None:
    """Keys, their pepper and what SBB told outlive a stack, but not a first deployment that failed."""
    assert BRONNEN[naam]["DeletionPolicy"] == "RetainExceptOnCreate"
    # What an update replaces was in use.
    assert BRONNEN[naam]["UpdateReplacePolicy"] == "Retain"


def test_niets_anders_blijft() -> None:
    """Whatever else stays behind would be nobody's."""
    assert {naam for naam, bron in BRONNEN.items() if "DeletionPolicy" in bron} == BLIJFT


def test_wat_blijft_staat_in_de_handleiding() -> None:
    """Under Deleting stands the output of each that stays, and of each table that goes."""
    handleiding = (WORTEL / "docs" / "operations.md").read_text()
    deel = handleiding.partition("\n## Deleting\n")[2].partition("\n## ")[0]
    uitvoer = {
        naam
        for naam, waarde in SJABLOON["Outputs"].items()
        for bron in BLIJFT | VERGAAT
        if waarde["Value"] in ({"Ref": bron}, {"Fn::GetAtt": [bron, "Arn"]})
    }
    assert len(uitvoer) == len(BLIJFT | VERGAAT)
    assert set(re.findall(r"`(\w+)`", deel)) - {"RetainExceptOnCreate"} == uitvoer


def test_bewaarde_antwoorden_vergeten_zich() -> None:
    """Kept answers go by themselves, and no backup keeps them longer."""
    tabel = TABELLEN["Antwoorden"]
    assert tabel["TimeToLiveSpecification"] == {"AttributeName": "verlooptOp", "Enabled": True}
    assert "PointInTimeRecoverySpecification" not in tabel
    assert "DeletionPolicy" not in BRONNEN["Antwoorden"]


def test_api_gateway_logt_geen_aanvragen() -> None:
    """Execution logs, which quote requests, are off for every method."""
    (instelling,) = API["MethodSettings"]
    assert (instelling["ResourcePath"], instelling["HttpMethod"]) == ("/*", "*")
    assert (instelling["LoggingLevel"], instelling["DataTraceEnabled"]) == ("OFF", False)
    assert "TracingEnabled" not in API


def test_de_toegangslog_kent_niemand() -> None:
    """The access log is JSON, with these fields: no path, query, address, agent or header."""
    opmaak = API["AccessLogSetting"]["Format"]
    assert json.loads(opmaak)["verzoekId"] == "$context.requestId"
    assert set(re.findall(r"\$[\w.]+", opmaak)) == {
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


def test_de_poort_is_begrensd() -> None:
    """There is a limit to how many requests come through at once."""
    (instelling,) = API["MethodSettings"]
    assert 0 < instelling["ThrottlingRateLimit"] <= instelling["ThrottlingBurstLimit"]


@pytest.mark.parametrize("naam", WACHTRIJEN)
def test_een_wachtrij_verliest_niets(naam: str) -> None:
    """Every queue is encrypted, and what it gives up on waits in another, for which an alarm goes off."""
    wachtrij = WACHTRIJEN[naam]
    assert wachtrij["SqsManagedSseEnabled"] is True
    if "RedrivePolicy" in wachtrij:
        mislukt = wachtrij["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        assert WACHTRIJEN[mislukt].get("FifoQueue") == wachtrij.get("FifoQueue")
    else:
        alarmen = van_soort("AWS::CloudWatch::Alarm").values()
        bewaakt = [
            alarm
            for alarm in alarmen
            if {"Name": "QueueName", "Value": {"Fn::GetAtt": [naam, "QueueName"]}}
            in alarm.get("Dimensions", ())
        ]
        assert [alarm["AlarmActions"] for alarm in bewaakt] == [[{"Ref": "Waarschuwingen"}]]


@pytest.mark.parametrize(
    ("parameter", "duur"),
    [
        ("HoudbaarIdentificatie", IDENTIFICATIE.duur),
        ("HoudbaarDetailgegevens", DETAILGEGEVENS.duur),
        ("HoudbaarNiets", IDENTIFICATIE.niets),
        ("HoudbaarNiets", DETAILGEGEVENS.niets),
    ],
)
def test_hoe_lang_iets_goed_is_staat_in_een_tabel(parameter: str, duur: Duur) -> None:
    """What the template says an answer is good for is what the code's table says."""
    waarde = SJABLOON["Parameters"][parameter]["Default"]
    assert waarde == f"{duur.vers}/{duur.verloopt}"
    assert re.fullmatch(SJABLOON["Parameters"][parameter]["AllowedPattern"], waarde)


def test_verversen_heeft_een_rij_die_niets_verliest() -> None:
    """A message comes back no sooner than its function is done, and ends where an operator sees it."""
    rij = BRONNEN["Verversingen"]["Properties"]
    assert rij["VisibilityTimeout"] >= 6 * SJABLOON["Globals"]["Function"]["Timeout"]
    assert rij["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["VerversingenMislukt", "Arn"]}
    bron = BRONNEN["VerversingBron"]["Properties"]
    assert (bron["BatchSize"], bron["FunctionResponseTypes"]) == (1, ["ReportBatchItemFailures"])


def test_wat_niet_meer_mag_wordt_zonder_beheerder_geleegd() -> None:
    """Emptying runs by the clock, and as soon as this stack has been deployed."""
    events = BRONNEN["Opruiming"]["Properties"]["Events"]
    assert events["Telkens"]["Properties"]["ScheduleExpression"] == "rate(5 minutes)"
    patroon = events["NaUitrol"]["Properties"]["Pattern"]
    assert patroon["resources"] == [{"Ref": "AWS::StackId"}]
    assert "UPDATE_COMPLETE" in patroon["detail"]["status-details"]["status"]
