"""What a school's privacy officer asks, as code and template know it: parts of `docs/verantwoording.md`.

`python -m portal.accountability` writes them; with `--check` it only compares.
"""

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final, NamedTuple

from samtranslator.yaml_helper import yaml_parse
from stagemarkt.composition.needs import Needs
from stagemarkt.domain.cache.retention import KINDS, CacheMode, Duration, may_keep
from stagemarkt.model.aflevering import RETENTION as DELIVERY_RETENTION
from stagemarkt.ports.audit import Processing
from stagemarkt.ports.intake import REJECTED_RETENTION
from stagemarkt.ports.intake import RETENTION as MUTATIE_RETENTION
from stagemarkt.web.audit import PERSONS, WITH_PERSONS

_ROOT: Final = Path(__file__).parents[1]
DOCUMENT: Final = _ROOT / "docs" / "verantwoording.md"
_STALE: Final = 1
_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR
_PART: Final = re.compile(r"(<!-- gemaakt: ([a-z-]+) -->\n).*?(<!-- tot hier -->)", re.DOTALL)


class Sources(NamedTuple):
    """What is told from.

    Attributes:
        template: `template.yaml`, its short intrinsics written out.
        openapi: the OpenAPI document.
        sam: `samconfig.toml`.
    """

    template: Mapping[str, Any]
    openapi: Mapping[str, Any]
    sam: Mapping[str, Any]

    @property
    def resources(self) -> Mapping[str, Any]:
        """Those of the template, by logical ID."""
        resources: Mapping[str, Any] = self.template["Resources"]
        return resources

    def of_type(self, kind: str) -> Mapping[str, Mapping[str, Any]]:
        """The resources of this type, by logical ID."""
        return {name: one for name, one in self.resources.items() if one["Type"] == kind}

    def default(self, parameter: str) -> str:
        """What a parameter of the template is unless the operator says otherwise."""
        return str(self.template["Parameters"][parameter]["Default"])


def read_sources() -> Sources:
    """Those of this repository."""
    return Sources(
        yaml_parse((_ROOT / "template.yaml").read_text(encoding="utf-8")),
        json.loads((_ROOT / "functions/documentatie/openapi.json").read_text(encoding="utf-8")),
        tomllib.loads((_ROOT / "samconfig.toml").read_text(encoding="utf-8")),
    )


def _table(head: str, rows: Iterable[str]) -> str:
    lines = [f"| {head} |", "|" + "---|" * (head.count("|") + 1)]
    return "\n".join([*lines, *(f"| {row} |" for row in rows)])


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _term(seconds: int) -> str:
    if seconds % _DAY == 0 and seconds > _DAY:
        return f"{seconds // _DAY} dagen"
    if seconds % _HOUR == 0:
        return f"{seconds // _HOUR} uur"
    return f"{seconds // 60} minuten"


def _duration(text: str) -> Duration:
    fresh, over = text.split("/")
    return Duration(int(fresh), int(over))


# ---------------------------------------------------------------- the parts
# Whom SBB tells of, by the schema of the answer.
_PEOPLE: Final = {
    "Contactpersoon": "een contactpersoon",
    "Praktijkopleider": "een praktijkopleider",
    "LeerbedrijfMetActualiteit": "een leerbedrijf, dat een eenmanszaak kan zijn",
}
_NOT_OF_PEOPLE: Final = frozenset({"actualiteit", "leerbedrijfId", "status", "crebos"})


def people(sources: Sources) -> str:
    """Which data of whom pass through."""
    schemas = sources.openapi["components"]["schemas"]
    rows = (
        f"{who} | {_code(name for name in schemas[schema]['properties'] if name not in _NOT_OF_PEOPLE)}"
        for schema, who in _PEOPLE.items()
    )
    return _table("van wie | velden van de API", rows)


