"""What each function declares in `stagemarkt.composition`: the template gives that, and so does the building.

Rights are written twice, and on purpose: IAM reads the template alone, and a right that one slip in the code
asked for would be given unseen if it were derived from there.
"""

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from inspect import getmembers, isclass
from pkgutil import iter_modules
from typing import Any, Final

import pytest
from stagemarkt import composition, settings
from stagemarkt.composition import resources
from stagemarkt.composition.base import Composition
from stagemarkt.composition.identificatie import IdentificatiePorts
from stagemarkt.composition.needs import Needs, Resource
from stagemarkt.composition.resources import ANTWOORDEN, SBB_SECRET, UITGAAND, WEKKERS
from stagemarkt.composition.veger import VegerPorts
from stagemarkt.settings import DeclaredSettings, OntbrekendeInstelling, Reader, UndeclaredSetting

from tests.unit.conftest import Logboek
from tests.unit.requests import WORTEL
from tests.unit.template import BRONNEN, FUNCTIES, SJABLOON, als_lijst, map_van, regels_van

FOLDERS: Final = sorted(map_van(functie) for functie in FUNCTIES)
ALL_RESOURCES: Final = [waarde for _, waarde in getmembers(resources) if isinstance(waarde, Resource)]
# What Lambda does for a function with a queue that it reads.
CONSUMES: Final = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
# What touching anything that is encrypted takes: tables and secrets are.
ENCRYPTED: Final = ("dynamodb", "secretsmanager")
USES_KEY: Final = {
    f"kms:{actie} Versleuteling" for actie in ("Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey")
}
# What a variable is that says no resource's name.
PARAMETERS: Final[Mapping[str, Any]] = {
    "CACHE_MODE": {"Ref": "CacheMode"},
    "HOUDBAAR_IDENTIFICATIE": {"Ref": "HoudbaarIdentificatie"},
    "HOUDBAAR_DETAILGEGEVENS": {"Ref": "HoudbaarDetailgegevens"},
    "HOUDBAAR_NIETS": {"Ref": "HoudbaarNiets"},
    "AUDIT_BEWAARTERMIJN": {"Ref": "AuditBewaartermijn"},
    "LIMIET_PER_AFNEMER": {"Ref": "LimietPerAfnemer"},
    "GEZAMENLIJKE_POORTSLEUTEL": BRONNEN["GezamenlijkeSleutel"]["Properties"]["Value"],
    "INTAKE_URL": SJABLOON["Outputs"]["IntakeUrl"]["Value"],
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
    "BEZORGROL_ARN": {"Fn::GetAtt": ["AfleveraarRole", "Arn"]},
    "BEHEERDER_OIN": {"Ref": "BeheerderOin"},
    "AWS_PARTITIE": {"Ref": "AWS::Partition"},
    "AWS_REKENING": {"Ref": "AWS::AccountId"},
    "STAGE": {"Ref": "Stage"},
    "WEBHOOK_UITZONDERINGEN": {"Ref": "WebhookUitzonderingen"},
    "WEBHOOK_UITZONDERINGEN_CA": {"Ref": "WebhookUitzonderingenCa"},
}
NUMBERS: Final = {"AUDIT_BEWAARTERMIJN", "SBB_TERMIJN", "SBB_PER_SECONDE", "SBB_TEGELIJK", "SBB_PROEF_NA"}


# What has no name in the template that a reader would know.
IN_WORDS: Final = {
    ("secretsmanager", "Peper"): "the pepper",
    ("secretsmanager", "sbb"): "SBB's CA",
    ("secretsmanager", "school/*"): "schools' secrets",
    ("secretsmanager", "*"): "the names of all secrets",
    ("sqs", "*"): "queues of others",
    ("kms", "*"): "keys of others",
}


# What may be absent, for it has a default.
OPTIONAL: Final = {
    "HOUDBAAR_IDENTIFICATIE",
    "HOUDBAAR_DETAILGEGEVENS",
    "HOUDBAAR_NIETS",
    "SBB_ADRESSEN",
    "SBB_SIGNAALCODES",
}


