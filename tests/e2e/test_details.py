"""Detailgegevens and all erkenningen of one leerbedrijf, through the deployed stack."""

import pytest

from local.sbb.register import examples
from local.stack.local_stack import LocalStack
from tests.e2e.client import FacadeClient

DETAILS = f"/leerbedrijven/{examples.SHOWPIECE}/detailgegevens"


@pytest.mark.usefixtures("empty_cache")
def test_everything_and_kept_nowhere(facade: FacadeClient) -> None:
    """All of it comes as SBB has it, the second time from our cache; no caller's cache may keep it."""
    first, second = facade.question(DETAILS), facade.question(DETAILS)
    company = next(b for b in facade.register if b["id"] == examples.SHOWPIECE)
    content = first.json()
    assert content["kvkNummer"] == company["kvk"]
    assert [p["naam"] for p in content["contactpersonen"]] == [
        p["naam"] for p in company["contact"]["personen"]
    ]
    assert [set(p["crebos"]) for p in content["praktijkopleiders"]] == [
        set(p["crebos"]) for p in company["praktijkopleiders"]
    ]
    assert [e["code"] for e in content["erkenningen"]] == [e["code"] for e in company["erkenningen"]]
    assert {a.headers["Cache-Control"] for a in (first, second)} == {"no-store"}
    assert "; hit;" in second.headers["Cache-Status"]
    assert len(facade.requests()) == 1


def test_a_single_contactpersoon(facade: FacadeClient) -> None:
    """Where SBB names one contact person instead of a list, there is a list of one."""
    company = next(b for b in facade.register if not b["contact"]["meervoud"] and b["contact"]["personen"])
    personen = facade.question(f"/leerbedrijven/{company['id']}/detailgegevens").json()["contactpersonen"]
    assert [p["naam"] for p in personen] == [p["naam"] for p in company["contact"]["personen"]]


def test_only_what_was_asked_for(facade: FacadeClient) -> None:
    """With `fields` nothing else leaves, fresh or kept."""
    for _ in range(2):
        content = facade.question(
            DETAILS, params={"fields": "naam,praktijkopleiders.crebos,vestigingsadres.plaats"}
        ).json()
        assert content.keys() == {"naam", "praktijkopleiders", "vestigingsadres"}
        assert content["vestigingsadres"].keys() == {"plaats"}
        assert all(opleider.keys() == {"crebos"} for opleider in content["praktijkopleiders"])


def test_unknown_fields(facade: FacadeClient) -> None:
    """Each field that is not there is named, with the nearest that is."""
    answer = facade.question(DETAILS, params={"fields": "nam,contactpersonen.mail"})
    assert (answer.status_code, answer.json()["code"]) == (400, "ongeldige-invoer")
    (error,) = answer.json()["fouten"]
    assert "`naam`" in error["detail"]
    assert "`email`" in error["detail"]


def test_all_erkenningen_without_persons(facade: FacadeClient) -> None:
    """Every erkenning is judged on today, and nobody's personal data come along."""
    answer = facade.question(f"/leerbedrijven/{examples.ALTERNATING}/erkenningen")
    statussen = {e["code"]: e["status"] for e in answer.json()["resultaten"]}
    for (_, code), status in {
        examples.OPEN_END: "erkend",
        examples.ENDS: "erkend",
        examples.FUTURE: "toekomstig",
        examples.EXPIRED: "verlopen",
        examples.WITHDRAWN: "ingetrokken",
    }.items():
        assert statussen[code] == status
    company = next(b for b in facade.register if b["id"] == examples.ALTERNATING)
    for person in [*company["contact"]["personen"], *company["praktijkopleiders"]]:
        assert person["naam"] not in answer.text


@pytest.mark.parametrize("path", ["detailgegevens", "erkenningen"])
def test_unknown_leerbedrijf(facade: FacadeClient, path: str) -> None:
    """An ID that SBB does not know is 404."""
    answer = facade.question(f"/leerbedrijven/{examples.UNKNOWN_LEERBEDRIJF}/{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "leerbedrijf-onbekend")


def test_encrypted_per_school_and_nothing_in_plain_text(facade: FacadeClient, this_stack: LocalStack) -> None:
    """What is kept of the details is kept under the school, compressed: no name is readable in the table."""
    facade.question(DETAILS)
    aws, deployed = this_stack.deployed()
    items = aws.client("dynamodb").scan(TableName=deployed.output["AntwoordenTabel"])["Items"]
    kind = {"detailgegevens"}
    assert {item["school"]["S"] for item in items if item["sk"]["S"] in kind} == {facade.stack["schoolBrin"]}
    assert examples.SHOWPIECE_NAME not in repr(items)
