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
from stagemarkt.composition.resources import ANSWERS, SBB_SECRET, UITGAAND, WEKKERS
from stagemarkt.composition.veger import VegerPorts
from stagemarkt.settings import DeclaredSettings, MissingSetting, Reader, UndeclaredSetting

from tests.unit.conftest import LogCapture
from tests.unit.requests import ROOT
from tests.unit.template import FUNCTIONS, RESOURCES, TEMPLATE, as_list, folder_of, reader_of, statements_of

FOLDERS: Final = sorted(folder_of(function) for function in FUNCTIONS)
ALL_RESOURCES: Final = [value for _, value in getmembers(resources) if isinstance(value, Resource)]
# What Lambda does for a function with a queue that it reads.
CONSUMES: Final = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
# What touching anything that is encrypted takes: tables and secrets are.
ENCRYPTED: Final = ("dynamodb", "secretsmanager")
USES_KEY: Final = {
    f"kms:{action} Versleuteling" for action in ("Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey")
}
# What a variable is that says no resource's name.
PARAMETERS: Final[Mapping[str, Any]] = {
    "CACHE_MODE": {"Ref": "CacheMode"},
    "HOUDBAAR_IDENTIFICATIE": {"Ref": "HoudbaarIdentificatie"},
    "HOUDBAAR_DETAILGEGEVENS": {"Ref": "HoudbaarDetailgegevens"},
    "HOUDBAAR_NIETS": {"Ref": "HoudbaarNiets"},
    "AUDIT_BEWAARTERMIJN": {"Ref": "AuditBewaartermijn"},
    "LIMIET_PER_AFNEMER": {"Ref": "LimietPerAfnemer"},
    "GEZAMENLIJKE_POORTSLEUTEL": RESOURCES["GezamenlijkeSleutel"]["Properties"]["Value"],
    "INTAKE_URL": TEMPLATE["Outputs"]["IntakeUrl"]["Value"],
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

    def __getitem__(self, name: str) -> str:
        """A value that every setting takes."""
        self.names.add(name)
        fixed = {"CACHE_MODE": "uit", **dict.fromkeys(NUMBERS, "20")}
        return "1/2" if name.startswith("HOUDBAAR_") else fixed.get(name, "x")

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
    rights |= {f"sqs:{action} {queue.name}" for queue in needs.consumes for action in CONSUMES}
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
    text: str = arn["Fn::Sub"]
    van_anderen = {"arn:${AWS::Partition}:sqs:*:*:*", "arn:${AWS::Partition}:kms:*:*:key/*"}
    before = (
        "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:stagemarkt/${Stage}/"
    )
    if text in van_anderen:
        return "*"
    # A table and what it was restored to are one to who uses it.
    return re.sub(r"\$\{(\w+)\.Arn\}(-herstel-\*)?", r"\1", text.removeprefix(before))


def test_a_module_for_each_function() -> None:
    """Each folder in `functions/` has its module, which declares what is needed and builds by that."""
    assert sorted(path.parent.name for path in ROOT.glob("functions/*/app.py")) == FOLDERS
    modules = [import_module(f"{composition.__name__}.{m.name}") for m in iter_modules(composition.__path__)]
    declaring = [module for module in modules if hasattr(module, "NEEDS")]
    assert sorted(module.__name__.rpartition(".")[2] for module in declaring) == FOLDERS
    for module in declaring:
        built = [
            class_
            for _, class_ in getmembers(module, isclass)
            if issubclass(class_, Composition) and class_.__module__ == module.__name__
        ]
        assert [class_.needs for class_ in built] in ([module.NEEDS], []), module.__name__
        # What builds nothing needs nothing.
        assert built or Needs() == module.NEEDS, module.__name__


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_template_gives_what_a_function_reads(function: str) -> None:
    """A function has exactly the variables that it declares: none missing, none too many."""
    given = FUNCTIONS[function].get("Environment", {}).get("Variables", {})
    assert set(given) == _variables(*needs_of(folder_of(function)).readers)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_variable_says_what_its_name_says(function: str) -> None:
    """A variable that names a resource has that resource's name, and any other the parameter of its name."""
    meant = dict(PARAMETERS)
    for resource in ALL_RESOURCES:
        if resource.reads is not None and "*" not in resource.name and resource != SBB_SECRET:
            (variable,) = _variables(resource.reads)
            name = resource.name.partition("/")[0]
            restored = f"{name}Hersteld" in TEMPLATE["Parameters"]
            meant[variable] = {"Fn::Sub": f"${{{name}}}${{{name}Hersteld}}"} if restored else {"Ref": name}
    given = FUNCTIONS[function].get("Environment", {}).get("Variables", {})
    assert given == {name: meant[name] for name in given}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_template_allows_what_a_function_does(function: str) -> None:
    """A function's role allows what it declares, on those resources, and nothing else."""
    allowed = {
        f"{action} {_name(bron)}"
        for line in statements_of(function)
        for action in as_list(line["Action"])
        for bron in as_list(line["Resource"])
    }
    assert allowed == _declared_rights(needs_of(folder_of(function)))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_architecture_names_what_a_function_touches(function: str) -> None:
    """Its row in docs/architecture.md names its module, and all that it touches or is called by."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    (row,) = re.findall(rf"^\| {function} \| [^|]+ \| `(\w+)` \| ([^|]+) \|$", text, re.MULTILINE)
    needs = needs_of(folder_of(function))
    names = {
        IN_WORDS.get((r.service, r.name), r.name.partition("/")[0]) for r in needs.resources | needs.consumes
    }
    assert row[0] == folder_of(function)
    assert set(row[1].split(", ")) == (names or {"nothing"})


def test_a_queue_is_read_by_whoever_declares_it() -> None:
    """Lambda reads a queue for the functions that say so, and for no other."""
    reads = {
        (
            folder_of(reader_of(bron["Properties"])),
            bron["Properties"]["EventSourceArn"]["Fn::GetAtt"][0],
        )
        for bron in RESOURCES.values()
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
        bron = RESOURCES[table]
        assert services[bron["Type"]] == resource.service
        soorten = ("LocalSecondaryIndexes", "GlobalSecondaryIndexes")
        indexes = {part["IndexName"] for kind in soorten for part in bron["Properties"].get(kind, ())}
        assert not index or index in indexes


def test_what_is_not_declared_is_not_given() -> None:
    """A composition builds nothing that it does not declare; an index goes by the name of its table."""
    ports = VegerPorts(environment=RecordingEnvironment())
    assert ports.name_of(WEKKERS) == ports.name_of(UITGAAND) == "x"
    with pytest.raises(UndeclaredSetting, match="answer_table"):
        ports.name_of(ANSWERS)
    with pytest.raises(UndeclaredSetting, match="bron"):
        ports.setting(settings.bron)


def test_everything_that_is_missing_is_told_at_once() -> None:
    """The first setting that is asked for tells every variable that is missing or wrong, of all declared."""
    environment = {"SBB_TERMIJN": "straks", "SBB_URL": "https://sbb.example/", "HOUDBAAR_NIETS": "2/1"}
    parsed = DeclaredSettings(
        {settings.bron, settings.cachemodus, settings.cache_lifetimes, settings.answer_table}, environment
    )
    with pytest.raises(MissingSetting) as caught:
        parsed(settings.answer_table)
    assert caught.value.names == (
        "ANTWOORDEN_TABEL",
        "CACHE_MODE",
        "HOUDBAAR_NIETS",
        "SBB_NAMESPACE",
        "SBB_OIN",
        "SBB_SOAPACTION",
        "SBB_TERMIJN",
    )


def test_the_operator_reads_which_settings_are_missing(logbook: LogCapture) -> None:
    """The log names every variable that a function lacks or cannot read, and holds none."""
    environment = {"SBB_URL": "https://sbb.example/", "CACHE_MODE": "geheim"}
    with pytest.raises(MissingSetting):
        IdentificatiePorts(environment=environment).name_of(ANSWERS)
    (line,) = logbook.lines
    assert (line["level"], line["message"]) == ("ERROR", "instellingen")
    assert {*line["variabelen"], "SBB_URL"} == _variables(*needs_of("identificatie").readers) - OPTIONAL
    assert "CACHE_MODE" in line["variabelen"]
    assert "geheim" not in logbook.tekst


def test_the_environment_is_read_once() -> None:
    """What was read is kept: a function's environment does not change."""
    environment = RecordingEnvironment()
    parsed = DeclaredSettings({settings.answer_table, settings.bron}, environment)
    assert parsed(settings.answer_table) == "x"
    assert "SBB_URL" in environment.names
    environment.names.clear()
    assert parsed(settings.bron) is parsed(settings.bron)
    assert environment.names == set()
