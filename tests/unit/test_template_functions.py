"""`template.yaml`: every route has its function, and no function may do everything."""

import pytest
from stagemarkt.web.routes import ROUTES, methoden_van

from tests.unit.template import BRONNEN, FUNCTIES, SJABLOON, aanroepen, als_lijst, map_van, regels_van

# What AWS allows for everything or not at all: names, no content.
ZONDER_BRON = {"secretsmanager:ListSecrets"}


def test_elke_route_is_een_event_van_haar_functie() -> None:
    """Every route is an event of its function, a GET as HEAD too: open, or with the default authorizer."""
    gegeven = {
        (map_van(functie), methode, pad, autorisatie)
        for functie, methode, pad, autorisatie in aanroepen()
        if methode != "ANY"
    }
    assert gegeven == {
        (route.functie, methode, route.pad, {True: "NONE", False: None}[route.scope is None])
        for route in ROUTES
        for methode in methoden_van(route)
    }


def test_elk_adres_vangt_elke_methode() -> None:
    """Every address takes any other method at Documentatie, without a key; so does whatever is no address."""
    gegeven = [
        (functie, pad, autorisatie) for functie, methode, pad, autorisatie in aanroepen() if methode == "ANY"
    ]
    paden = {"/", "/{adres+}", *(route.pad for route in ROUTES)}
    assert sorted(gegeven) == sorted(("Documentatie", pad, "NONE") for pad in paden)


def test_een_sleutel_tenzij_anders_gezegd() -> None:
    """Whoever adds an event and forgets its auth, has one that needs a key."""
    auth = BRONNEN["Api"]["Properties"]["Auth"]
    assert auth["DefaultAuthorizer"] == "Sleutel"
    sleutel = auth["Authorizers"]["Sleutel"]
    assert sleutel["FunctionArn"] == {"Fn::GetAtt": ["Authorizer", "Arn"]}
    assert sleutel["FunctionPayloadType"] == "TOKEN"
    assert sleutel["Identity"]["Header"] == "Authorization"
    assert 0 < sleutel["Identity"]["ReauthorizeEvery"] <= 60


@pytest.mark.parametrize("functie", FUNCTIES)
def test_geen_functie_mag_alles(functie: str) -> None:
    """No function may do `*`, or anything to `*`; what it may do is allowed one by one."""
    for regel in regels_van(functie):
        assert regel["Effect"] == "Allow"
        assert "NotAction" not in regel
        assert not any("*" in actie for actie in als_lijst(regel["Action"]))
        assert "*" not in als_lijst(regel["Resource"]) or set(als_lijst(regel["Action"])) <= ZONDER_BRON
    assert "Role" not in FUNCTIES[functie]


@pytest.mark.parametrize("functie", FUNCTIES)
def test_de_sleutel_alleen_door_de_diensten(functie: str) -> None:
    """The key is for what tables and secrets keep: no function decrypts anything by itself."""
    for regel in regels_van(functie):
        # Keys of subscribers are another matter: see below.
        if "StringNotEquals" not in regel.get("Condition", {}) and any(
            actie.startswith("kms:") for actie in als_lijst(regel["Action"])
        ):
            diensten = regel["Condition"]["StringEquals"]["kms:ViaService"]
            assert {dienst["Fn::Sub"].partition(".")[0] for dienst in diensten} == {
                "dynamodb",
                "secretsmanager",
            }


@pytest.mark.parametrize("functie", FUNCTIES)
def test_een_functie_heeft_een_logboek_dat_vergeet(functie: str) -> None:
    """A function logs where what is logged is kept for as long as the operator says."""
    logboek = FUNCTIES[functie]["LoggingConfig"]["LogGroup"]["Ref"]
    assert BRONNEN[logboek]["Type"] == "AWS::Logs::LogGroup"
    assert BRONNEN[logboek]["Properties"]["RetentionInDays"] == {"Ref": "LogBewaartermijn"}