def cache_modes(sources: Sources) -> str:
    """What is kept of answers, per mode."""
    parameters = {
        "identificatie": "HoudbaarIdentificatie",
        "detailgegevens": "HoudbaarDetailgegevens",
    }
    rows = []
    for mode in CacheMode:
        cells = []
        for name, kind in KINDS.items():
            terms = _duration(sources.default(parameters[name]))
            kept = f"hoogstens {_term(terms.verloopt)}; na {_term(terms.fresh)} opnieuw gevraagd"
            cells.append(kept if may_keep(kind, mode) else "niets")
        rows.append(f"`{mode}` | {' | '.join(cells)} | niets")
    return _table(f"`CacheMode` | {' | '.join(KINDS)} | verificatie, zoeken", rows)


class _Kept(NamedTuple):
    """What is in a table, and how long."""

    what: str
    personal: str
    term: Callable[[Sources], str]


def _answers_term(sources: Sources) -> str:
    longest = max(
        _duration(sources.default(name)).verloopt
        for name in ("HoudbaarIdentificatie", "HoudbaarDetailgegevens", "HoudbaarNiets")
    )
    return f"hoogstens {_term(longest)}, en niets dan wat `CacheMode` toelaat"


KEPT_TABLES: Final[Mapping[str, _Kept]] = {
    "Antwoorden": _Kept(
        "antwoorden van SBB, per school", "contactpersonen, praktijkopleiders, een eenmanszaak", _answers_term
    ),
    "Toegang": _Kept(
        "scholen, afnemers, hun toegang, en een controlegetal van hun sleutels",
        "het contactadres van een afnemer",
        lambda _: "tot de beheerder het verwijdert",
    ),
    "Waarnemingen": _Kept("hoe SBB en haar scholen het doen", "geen", lambda _: "blijft"),
    "Audit": _Kept(
        "wie gegevens van personen kreeg, nooit welke gegevens",
        "geen, wel van welk leerbedrijf",
        lambda sources: f"`AuditBewaartermijn`: {sources.default('AuditBewaartermijn')} dagen",
    ),
    "Mutaties": _Kept(
        "wat SBB vertelde over erkenningen, en wat daarvan is afgekeurd",
        "de naam van een eenmanszaak",
        lambda _: f"{_term(MUTATIE_RETENTION)}; een afgekeurd bericht {_term(REJECTED_RETENTION)}",
    ),
    "Abonnementen": _Kept(
        "waar wijzigingen heen gaan, en de geheimen die ze ondertekenen",
        "geen",
        lambda _: "tot de afnemer het beëindigt",
    ),
    "Uitgaand": _Kept(
        "welke wijziging aan wie is verteld, en van welk leerbedrijf een school al hoorde",
        "de naam van een eenmanszaak",
        lambda _: f"{_term(DELIVERY_RETENTION)}; van welk leerbedrijf een school hoorde blijft",
    ),
}


def tables(sources: Sources) -> str:
    """Every table: what is in it, for how long, in which backup."""
    rows = []
    for name, one in sources.of_type("AWS::DynamoDB::Table").items():
        kept, properties = KEPT_TABLES[name], one["Properties"]
        recovery = properties.get("PointInTimeRecoverySpecification", {})
        backup = "geen"
        if recovery.get("PointInTimeRecoveryEnabled"):
            # DynamoDB's own number, unless the template names another.
            backup = f"{recovery.get('RecoveryPeriodInDays', 35)} dagen terug"
        cleans = "ja" if properties.get("TimeToLiveSpecification", {}).get("Enabled") else "nee"
        stays = "ja" if str(one.get("DeletionPolicy", "")).startswith("Retain") else "nee"
        key = properties["SSESpecification"].get("KMSMasterKeyId")
        encrypted = "eigen sleutel" if key == {"Fn::GetAtt": ["Versleuteling", "Arn"]} else "sleutel van AWS"
        rows.append(
            f"{name} | {kept.what} | {kept.personal} | {kept.term(sources)} | {cleans} | {backup} | {stays} "
            f"| {encrypted}"
        )
    return _table(
        "tabel | wat erin staat | persoonsgegevens | hoe lang | ruimt zichzelf op | back-up | blijft na "
        "verwijderen van de stapel | versleuteld met",
        rows,
    )


