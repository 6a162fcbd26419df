"""docs/verantwoording.md tells what code and template say, and is refused once either says otherwise."""

import copy
import re
from collections.abc import Callable
from typing import Any

import pytest

from portal.accountability import DOCUMENT, KEPT_TABLES, PARTS, Sources, filled_in, read_sources

TEXT = DOCUMENT.read_text(encoding="utf-8")
MADE = re.compile(r"<!-- gemaakt: ([a-z-]+) -->\n(.*?)<!-- tot hier -->", re.DOTALL)


@pytest.fixture(scope="module")
def sources() -> Sources:
    """Those of the repository."""
    return read_sources()


def test_it_tells_what_there_is(sources: Sources) -> None:
    """As it stands it is what would be written."""
    assert filled_in(TEXT, sources) == TEXT


def test_every_part_is_in_it_once() -> None:
    """What can be made is told."""
    assert sorted(name for name, _ in MADE.findall(TEXT)) == sorted(PARTS)


def test_no_term_is_typed_in() -> None:
    """Outside what is made no number of hours, days or years stands, which nothing would hold."""
    assert re.findall(r"\b\d+ (?:seconden|minuten|uur|dagen|maanden|jaar)\b", MADE.sub("", TEXT)) == []


def test_every_table_is_told_of(sources: Sources) -> None:
    """Neither a table without a text, nor a text without a table."""
    assert KEPT_TABLES.keys() == sources.of_type("AWS::DynamoDB::Table").keys()


def _properties(template: Any, name: str) -> Any:
    return template["Resources"][name]["Properties"]


LIES: dict[str, Callable[[Any], object]] = {
    "a table with a backup": lambda t: _properties(t, "Antwoorden").update(
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    ),
    "a table without one": lambda t: _properties(t, "Audit").pop("PointInTimeRecoverySpecification"),
    "a backup that goes back less far": lambda t: _properties(t, "Toegang").update(
        PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7}
    ),
    "a table that does not clean up": lambda t: _properties(t, "Mutaties").pop("TimeToLiveSpecification"),
    "another key": lambda t: _properties(t, "Uitgaand").update(SSESpecification={"SSEEnabled": True}),
    "a table that goes with the stack": lambda t: t["Resources"]["Abonnementen"].pop("DeletionPolicy"),
    "answers that are kept longer": lambda t: t["Parameters"]["HoudbaarIdentificatie"].update(
        Default="86400/604800"
    ),
    "a record that is kept shorter": lambda t: t["Parameters"]["AuditBewaartermijn"].update(Default=30),
    "logs that are kept longer": lambda t: t["Parameters"]["LogBewaartermijn"].update(Default=365),
    "a queue that keeps longer": lambda t: _properties(t, "Verversingen").update(
        MessageRetentionPeriod=1209600
    ),
    "a queue in the clear": lambda t: _properties(t, "Aflevering").update(SqsManagedSseEnabled=False),
    "a key that does not turn": lambda t: _properties(t, "Versleuteling").update(EnableKeyRotation=False),
    "an address in the access log": lambda t: _properties(t, "Api")["AccessLogSetting"].update(
        Format='{"ip":"$context.identity.sourceIp"}'
    ),
    "an older TLS": lambda t: _properties(t, "IntakeApi")["Domain"].update(SecurityPolicy="TLS_1_0"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_seen(sources: Sources, lie: str) -> None:
    """Were the template so, the document would be refused."""
    template = copy.deepcopy(dict(sources.template))
    LIES[lie](template)
    assert filled_in(TEXT, sources._replace(template=template)) != TEXT


@pytest.mark.parametrize(
    ("kind", "name"),
    [("AWS::DynamoDB::Table", "Audit"), ("AWS::SQS::Queue", "Aflevering"), ("AWS::S3::Bucket", "")],
)
def test_what_nobody_wrote_of_fails(sources: Sources, kind: str, name: str) -> None:
    """A table, queue or service that there is no text for is not passed over."""
    template = copy.deepcopy(dict(sources.template))
    resources = template["Resources"]
    resources["Nieuw"] = copy.deepcopy(resources.get(name, {"Properties": {}})) | {"Type": kind}
    with pytest.raises((KeyError, StopIteration)):
        filled_in(TEXT, sources._replace(template=template))


def test_a_log_group_with_a_term_of_its_own_fails(sources: Sources) -> None:
    """One sentence tells of all of them."""
    template = copy.deepcopy(dict(sources.template))
    template["Resources"]["ApiLog"]["Properties"]["RetentionInDays"] = 3650
    with pytest.raises(LookupError, match="term of its own"):
        filled_in(TEXT, sources._replace(template=template))


def test_another_field_of_people_is_seen(sources: Sources) -> None:
    """What SBB comes to tell of a contact person is told here too."""
    openapi = copy.deepcopy(dict(sources.openapi))
    openapi["components"]["schemas"]["Contactpersoon"]["properties"]["geboortedatum"] = {}
    assert "`geboortedatum`" in filled_in(TEXT, sources._replace(openapi=openapi))
