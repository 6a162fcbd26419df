"""The main road: from a curl to SBB over mutual TLS and back, and from DynamoDB the second time."""

import pytest

from local.sbb.register import examples
from tests.e2e.client import FacadeClient


@pytest.mark.usefixtures("empty_cache")
def test_first_sbb_then_the_cache(facade: FacadeClient) -> None:
    """The first answer comes from SBB, the second from the cache, with the same content and tag."""
    first = facade.question(f"/leerbedrijven/{examples.OLD_ID}")
    second = facade.question(f"/leerbedrijven/{examples.OLD_ID}")
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.headers["Cache-Status"] == "stagemarkt; fwd=miss; stored"
    assert second.headers["Cache-Status"].startswith("stagemarkt; hit; ttl=")
    assert first.headers["ETag"] == second.headers["ETag"]
    assert first.json()["actualiteit"].pop("bron") == "sbb"
    assert second.json()["actualiteit"]["bron"] == "cache"
    assert first.json() | {"actualiteit": None} == second.json() | {"actualiteit": None}
    assert len(facade.requests()) == 1


def test_sbb_sees_the_school(facade: FacadeClient) -> None:
    """SBB is asked with the school's own OIN, licence and certificate."""
    facade.erkenning(*examples.ERKEND_CREBO)
    requests = facade.requests()
    assert {request["operatie"] for request in requests} == {"VerifieerAccreditatie", "GeefDetails"}
    for request in requests:
        assert request["oin"] == "0000000700099XX00000"
        assert request["brin"] == facade.stack["schoolBrin"]
        assert request["licentie_ok"]


