"""The main road: from a curl to SBB over mutual TLS and back, and from DynamoDB the second time."""

import pytest

from local.sbb import examples as vb
from tests.e2e.client import Facade


@pytest.mark.usefixtures("lege_cache")
def test_eerst_sbb_dan_de_cache(facade: Facade) -> None:
    """The first answer comes from SBB, the second from the cache, with the same content and tag."""
    eerste = facade.vraag(f"/leerbedrijven/{vb.OUD_ID}")
    tweede = facade.vraag(f"/leerbedrijven/{vb.OUD_ID}")
    assert (eerste.status_code, tweede.status_code) == (200, 200)
    assert eerste.headers["Cache-Status"] == "stagemarkt; fwd=miss; stored"
    assert tweede.headers["Cache-Status"].startswith("stagemarkt; hit; ttl=")
    assert eerste.headers["ETag"] == tweede.headers["ETag"]
    assert eerste.json()["actualiteit"].pop("bron") == "sbb"
    assert tweede.json()["actualiteit"]["bron"] == "cache"
    assert eerste.json() | {"actualiteit": None} == tweede.json() | {"actualiteit": None}
    assert len(facade.verzoeken()) == 1


def test_sbb_ziet_de_school(facade: Facade) -> None:
    """SBB is asked with the school's own OIN, licence and certificate."""
    facade.erkenning(*vb.ERKEND_CREBO)
    verzoeken = facade.verzoeken()
    assert {verzoek["operatie"] for verzoek in verzoeken} == {"VerifieerAccreditatie", "GeefDetails"}
    for verzoek in verzoeken:
        assert verzoek["oin"] == "0000000700099XX00000"
        assert verzoek["brin"] == facade.stack["schoolBrin"]
        assert verzoek["licentie_ok"]


def test_toonbeeld_op_naam_en_op_adres(facade: Facade) -> None:
    """By name, by address in any spelling, and in a body: each finds the same leerbedrijf."""
    antwoorden = [
        facade.vraag("/leerbedrijven", params={"naam": "bitwerk"}),
        facade.vraag("/leerbedrijven", params={"postcode": "3811 mg", "huisnummer": "1"}),
        facade.vraag("/leerbedrijven", params={"naam": "eemland", "postcode": "3811MG"}),
        facade.vraag("/leerbedrijven/_zoek", methode="POST", json={"postcode": "3811mg", "huisnummer": 1}),
    ]
    for antwoord in antwoorden:
        assert antwoord.status_code == 200
        assert [r["leerbedrijfId"] for r in antwoord.json()["resultaten"]] == [vb.TOONBEELD]
        assert antwoord.json()["totaal"] == 1


def test_zoek_deelt_de_cache_met_de_query(facade: Facade) -> None:
    """What was asked in the query is a hit in the body, capitals or not."""
    facade.vraag("/leerbedrijven", params={"naam": vb.LANGE_NAAM})
    antwoord = facade.vraag("/leerbedrijven/_zoek", methode="POST", json={"naam": vb.LANGE_NAAM.upper()})
    assert "; hit;" in antwoord.headers["Cache-Status"]


def test_niets_gevonden_is_een_lege_lijst(facade: Facade) -> None:
    """Nothing that fits is 200 with an empty list."""
    antwoord = facade.vraag("/leerbedrijven", params={"naam": "Qzxqzx Bestaatniet"})
    assert (antwoord.status_code, antwoord.json()) == (200, {"resultaten": [], "totaal": 0})


def test_te_veel_resultaten(facade: Facade) -> None:
    """A search that is too broad for SBB is 400, with SBB's own signaalcode beside it."""
    antwoord = facade.vraag("/leerbedrijven", params={"naam": vb.NAAM_TE_VEEL})
    assert (antwoord.status_code, antwoord.json()["code"]) == (400, "te-veel-resultaten")
    assert antwoord.json()["bron"]["signaalcode"] == 202


def test_historisch_alleen_op_verzoek(facade: Facade) -> None:
    """A list leaves historische leerbedrijven out unless asked; by ID they answer."""
    op_id = facade.vraag(f"/leerbedrijven/{vb.HISTORISCH}").json()
    assert op_id["status"] == "historisch"
    vraag = {"naam": op_id["naam"]}
    zonder = facade.vraag("/leerbedrijven", params=vraag).json()["resultaten"]
    met = facade.vraag("/leerbedrijven", params={**vraag, "inclusiefHistorisch": "true"}).json()["resultaten"]
    assert vb.HISTORISCH not in {r["leerbedrijfId"] for r in zonder}
    assert vb.HISTORISCH in {r["leerbedrijfId"] for r in met}


