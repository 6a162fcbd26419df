"""`template.yaml`: every route has its function, and every function what it needs and no more."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from stagemarkt import settings
from stagemarkt.web.routes import ROUTES, methoden_van

from tests.unit.sjabloon import BRONNEN, FUNCTIES, SJABLOON, aanroepen, als_lijst, map_van, regels_van

Lezer = Callable[[Mapping[str, str]], object]
BEWAREN: tuple[Lezer, ...] = (settings.cachemodus, settings.houdbaarheid, settings.antwoordtabel)
VRAGEN: tuple[Lezer, ...] = (
    settings.waarnemingentabel,
    settings.waarschuwingenonderwerp,
    settings.bron,
    settings.bewaking,
)
VASTLEGGEN: tuple[Lezer, ...] = (settings.audittabel, settings.auditbewaartermijn)
# What each function reads of its environment: through the settings that its ports ask for.
INSTELLINGEN: dict[str, tuple[Lezer, ...]] = {
    "authorizer": (settings.toegangtabel, settings.pepergeheim, settings.gezamenlijke_poortsleutel),
    "identificatie": (*BEWAREN, settings.verversrij, *VRAGEN),
    "verificatie": VRAGEN,
    "detailgegevens": (*BEWAREN, settings.verversrij, *VRAGEN, *VASTLEGGEN),
    "verversing": (*BEWAREN, *VRAGEN),
    "opruiming": (settings.cachemodus, settings.antwoordtabel),
    "zoeken": (*VRAGEN, *VASTLEGGEN),
    "status": (settings.waarnemingentabel, settings.bron, settings.bewaking),
    "certificaatwacht": (
        settings.waarnemingentabel,
        settings.waarschuwingenonderwerp,
        settings.geheimenvoorvoegsel,
        settings.bron,
    ),
    "documentatie": (),
    "inname": (settings.mutatietabel, settings.verwerkrij, settings.afzender, settings.intake_url),
    "schoolabonnementen": (
        settings.intake_url,
        settings.mutatietabel,
        settings.waarnemingentabel,
        settings.waarschuwingenonderwerp,
        settings.bron,
    ),
    "abonnementen": (
        settings.abonnementtabel,
        settings.uitgaandtabel,
        settings.afleverrij,
        settings.bezorging,
        settings.bezorgrol,
    ),
    "mutaties": (settings.abonnementtabel, settings.uitgaandtabel, settings.beheerder_oin),
    "verdeling": (
        settings.mutatietabel,
        settings.antwoordtabel,
        settings.abonnementtabel,
        settings.uitgaandtabel,
        settings.afleverrij,
    ),
    "aflevering": (
        settings.toegangtabel,
        settings.abonnementtabel,
        settings.uitgaandtabel,
        settings.afleverrij,
        settings.bezorging,
    ),
    "veger": (settings.uitgaandtabel, settings.afleverrij),
}
# What reading and writing of what is encrypted takes.
SLEUTELGEBRUIK = {
    f"kms:{actie} Versleuteling.Arn" for actie in ("Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey")
}
LEEST_RIJ = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
# Beside reading and writing: the lease.
BEWAART = {f"dynamodb:{actie} Antwoorden.Arn" for actie in ("GetItem", "PutItem", "UpdateItem")}
LIJSTEN = {"dynamodb:BatchWriteItem Antwoorden.Arn"}
VERVERST = {"sqs:SendMessage Verversingen.Arn"}
# Adding to what is on record, and nothing else.
LEGT_VAST = {"dynamodb:PutItem Audit.Arn"}
WAARSCHUWT = {"sns:Publish Waarschuwingen"}
LEEST_SCHOLEN = {
    "secretsmanager:GetSecretValue school/*",
    "secretsmanager:GetSecretValue sbb",
    "secretsmanager:GetSecretValue sbb-??????",
}
VRAAGT_SBB = SLEUTELGEBRUIK | {
    "dynamodb:BatchGetItem Waarnemingen.Arn",
    "dynamodb:UpdateItem Waarnemingen.Arn",
    *WAARSCHUWT,
    *LEEST_SCHOLEN,
}
# What each function may do, by the resource that it does it to.
RECHTEN: dict[str, set[str]] = {
    "authorizer": {
        "dynamodb:GetItem Toegang.Arn",
        "dynamodb:Query Toegang.Arn",
        "dynamodb:UpdateItem Toegang.Arn",
        "secretsmanager:GetSecretValue Peper.Id",
        *SLEUTELGEBRUIK,
    },
    "identificatie": VRAAGT_SBB | BEWAART | LIJSTEN | VERVERST,
    "verificatie": VRAAGT_SBB,
    "detailgegevens": VRAAGT_SBB | BEWAART | VERVERST | LEGT_VAST,
    "verversing": {
        *(VRAAGT_SBB | BEWAART | LIJSTEN),
        "sqs:ReceiveMessage Verversingen.Arn",
        "sqs:DeleteMessage Verversingen.Arn",
        "sqs:GetQueueAttributes Verversingen.Arn",
    },
    "opruiming": {
        "dynamodb:Scan Antwoorden.Arn",
        "dynamodb:BatchWriteItem Antwoorden.Arn",
        *SLEUTELGEBRUIK,
    },
    "zoeken": VRAAGT_SBB | LEGT_VAST,
    "status": {
        "dynamodb:GetItem Waarnemingen.Arn",
        "dynamodb:BatchGetItem Waarnemingen.Arn",
        "dynamodb:UpdateItem Waarnemingen.Arn",
        "secretsmanager:GetSecretValue sbb",
        "secretsmanager:GetSecretValue sbb-??????",
        *SLEUTELGEBRUIK,
    },
    "certificaatwacht": {
        "dynamodb:GetItem Waarnemingen.Arn",
        "dynamodb:UpdateItem Waarnemingen.Arn",
        "secretsmanager:ListSecrets *",
        *LEEST_SCHOLEN,
        *WAARSCHUWT,
        *SLEUTELGEBRUIK,
    },
    "documentatie": set(),
    "schoolabonnementen": {
        *(f"dynamodb:{actie} Mutaties.Arn" for actie in ("GetItem", "Query", "UpdateItem", "DeleteItem")),
        "dynamodb:UpdateItem Waarnemingen.Arn",
        *LEEST_SCHOLEN,
        *WAARSCHUWT,
        *SLEUTELGEBRUIK,
    },
    "inname": {
        *(
            f"dynamodb:{actie} Mutaties.Arn"
            for actie in ("GetItem", "PutItem", "UpdateItem", "BatchWriteItem")
        ),
        "sqs:SendMessage Verwerking.Arn",
        *SLEUTELGEBRUIK,
    },
    "abonnementen": {
        *(f"dynamodb:{actie} Abonnementen.Arn" for actie in ("GetItem", "Query", "PutItem", "DeleteItem")),
        *(f"dynamodb:{actie} Uitgaand.Arn" for actie in ("GetItem", "Query", "PutItem", "UpdateItem")),
        "sqs:SendMessage Aflevering.Arn",
        *SLEUTELGEBRUIK,
    },
    "mutaties": {
        "dynamodb:GetItem Abonnementen.Arn",
        "dynamodb:GetItem Uitgaand.Arn",
        "dynamodb:Query Uitgaand.Arn",
        *SLEUTELGEBRUIK,
    },
    "verdeling": {
        "dynamodb:BatchGetItem Mutaties.Arn",
        *(f"dynamodb:{actie} Antwoorden.Arn" for actie in ("Query", "UpdateItem", "BatchWriteItem")),
        "dynamodb:Query Abonnementen.Arn",
        *(
            f"dynamodb:{actie} Uitgaand.Arn"
            for actie in ("GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem")
        ),
        *(f"sqs:{actie} Verwerking.Arn" for actie in LEEST_RIJ),
        "sqs:SendMessage Aflevering.Arn",
        *SLEUTELGEBRUIK,
    },
    "aflevering": {
        "dynamodb:Query Toegang.Arn",
        "dynamodb:GetItem Abonnementen.Arn",
        "dynamodb:PutItem Abonnementen.Arn",
        "dynamodb:UpdateItem Uitgaand.Arn",
        "dynamodb:Query ${Uitgaand.Arn}/index/Wachtend",
        *(f"sqs:{actie} Aflevering.Arn" for actie in (*LEEST_RIJ, "SendMessage")),
        "sqs:SendMessage arn:${AWS::Partition}:sqs:*:*:*",
        "kms:GenerateDataKey arn:${AWS::Partition}:kms:*:*:key/*",
        "kms:Decrypt arn:${AWS::Partition}:kms:*:*:key/*",
        *SLEUTELGEBRUIK,
    },
    "veger": {
        "dynamodb:Query ${Uitgaand.Arn}/index/Wekkers",
        "sqs:SendMessage Aflevering.Arn",
        *SLEUTELGEBRUIK,
    },
}
# What AWS allows for everything or not at all: names, no content.
ZONDER_BRON = {"secretsmanager:ListSecrets"}


GETALLEN = {"AUDIT_BEWAARTERMIJN", "SBB_TERMIJN", "SBB_PER_SECONDE", "SBB_TEGELIJK", "SBB_PROEF_NA"}


class Omgeving(Mapping[str, str]):
    """An environment in which everything is set, and that knows what was read."""

    def __init__(self) -> None:
        self.gelezen: set[str] = set()

    def __getitem__(self, naam: str) -> str:
        """A value that every setting takes."""
        self.gelezen.add(naam)
        vast = {"CACHE_MODE": "uit", **dict.fromkeys(GETALLEN, "20")}
        return "1/2" if naam.startswith("HOUDBAAR_") else vast.get(naam, "x")

    def __iter__(self) -> Iterator[str]:
        """What was read."""
        return iter(self.gelezen)

    def __len__(self) -> int:
        """How much was read."""
        return len(self.gelezen)


def _bron(arn: Any) -> str:
    """A resource of a policy, in short: its own name, or the end of the name of a secret."""
    if arn == "*":
        return "*"
    if "Ref" in arn:
        return str(arn["Ref"])
    if "Fn::GetAtt" in arn:
        return ".".join(arn["Fn::GetAtt"])
    naam: str = arn["Fn::Sub"]
    if "secretsmanager" not in naam:
        return naam
    voor = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:stagemarkt/${Stage}/"
    assert naam.startswith(voor), naam
    return naam.removeprefix(voor)


def test_elke_route_is_een_event_van_haar_functie() -> None:
    """Every route is an event of its function, a GET as HEAD too: open, or with the default authorizer."""
    gegeven = {
        (map_van(functie), methode, pad, autorisatie)
        for functie, methode, pad, autorisatie in aanroepen()
        if methode != "ANY"
    }
    assert gegeven == {
        (route.functie, methode, route.pad, None if route.scope else "NONE")
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
def test_de_omgeving_is_wat_de_functie_leest(functie: str) -> None:
    """A function has exactly the variables that its settings read: none missing, none too many."""
    omgeving = Omgeving()
    for lees in INSTELLINGEN[map_van(functie)]:
        lees(omgeving)
    assert set(FUNCTIES[functie].get("Environment", {}).get("Variables", {})) == omgeving.gelezen


@pytest.mark.parametrize("functie", FUNCTIES)
def test_een_variabele_wijst_naar_wat_haar_naam_zegt(functie: str) -> None:
    """A variable with the name of a parameter or a resource has its value."""
    bedoeld = {
        "CACHE_MODE": {"Ref": "CacheMode"},
        "ANTWOORDEN_TABEL": {"Ref": "Antwoorden"},
        "VERVERSINGEN_URL": {"Ref": "Verversingen"},
        "HOUDBAAR_IDENTIFICATIE": {"Ref": "HoudbaarIdentificatie"},
        "HOUDBAAR_DETAILGEGEVENS": {"Ref": "HoudbaarDetailgegevens"},
        "HOUDBAAR_NIETS": {"Ref": "HoudbaarNiets"},
        "WAARNEMINGEN_TABEL": {"Ref": "Waarnemingen"},
        "AUDIT_TABEL": {"Ref": "Audit"},
        "AUDIT_BEWAARTERMIJN": {"Ref": "AuditBewaartermijn"},
        "TOEGANG_TABEL": {"Ref": "Toegang"},
        "WAARSCHUWINGEN_ONDERWERP": {"Ref": "Waarschuwingen"},
        "PEPER_GEHEIM": {"Ref": "Peper"},
        "LIMIET_PER_AFNEMER": {"Ref": "LimietPerAfnemer"},
        "GEZAMENLIJKE_POORTSLEUTEL": BRONNEN["GezamenlijkeSleutel"]["Properties"]["Value"],
        "MUTATIES_TABEL": {"Ref": "Mutaties"},
        "INTAKE_URL": SJABLOON["Outputs"]["IntakeUrl"]["Value"],
        "VERWERKING_WACHTRIJ": {"Ref": "Verwerking"},
        "SBB_URL": {"Ref": "SbbUrl"},
        "SBB_OIN": {"Ref": "SbbOin"},
        "SBB_NAMESPACE": {"Ref": "SbbNamespace"},
        "SBB_SOAPACTION": {"Ref": "SbbSoapAction"},
        "SBB_ADRESSEN": {"Ref": "SbbAdressen"},
        "SBB_SIGNAALCODES": {"Ref": "SbbSignaalcodes"},
        "SBB_TERMIJN": {"Ref": "SbbTermijn"},
        "SBB_PER_SECONDE": {"Ref": "SbbPerSeconde"},
        "SBB_TEGELIJK": {"Ref": "SbbTegelijk"},
        "SBB_PROEF_NA": {"Ref": "SbbProefNa"},
        "GEHEIMEN_VOORVOEGSEL": {"Fn::Sub": "stagemarkt/${Stage}"},
        "ABONNEMENTEN_TABEL": {"Ref": "Abonnementen"},
        "UITGAAND_TABEL": {"Ref": "Uitgaand"},
        "AFLEVERING_WACHTRIJ": {"Ref": "Aflevering"},
        "BEZORGROL_ARN": {"Fn::GetAtt": ["AfleveraarRole", "Arn"]},
        "BEHEERDER_OIN": {"Ref": "BeheerderOin"},
        "AWS_PARTITIE": {"Ref": "AWS::Partition"},
        "AWS_REKENING": {"Ref": "AWS::AccountId"},
        "STAGE": {"Ref": "Stage"},
        "WEBHOOK_UITZONDERINGEN": {"Ref": "WebhookUitzonderingen"},
        "WEBHOOK_UITZONDERINGEN_CA": {"Ref": "WebhookUitzonderingenCa"},
    }
    gegeven = FUNCTIES[functie].get("Environment", {}).get("Variables", {})
    assert gegeven == {naam: bedoeld[naam] for naam in gegeven}


@pytest.mark.parametrize("functie", FUNCTIES)
def test_een_functie_mag_wat_zij_moet(functie: str) -> None:
    """A function's rights are these, on these resources, and no other."""
    rechten = {
        f"{actie} {_bron(bron)}"
        for regel in regels_van(functie)
        for actie in als_lijst(regel["Action"])
        for bron in als_lijst(regel["Resource"])
    }
    assert rechten == RECHTEN[map_van(functie)]


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