def test_showpiece_by_name_and_by_address(facade: FacadeClient) -> None:
    """By name, by address in any spelling, and in a body: each finds the same leerbedrijf."""
    answers = [
        facade.question("/leerbedrijven", params={"naam": "bitwerk"}),
        facade.question("/leerbedrijven", params={"postcode": "3811 mg", "huisnummer": "1"}),
        facade.question("/leerbedrijven", params={"naam": "eemland", "postcode": "3811MG"}),
        facade.question("/leerbedrijven/_zoek", method="POST", json={"postcode": "3811mg", "huisnummer": 1}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert [r["leerbedrijfId"] for r in answer.json()["resultaten"]] == [examples.SHOWPIECE]
        assert answer.json()["totaal"] == 1


def test_search_shares_the_cache_with_the_query(facade: FacadeClient) -> None:
    """What was asked in the query is a hit in the body, capitals or not."""
    name = examples.EENMANSZAAK_NAME
    facade.ask_until_kept("/leerbedrijven", params={"naam": name})
    answer = facade.question("/leerbedrijven/_zoek", method="POST", json={"naam": name.upper()})
    assert "; hit;" in answer.headers["Cache-Status"]
    assert [found["leerbedrijfId"] for found in answer.json()["resultaten"]] == [examples.EENMANSZAAK]


def test_nothing_found_is_an_empty_list(facade: FacadeClient) -> None:
    """Nothing that fits is 200 with an empty list."""
    answer = facade.question("/leerbedrijven", params={"naam": "Qzxqzx Bestaatniet"})
    assert (answer.status_code, answer.json()) == (200, {"resultaten": [], "totaal": 0})


def test_too_many_results(facade: FacadeClient) -> None:
    """A search that is too broad for SBB is 400, with SBB's own signaalcode beside it."""
    answer = facade.question("/leerbedrijven", params={"naam": examples.NAME_TOO_MANY})
    assert (answer.status_code, answer.json()["code"]) == (400, "te-veel-resultaten")
    assert answer.json()["bron"]["signaalcode"] == 202


def test_historical_only_on_request(facade: FacadeClient) -> None:
    """A list leaves historische leerbedrijven out unless asked; by ID they answer."""
    by_id = facade.question(f"/leerbedrijven/{examples.HISTORICAL}").json()
    assert by_id["status"] == "historisch"
    question = {"naam": by_id["naam"]}
    without = facade.question("/leerbedrijven", params=question).json()["resultaten"]
    using = facade.question("/leerbedrijven", params={**question, "inclusiefHistorisch": "true"}).json()[
        "resultaten"
    ]
    assert examples.HISTORICAL not in {r["leerbedrijfId"] for r in without}
    assert examples.HISTORICAL in {r["leerbedrijfId"] for r in using}


def test_special_characters_there_and_back(facade: FacadeClient) -> None:
    """Ampersands, angle brackets, quotes and diacritics survive both ways."""
    answer = facade.question("/leerbedrijven", params={"naam": examples.AMPERSAND_NAME})
    assert [r["naam"] for r in answer.json()["resultaten"]] == [examples.AMPERSAND_NAME]


@pytest.mark.parametrize(("name", "found"), [("100% [groen]", 1), ("groen_w", 1), ("100%w", 0)])
@pytest.mark.parametrize("path", ["/leerbedrijven", "/leerplaatsen", "/erkenningen"])
def test_a_letter_is_no_wildcard(facade: FacadeClient, path: str, name: str, found: int) -> None:
    """A caller's `%`, `_` and `[` are letters: what comes has that very text as a part of its name."""
    new = {"leerbedrijfId": examples.SHOWPIECE, "naam": "100% [Groen] Groen_Werk"}
    facade.sbb.post("/leerbedrijven", json=new).raise_for_status()
    try:
        content = facade.question(path, params={"naam": name}, headers={"Cache-Control": "no-cache"}).json()
    finally:
        old = new | {"naam": examples.SHOWPIECE_NAME}
        facade.sbb.post("/leerbedrijven", json=old).raise_for_status()
    names = {r.get("leerbedrijf", r)["naam"] for r in content["resultaten"]}
    assert [*names] == [new["naam"]] * found
    assert content["totaal"] == len(content["resultaten"])


@pytest.mark.parametrize("between", ["", " ", "-"])
def test_huisnummer_with_an_addition(facade: FacadeClient, between: str) -> None:
    """However a caller writes it and whichever way SBB has it: that address, number and addition apart."""
    actueel = [company for company in facade.register if company["status"] == "ACT"]
    by_toevoeging = {company["vestiging"]["toevoeging"]: company for company in actueel}
    del by_toevoeging[None]
    assert len(by_toevoeging) == 5
    for toevoeging, company in by_toevoeging.items():
        adres = company["vestiging"]
        number = f"{adres['huisnummer']}{between}{toevoeging.swapcase()}"
        question = {"postcode": adres["postcode"], "huisnummer": number}
        (found,) = facade.question("/leerbedrijven", params=question).json()["resultaten"]
        assert found["leerbedrijfId"] == company["id"]
        parts = found["vestigingsadres"]
        assert (parts["huisnummer"], parts["huisnummertoevoeging"]) == (adres["huisnummer"], toevoeging)
        assert parts["postcode"] == adres["postcode"]


def test_an_addition_that_sbb_does_not_have(facade: FacadeClient) -> None:
    """SBB's addition may be wanting: then all at that number come."""
    question = {"postcode": examples.SHOWPIECE_POSTCODE, "huisnummer": f"{examples.SHOWPIECE_HUISNUMMER} bis"}
    for answer in (
        facade.question("/leerbedrijven", params=question),
        facade.question("/leerbedrijven/_zoek", method="POST", json=question),
    ):
        assert examples.SHOWPIECE in [r["leerbedrijfId"] for r in answer.json()["resultaten"]]


def test_foreign_address(facade: FacadeClient) -> None:
    """A foreign address keeps its own postcode and country."""
    adres = facade.question(f"/leerbedrijven/{examples.ABROAD}").json()["vestigingsadres"]
    assert adres["land"] != "NEDERLAND"


def test_everything_in_the_register_matches(facade: FacadeClient) -> None:
    """A sample of the register comes out as it stands there: trimmed, with blanks absent."""
    for company in facade.register[::25]:
        answer = facade.question(f"/leerbedrijven/{company['id']}").json()
        assert answer["naam"] == company["naam"]
        assert answer["status"] == {"ACT": "actueel", "HIS": "historisch"}[company["status"]]
        adres = answer["vestigingsadres"]
        assert adres["plaats"] == company["vestiging"]["plaats"]
        assert all(value == value.strip() != "" for value in adres.values())