class RecordingEnvironment(Mapping[str, str]):
    """An environment in which everything is set, and that knows what was read."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, naam: str) -> str:
        """A value that every setting takes."""
        self.names.add(naam)
        vast = {"CACHE_MODE": "uit", **dict.fromkeys(NUMBERS, "20")}
        return "1/2" if naam.startswith("HOUDBAAR_") else vast.get(naam, "x")

    def __iter__(self) -> Iterator[str]:
        """What was read."""
        return iter(self.names)

    def __len__(self) -> int:
        """How much was read."""
        return len(self.names)


def needs_of(folder: str) -> Needs:
    """What the function in this folder declares."""
    needs = import_module(f"stagemarkt.composition.{folder}").NEEDS
    assert isinstance(needs, Needs)
    return needs


def _variables(*readers: Reader) -> set[str]:
    environment = RecordingEnvironment()
    for reader in readers:
        reader(environment)
    return environment.names


def _declared_rights(needs: Needs) -> set[str]:
    rights = {f"{right.resource.service}:{right.operation} {right.resource.name}" for right in needs.rights}
    rights |= {f"sqs:{actie} {queue.name}" for queue in needs.consumes for actie in CONSUMES}
    if any(right.resource == SBB_SECRET for right in needs.rights):
        # The ARN of a secret ends in six characters that AWS chooses; asked for by name it may be without.
        rights.add("secretsmanager:GetSecretValue sbb-??????")
    if any(resource.service in ENCRYPTED for resource in needs.resources):
        rights |= USES_KEY
    return rights


def _name(arn: Any) -> str:
    """What a policy's resource is called in `stagemarkt.composition.resources`."""
    if arn == "*":
        return "*"
    if "Ref" in arn:
        return str(arn["Ref"])
    if "Fn::GetAtt" in arn:
        return str(arn["Fn::GetAtt"][0])
    tekst: str = arn["Fn::Sub"]
    van_anderen = {"arn:${AWS::Partition}:sqs:*:*:*", "arn:${AWS::Partition}:kms:*:*:key/*"}
    voor = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:stagemarkt/${Stage}/"
    return "*" if tekst in van_anderen else tekst.removeprefix(voor).replace("${Uitgaand.Arn}", "Uitgaand")


def test_a_module_for_each_function() -> None:
    """Each folder in `functions/` has its module, which declares what is needed and builds by that."""
    assert sorted(pad.parent.name for pad in WORTEL.glob("functions/*/app.py")) == FOLDERS
    modules = [import_module(f"{composition.__name__}.{m.name}") for m in iter_modules(composition.__path__)]
    declaring = [module for module in modules if hasattr(module, "NEEDS")]
    assert sorted(module.__name__.rpartition(".")[2] for module in declaring) == FOLDERS
    for module in declaring:
        built = [
            klasse
            for _, klasse in getmembers(module, isclass)
            if issubclass(klasse, Composition) and klasse.__module__ == module.__name__
        ]
        assert [klasse.needs for klasse in built] in ([module.NEEDS], []), module.__name__
        # What builds nothing needs nothing.
        assert built or Needs() == module.NEEDS, module.__name__


@pytest.mark.parametrize("functie", FUNCTIES)
def test_the_template_gives_what_a_function_reads(functie: str) -> None:
    """A function has exactly the variables that it declares: none missing, none too many."""
    given = FUNCTIES[functie].get("Environment", {}).get("Variables", {})
    assert set(given) == _variables(*needs_of(map_van(functie)).readers)


@pytest.mark.parametrize("functie", FUNCTIES)
def test_a_variable_says_what_its_name_says(functie: str) -> None:
    """A variable that names a resource has that resource's name, and any other the parameter of its name."""
    meant = dict(PARAMETERS)
    for resource in ALL_RESOURCES:
        if resource.reads is not None and "*" not in resource.name and resource != SBB_SECRET:
            (variable,) = _variables(resource.reads)
            meant[variable] = {"Ref": resource.name.partition("/")[0]}
    given = FUNCTIES[functie].get("Environment", {}).get("Variables", {})
    assert given == {naam: meant[naam] for naam in given}


@pytest.mark.parametrize("functie", FUNCTIES)
def test_the_template_allows_what_a_function_does(functie: str) -> None:
    """A function's role allows what it declares, on those resources, and nothing else."""
    allowed = {
        f"{actie} {_name(bron)}"
        for regel in regels_van(functie)
        for actie in als_lijst(regel["Action"])
        for bron in als_lijst(regel["Resource"])
    }
    assert allowed == _declared_rights(needs_of(map_van(functie)))