def test_de_tijd_van_een_functie_past() -> None:
    """A function may take longer than a call to SBB, and less than API Gateway waits."""
    tijd = SJABLOON["Globals"]["Function"]["Timeout"]
    assert SJABLOON["Parameters"]["SbbTermijn"]["MaxValue"] + 1 < tijd < 29
    wacht = {functie for functie, *_ in aanroepen()}
    assert all(FUNCTIES[functie].get("Timeout", tijd) < 29 for functie in wacht)


def test_de_authorizer_schrijft_alleen_dat_een_sleutel_gebruikt_is() -> None:
    """What the authorizer may write decides nothing: the moment of use, of keys only."""
    (schrijven,) = [r for r in regels_van("Authorizer") if "dynamodb:UpdateItem" in als_lijst(r["Action"])]
    assert schrijven["Condition"] == {
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "sk", "laatstGebruiktOp"]},
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["sleutel#*"]},
    }


def test_elke_aanroep_met_een_sleutel_telt_mee() -> None:
    """Each event that needs a key counts for a plan at API Gateway, and no open one does."""
    telt = {
        (event["Properties"]["Path"], event["Properties"]["Method"].upper())
        for functie in FUNCTIES.values()
        for event in functie.get("Events", {}).values()
        if event["Type"] == "Api" and event["Properties"].get("Auth", {}).get("ApiKeyRequired") is True
    }
    assert telt == {
        (route.pad, methode) for route in ROUTES if route.scope is not None for methode in methoden_van(route)
    }
    assert BRONNEN["Api"]["Properties"]["ApiKeySourceType"] == "AUTHORIZER"


def test_zonder_limiet_is_er_een_plan_voor_allen() -> None:
    """Where afnemers have no limit of their own, one plan counts for all; else there is none."""
    namen = ("GezamenlijkPlan", "GezamenlijkeSleutel", "GezamenlijkePlansleutel")
    assert {BRONNEN[naam]["Condition"] for naam in namen} == {"ZonderLimiet"}
    assert SJABLOON["Conditions"]["ZonderLimiet"] == {"Fn::Equals": [{"Ref": "LimietPerAfnemer"}, "uit"]}
    plan = BRONNEN["GezamenlijkPlan"]["Properties"]
    assert plan.keys() == {"Description", "ApiStages"}


def test_alleen_de_afleveraar_stuurt_naar_anderen() -> None:
    """One role sends to queues that are not ours, and to none of ours by that right."""
    gevonden = [
        (functie, regel)
        for functie in FUNCTIES
        for regel in regels_van(functie)
        if any("sqs:*" in str(bron) or "kms:*" in str(bron) for bron in als_lijst(regel["Resource"]))
    ]
    assert {functie for functie, _ in gevonden} == {"Afleveraar"}
    niet_ons = {"StringNotEquals": {"aws:ResourceAccount": {"Ref": "AWS::AccountId"}}}
    via_sqs = {"StringLike": {"kms:ViaService": {"Fn::Sub": "sqs.*.${AWS::URLSuffix}"}}}
    assert [(als_lijst(regel["Action"]), regel["Condition"]) for _, regel in gevonden] == [
        (["sqs:SendMessage"], niet_ons),
        (["kms:GenerateDataKey", "kms:Decrypt"], niet_ons | via_sqs),
    ]


def test_een_wachtrij_hoort_bij_een_functie_die_erop_past() -> None:
    """What reads a queue hands back what failed, and takes a sixth of the time that a message is hidden."""
    bronnen = [b["Properties"] for b in BRONNEN.values() if b["Type"] == "AWS::Lambda::EventSourceMapping"]
    standaard = SJABLOON["Globals"]["Function"]["Timeout"]
    for bron in bronnen:
        assert bron["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        rij = BRONNEN[bron["EventSourceArn"]["Fn::GetAtt"][0]]["Properties"]
        functie = FUNCTIES[bron["FunctionName"]["Ref"]]
        assert rij["VisibilityTimeout"] >= 6 * functie.get("Timeout", standaard)