_QUEUED: Final = {
    "Verversingen": "de sleutel van een bewaard antwoord dat oud is",
    "Verwerking": "de nummers van wijzigingen, en van welke school",
    "Aflevering": "het nummer van een abonnement",
    "Klok": "dat een taak van de klok mislukte",
}


def queues(sources: Sources) -> str:
    """Every queue; what was given up on has one beside it."""
    rows = []
    for name, one in sources.of_type("AWS::SQS::Queue").items():
        properties = one["Properties"]
        encrypted = (
            "ja" if properties.get("SqsManagedSseEnabled") or properties.get("KmsMasterKeyId") else "nee"
        )
        what = next(text for prefix, text in _QUEUED.items() if name.startswith(prefix))
        rows.append(f"{name} | {what} | {_term(properties['MessageRetentionPeriod'])} | {encrypted}")
    return _table("wachtrij | wat erin staat | hoe lang hoogstens | versleuteld", rows)


_READS: Final = frozenset({"GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems"})


def _needs(sources: Sources) -> Mapping[str, Needs]:
    """Per function of the template, what it declares."""
    found: dict[str, Needs] = {}
    for name, one in sources.of_type("AWS::Serverless::Function").items():
        folder = str(one["Properties"]["CodeUri"]).removeprefix("functions/").strip("/")
        found[name] = import_module(f"stagemarkt.composition.{folder}").NEEDS
    return found


def functions(sources: Sources) -> str:
    """Per table and secret, which functions can read it, and which can only add or change."""
    needs = _needs(sources)
    rows = []
    for table in sources.of_type("AWS::DynamoDB::Table"):
        rights = {
            function: {
                right.operation
                for right in need.rights
                if right.resource.service == "dynamodb" and right.resource.name.split("/")[0] == table
            }
            for function, need in needs.items()
        }
        reads = [function for function, operations in rights.items() if operations & _READS]
        writes = [function for function, operations in rights.items() if operations - _READS]
        rows.append(f"{table} | {', '.join(reads) or 'niemand'} | {', '.join(writes) or 'niemand'}")
    secrets = [
        function
        for function, need in needs.items()
        if any(one.resource.name == "school/*" and one.operation == "GetSecretValue" for one in need.rights)
    ]
    rows.append(f"geheimen van scholen | {', '.join(secrets)} | niemand")
    return _table("wat | functies die het lezen | functies die het schrijven of wijzigen", rows)


def audit(_: Sources) -> str:
    """What is put on record, and of which calls."""
    # Of a record, in the order in which it is made; the names are those of the table.
    names = {
        "request_id": "verzoekId",
        "operatie": "operatie",
        "afnemer_id": "afnemerId",
        "sleutel": "sleutel",
        "school": "school",
        "leerbedrijven": "leerbedrijven",
        "velden": "velden",
        "bron": "bron",
        "at": "op",
        "trail": "spoor",
        "parent_id": "vanuit",
    }
    rows = (
        f"aanroepen waarvan het antwoord personen kan noemen | {_code(sorted(WITH_PERSONS))}",
        f"delen van het antwoord die het vastleggen vragen | {_code(PERSONS)}",
        f"wat er wordt vastgelegd | {_code(names[field] for field in Processing._fields)}",
    )
    return _table("wat | welke", rows)