@pytest.mark.parametrize("functie", FUNCTIES)
def test_the_architecture_names_what_a_function_touches(functie: str) -> None:
    """Its row in docs/architecture.md names its module, and all that it touches or is called by."""
    tekst = (WORTEL / "docs" / "architecture.md").read_text()
    (rij,) = re.findall(rf"^\| {functie} \| [^|]+ \| `(\w+)` \| ([^|]+) \|$", tekst, re.MULTILINE)
    needs = needs_of(map_van(functie))
    names = {
        IN_WORDS.get((r.service, r.name), r.name.partition("/")[0]) for r in needs.resources | needs.consumes
    }
    assert rij[0] == map_van(functie)
    assert set(rij[1].split(", ")) == (names or {"nothing"})


def test_a_queue_is_read_by_whoever_declares_it() -> None:
    """Lambda reads a queue for the functions that say so, and for no other."""
    reads = {
        (
            map_van(bron["Properties"]["FunctionName"]["Ref"]),
            bron["Properties"]["EventSourceArn"]["Fn::GetAtt"][0],
        )
        for bron in BRONNEN.values()
        if bron["Type"] == "AWS::Lambda::EventSourceMapping"
    }
    assert reads == {(folder, queue.name) for folder in FOLDERS for queue in needs_of(folder).consumes}


def test_a_resource_is_in_the_template() -> None:
    """Each resource has its logical ID from the template, and the service that it is of there."""
    services = {
        "AWS::DynamoDB::Table": "dynamodb",
        "AWS::SQS::Queue": "sqs",
        "AWS::SNS::Topic": "sns",
        "AWS::SecretsManager::Secret": "secretsmanager",
    }
    named = [resource for resource in ALL_RESOURCES if "*" not in resource.name and resource != SBB_SECRET]
    for resource in named:
        table, _, index = resource.name.partition("/index/")
        bron = BRONNEN[table]
        assert services[bron["Type"]] == resource.service
        soorten = ("LocalSecondaryIndexes", "GlobalSecondaryIndexes")
        indexes = {deel["IndexName"] for soort in soorten for deel in bron["Properties"].get(soort, ())}
        assert not index or index in indexes


def test_what_is_not_declared_is_not_given() -> None:
    """A composition builds nothing that it does not declare; an index goes by the name of its table."""
    ports = VegerPorts(environment=RecordingEnvironment())
    assert ports.name_of(WEKKERS) == ports.name_of(UITGAAND) == "x"
    with pytest.raises(UndeclaredSetting, match="antwoordtabel"):
        ports.name_of(ANTWOORDEN)
    with pytest.raises(UndeclaredSetting, match="bron"):
        ports.setting(settings.bron)


def test_everything_that_is_missing_is_told_at_once() -> None:
    """The first setting that is asked for tells every variable that is missing or wrong, of all declared."""
    omgeving = {"SBB_TERMIJN": "straks", "SBB_URL": "https://sbb.example/", "HOUDBAAR_NIETS": "2/1"}
    gelezen = DeclaredSettings(
        {settings.bron, settings.cachemodus, settings.houdbaarheid, settings.antwoordtabel}, omgeving
    )
    with pytest.raises(OntbrekendeInstelling) as gevangen:
        gelezen(settings.antwoordtabel)
    assert gevangen.value.namen == (
        "ANTWOORDEN_TABEL",
        "CACHE_MODE",
        "HOUDBAAR_NIETS",
        "SBB_NAMESPACE",
        "SBB_OIN",
        "SBB_SOAPACTION",
        "SBB_TERMIJN",
    )


def test_the_operator_reads_which_settings_are_missing(logboek: Logboek) -> None:
    """The log names every variable that a function lacks or cannot read, and holds none."""
    omgeving = {"SBB_URL": "https://sbb.example/", "CACHE_MODE": "geheim"}
    with pytest.raises(OntbrekendeInstelling):
        IdentificatiePorts(environment=omgeving).name_of(ANTWOORDEN)
    (regel,) = logboek.regels
    assert (regel["level"], regel["message"]) == ("ERROR", "instellingen")
    assert {*regel["variabelen"], "SBB_URL"} == _variables(*needs_of("identificatie").readers) - OPTIONAL
    assert "CACHE_MODE" in regel["variabelen"]
    assert "geheim" not in logboek.tekst


def test_the_environment_is_read_once() -> None:
    """What was read is kept: a function's environment does not change."""
    omgeving = RecordingEnvironment()
    gelezen = DeclaredSettings({settings.antwoordtabel, settings.bron}, omgeving)
    assert gelezen(settings.antwoordtabel) == "x"
    assert "SBB_URL" in omgeving.names
    omgeving.names.clear()
    assert gelezen(settings.bron) is gelezen(settings.bron)
    assert omgeving.names == set()