def test_bijzondere_tekens_heen_en_terug(facade: Facade) -> None:
    """Ampersands, angle brackets, quotes and diacritics survive both ways."""
    antwoord = facade.vraag("/leerbedrijven", params={"naam": vb.AMPERSAND_NAAM})
    assert [r["naam"] for r in antwoord.json()["resultaten"]] == [vb.AMPERSAND_NAAM]


@pytest.mark.parametrize(("naam", "gevonden"), [("100% [groen]", 1), ("groen_w", 1), ("100%w", 0)])
@pytest.mark.parametrize("pad", ["/leerbedrijven", "/leerplaatsen", "/erkenningen"])
def test_een_letter_is_geen_joker(facade: Facade, pad: str, naam: str, gevonden: int) -> None:
    """A caller's `%`, `_` and `[` are letters: what comes has that very text as a part of its name."""
    nieuw = {"leerbedrijfId": vb.TOONBEELD, "naam": "100% [Groen] Groen_Werk"}
    facade.sbb.post("/leerbedrijven", json=nieuw).raise_for_status()
    try:
        inhoud = facade.vraag(pad, params={"naam": naam}, headers={"Cache-Control": "no-cache"}).json()
    finally:
        oud = nieuw | {"naam": vb.TOONBEELD_NAAM}
        facade.sbb.post("/leerbedrijven", json=oud).raise_for_status()
    namen = {r.get("leerbedrijf", r)["naam"] for r in inhoud["resultaten"]}
    assert [*namen] == [nieuw["naam"]] * gevonden
    assert inhoud["totaal"] == len(inhoud["resultaten"])


@pytest.mark.parametrize("tussen", ["", " ", "-"])
def test_huisnummer_met_toevoeging(facade: Facade, tussen: str) -> None:
    """However a caller writes it and whichever way SBB has it: that address, number and addition apart."""
    actueel = [bedrijf for bedrijf in facade.register if bedrijf["status"] == "ACT"]
    per_toevoeging = {bedrijf["vestiging"]["toevoeging"]: bedrijf for bedrijf in actueel}
    del per_toevoeging[None]
    assert len(per_toevoeging) == 5
    for toevoeging, bedrijf in per_toevoeging.items():
        adres = bedrijf["vestiging"]
        nummer = f"{adres['huisnummer']}{tussen}{toevoeging.swapcase()}"
        vraag = {"postcode": adres["postcode"], "huisnummer": nummer}
        (gevonden,) = facade.vraag("/leerbedrijven", params=vraag).json()["resultaten"]
        assert gevonden["leerbedrijfId"] == bedrijf["id"]
        delen = gevonden["vestigingsadres"]
        assert (delen["huisnummer"], delen["huisnummertoevoeging"]) == (adres["huisnummer"], toevoeging)
        assert delen["postcode"] == adres["postcode"]


def test_een_toevoeging_die_sbb_niet_heeft(facade: Facade) -> None:
    """SBB's addition may be wanting: then all at that number come."""
    vraag = {"postcode": vb.TOONBEELD_POSTCODE, "huisnummer": f"{vb.TOONBEELD_HUISNUMMER} bis"}
    for antwoord in (
        facade.vraag("/leerbedrijven", params=vraag),
        facade.vraag("/leerbedrijven/_zoek", methode="POST", json=vraag),
    ):
        assert vb.TOONBEELD in [r["leerbedrijfId"] for r in antwoord.json()["resultaten"]]


def test_buitenlands_adres(facade: Facade) -> None:
    """A foreign address keeps its own postcode and country."""
    adres = facade.vraag(f"/leerbedrijven/{vb.BUITENLAND}").json()["vestigingsadres"]
    assert adres["land"] != "NEDERLAND"


def test_alles_uit_het_register_klopt(facade: Facade) -> None:
    """A sample of the register comes out as it stands there: trimmed, with blanks absent."""
    for bedrijf in facade.register[::25]:
        antwoord = facade.vraag(f"/leerbedrijven/{bedrijf['id']}").json()
        assert antwoord["naam"] == bedrijf["naam"]
        assert antwoord["status"] == {"ACT": "actueel", "HIS": "historisch"}[bedrijf["status"]]
        adres = antwoord["vestigingsadres"]
        assert adres["plaats"] == bedrijf["vestiging"]["plaats"]
        assert all(waarde == waarde.strip() != "" for waarde in adres.values())