def logs(sources: Sources) -> str:
    """What is in the log of a request, and for how long."""
    access = json.loads(sources.resources["Api"]["Properties"]["AccessLogSetting"]["Format"])
    operations = (_ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    row = re.search(r"^\| `verzoek` \|.*\| (.*) \|$", operations, re.MULTILINE)
    if row is None:
        raise LookupError("docs/operations.md does not tell of the event `verzoek`")
    groups = sources.of_type("AWS::Logs::LogGroup")
    terms = {json.dumps(one["Properties"]["RetentionInDays"]) for one in groups.values()}
    if terms != {'{"Ref": "LogBewaartermijn"}'}:
        raise LookupError("a log group has a term of its own")
    term = f"`LogBewaartermijn`: {sources.default('LogBewaartermijn')} dagen"
    # With ERROR come kinds of errors and places in the code.
    named = [name for name in re.findall(r"`([a-zA-Z]+)`", row[1]) if not name.isupper()]
    rows = (
        f"toegangslog van API Gateway | {_code(access)}",
        f"regel van een functie, per verzoek | {_code(named)}",
        f"alle {len(groups)} logboeken, bewaard | {term}",
    )
    return _table("wat | welke", rows)


_SERVICES: Final = {
    "ApiGateway": "API Gateway | ontvangt de aanroepen",
    "AppConfig": "AppConfig | houdt bij met welke instellingen een versie draait",
    "Budgets": "Budgets | een grens aan de rekening, als de beheerder die zet",
    "CloudWatch": "CloudWatch | cijfers en alarmen",
    "DynamoDB": "DynamoDB | de tabellen",
    "Events": "EventBridge | wat op de klok of na een uitrol gebeurt",
    "IAM": "IAM | wie wat mag",
    "KMS": "KMS | de sleutel waarmee tabellen en geheimen zijn versleuteld",
    "Lambda": "Lambda | de functies",
    "Logs": "CloudWatch Logs | de logboeken",
    "SNS": "SNS | waarschuwingen aan de beheerder",
    "SQS": "SQS | de wachtrijen tussen de functies",
    "SecretsManager": "Secrets Manager | certificaten en licenties van scholen",
    "Serverless": "Lambda | de functies",
    "WAFv2": "WAF | houdt aanvallen tegen, als de beheerder die zet",
}


def parties(sources: Sources) -> str:
    """Where it runs, and on which services."""
    services = {str(one["Type"]).split("::")[1] for one in sources.resources.values()}
    region = sources.sam["default"]["global"]["parameters"]["region"]
    rows = [f"regio die `samconfig.toml` voorstelt | `{region}`"]
    rows += dict.fromkeys(_SERVICES[name] for name in sorted(services))
    return _table("dienst van AWS | waarvoor", rows)


def encryption(sources: Sources) -> str:
    """What is encrypted at rest and on its way, and with what."""
    key = sources.resources["Versleuteling"]["Properties"]
    turns = "ja, elk jaar door KMS" if key.get("EnableKeyRotation") else "nee"
    # Wherever in a resource it stands: of a domain it is a part of the API.
    versions = sorted(set(re.findall(r'"SecurityPolicy": "(\w+)"', json.dumps(sources.resources))))
    rows = (
        f"eigen sleutel in KMS (`Versleuteling`), die zelf wordt vernieuwd | {turns}",
        f"minste TLS-versie van een eigen domeinnaam | {_code(versions)}",
    )
    return _table("wat | hoe", rows)


PARTS: Final[Mapping[str, Callable[[Sources], str]]] = {
    "personen": people,
    "cachemode": cache_modes,
    "tabellen": tables,
    "wachtrijen": queues,
    "functies": functions,
    "vastgelegd": audit,
    "logboeken": logs,
    "versleuteling": encryption,
    "diensten": parties,
}


def filled_in(document: str, sources: Sources) -> str:
    """The document with its made parts as they should be."""
    return _PART.sub(partial(_fill, sources), document)


def _fill(sources: Sources, match: re.Match[str]) -> str:
    begin, name, end = match.groups()
    return f"{begin}\n{PARTS[name](sources)}\n\n{end}"


def main() -> int:
    """0 when all is as it should be."""
    parser = argparse.ArgumentParser(prog="python -m portal.accountability")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when something would be")
    text = DOCUMENT.read_text(encoding="utf-8")
    new = filled_in(text, read_sources())
    if not parser.parse_args().check:
        DOCUMENT.write_text(new, encoding="utf-8")
        return 0
    return 0 if new == text else _STALE


if __name__ == "__main__":
    sys.exit(main())
