import datetime as dt
import json

import pytest

from local.sbb import examples as vb
from local.sbb.disturbances.kinds import SOORTEN
from local.sbb.logbook import Regel
from local.sbb.protocol import OPERATIES
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import Bericht, Klant
from tests.integration.sbb.controller import bedien, nieuwe_school


def test_wegwijzer(sim: Simulator) -> None:
    """The start page says what runs, and each endpoint that it lists for reading answers."""
    status, start = bedien(sim, "GET", "/")
    assert status == 200
    assert start["url"] == sim.url
    lezen = [pad.removeprefix("GET ").split("?")[0] for pad in start["endpoints"] if pad.startswith("GET")]
    for pad in lezen:
        assert bedien(sim, "GET", pad.replace("{leerbedrijfId}", vb.TOONBEELD))[0] == 200, pad


@pytest.mark.parametrize(
    ("methode", "pad"),
    [("GET", "/elders"), ("POST", "/elders"), ("DELETE", "/elders"), ("GET", "/leerbedrijven/0"),
     ("DELETE", "/storingen/x"), ("POST", "/storingen/soorten")],
)  # fmt: skip
def test_onbekend_pad(sim: Simulator, methode: str, pad: str) -> None:
    """What does not exist is 404, with a text."""
    status, fout = bedien(sim, methode, pad, {} if methode == "POST" else None)
    assert status == 404
    assert fout["fouten"]


def test_soorten(sim: Simulator) -> None:
    """Each soort of storing is listed with a line of description."""
    assert bedien(sim, "GET", "/storingen/soorten") == (200, SOORTEN)
    assert all("\n" not in tekst and tekst.endswith(".") for tekst in SOORTEN.values())


def test_storing_in_de_lijst(sim: Simulator) -> None:
    """A storing that is on is listed with all that it was given, and a number."""
    vraag = {"soort": "signaalcode", "operatie": "Zoeken", "keer": 3, "brin": "99XZ", "signaalcode": 995,
             "melding": "Druk", "leerbedrijfId": vb.TOONBEELD, "seconden": 0.5, "na_bytes": 7}  # fmt: skip
    _, gemaakt = bedien(sim, "POST", "/storingen", vraag)
    assert bedien(sim, "GET", "/storingen")[1] == {"storingen": [gemaakt]}
    assert gemaakt == {"id": gemaakt["id"], **vraag}
    assert bedien(sim, "DELETE", "/storingen") == (200, {"gewist": 1})


@pytest.mark.parametrize(
    ("pad", "body", "aantal"),
    [
        ("/storingen", {}, 1),
        ("/storingen", {"soort": "x", "operatie": "y", "keer": 0, "brin": "z", "seconden": -1, "wat": 1}, 6),
        ("/storingen", {"soort": "leeg", "signaalcode": "1", "na_bytes": True, "melding": "a\u0000b"}, 3),
        ("/storingen", [], 2),
        ("/erkenningen", {"leerbedrijfId": vb.TOONBEELD}, 2),
        ("/erkenningen", {"leerbedrijfId": "999999999", "code": "x"}, 1),
        (
            "/erkenningen",
            {"leerbedrijfId": vb.TOONBEELD, "code": "99999", "status": "Ja", "startdatum": "nu"},
            3,
        ),
        (
            "/erkenningen",
            {"leerbedrijfId": vb.TOONBEELD, "code": "25998", "status": "Erkend", "startdatum": "2026-01-02",
             "einddatum": "2026-01-01"},
            1,
        ),
        ("/leerbedrijven", {"leerbedrijfId": vb.TOONBEELD, "naam": " ", "status": "WEG"}, 2),
        ("/licenties", {"brin": "99ZZ"}, 2),
        ("/scholen", {"brin": "roc", "naam": ""}, 2),
    ],
)  # fmt: skip
def test_alle_fouten_tegelijk(sim: Simulator, pad: str, body: object, aantal: int) -> None:
    """A body that will not do is 400, and names each fault by its field."""
    status, antwoord = bedien(sim, "POST", pad, body)
    assert status == 400
    assert len(antwoord["fouten"]) == aantal, antwoord
    assert all(": " in fout for fout in antwoord["fouten"])
    assert bedien(sim, "GET", "/storingen")[1] == {"storingen": []}


def test_geen_json(sim: Simulator) -> None:
    """A query that is no number, and a body that is no object, are 400."""
    assert bedien(sim, "GET", "/verzoeken?sinds=gisteren")[0] == 400
    assert bedien(sim, "POST", "/storingen")[0] == 400
    assert bedien(sim, "POST", "/storingen", "tekst")[0] == 400


def test_erkenning_wijzigen(sim: Simulator) -> None:
    """An erkenning can be granted, ended and withdrawn; the answer tells its status today."""
    code = sim.dienst.register.leerbedrijven()[30].id
    vraag = {"leerbedrijfId": code, "code": "K0067"}
    _, nieuw = bedien(sim, "POST", "/erkenningen", {**vraag, "status": "Erkend"})
    assert (nieuw["status"], nieuw["startdatum"], nieuw["einddatum"]) == ("Erkend", "2026-11-02", None)
    _, weg = bedien(
        sim, "POST", "/erkenningen", {**vraag, "status": "Ingetrokken", "einddatum": "2026-11-02"}
    )
    assert (weg["status"], weg["einddatum"]) == ("Ingetrokken", "2026-11-02")
    _, voorbij = bedien(sim, "POST", "/erkenningen", {**vraag, "status": "Verlopen"})
    assert (voorbij["status"], voorbij["einddatum"]) == ("Verlopen", "2026-11-01")
    _, bedrijf = bedien(sim, "GET", f"/leerbedrijven/{code}")
    assert [e["status"] for e in bedrijf["erkenningen"] if e["code"] == "K0067"] == ["Verlopen"]


def test_leerbedrijf_wijzigen(sim: Simulator) -> None:
    """Name and status of a leerbedrijf can be changed, apart and together."""
    code = sim.dienst.register.leerbedrijven()[31].id
    _, een = bedien(sim, "POST", "/leerbedrijven", {"leerbedrijfId": code, "status": "HIS"})
    assert een["status"] == "HIS"
    _, twee = bedien(
        sim, "POST", "/leerbedrijven", {"leerbedrijfId": code, "naam": "Één & Twee", "status": "ACT"}
    )
    assert (twee["naam"], twee["status"]) == ("Één & Twee", "ACT")


def test_register_bladeren(sim: Simulator) -> None:
    """The register can be read in pages, and one leerbedrijf alone."""
    _, eerste = bedien(sim, "GET", "/leerbedrijven?limit=3")
    _, tweede = bedien(sim, "GET", "/leerbedrijven?limit=2&offset=1")
    assert eerste["totaal"] == 600
    assert eerste["leerbedrijven"][1:] == tweede["leerbedrijven"]
    _, toonbeeld = bedien(sim, "GET", f"/leerbedrijven/{vb.TOONBEELD}")
    assert toonbeeld == eerste["leerbedrijven"][0]
    assert toonbeeld["vestiging"]["postcode"] == vb.TOONBEELD_POSTCODE


def test_verzoeken(sim: Simulator, klant: Klant) -> None:
    """Requests are written down with who, what and how, from a number on; nothing of their content is."""
    klant.vraag("GeefDetails", ("CodeLeerbedrijf", vb.TOONBEELD))
    klant.stuur(Bericht("GeefDetails", (("CodeLeerbedrijf", vb.TOONBEELD),), licentie="LIC-GEHEIM"))
    klant.stuur(Bericht("IdentificeerLeerbedrijf", (("LeerbedrijfNaam", "bitwerk"),), weg=frozenset({"To"})))
    klant.post(b"niets", SOAPAction="urn:iets-anders")
    _, alles = bedien(sim, "GET", "/verzoeken")
    assert alles["teller"] == 4
    goed, licentie, adres, vreemd = alles["verzoeken"]
    tijdstip = dt.datetime.fromisoformat(goed.pop("tijdstip"))
    assert dt.datetime.now(dt.UTC) - tijdstip < dt.timedelta(minutes=1)
    assert goed == {
        "nr": 1, "operatie": "GeefDetails", "oin": "0000000700099XX00000", "brin": "99XX",
        "licentie_ok": True, "signaalcode": 0, "storing": None, "fout": None,
        "afzender": "0000000700099XX00000", "licentie_van": "99XX",
    }  # fmt: skip
    assert (licentie["licentie_ok"], licentie["signaalcode"]) == (False, 996)
    assert (adres["signaalcode"], adres["fout"]) == (None, "wsa:To lacks")
    assert vreemd["operatie"] is None
    for geheim in ("LIC-GEHEIM", "bitwerk", vb.TOONBEELD, "niets", "iets-anders"):
        assert geheim not in json.dumps(alles)
    assert [v["nr"] for v in bedien(sim, "GET", "/verzoeken?sinds=2")[1]["verzoeken"]] == [3, 4]
    assert bedien(sim, "GET", "/verzoeken?sinds=9")[1] == {"teller": 4, "verzoeken": []}


def test_verzoeken_wissen(sim: Simulator, klant: Klant) -> None:
    """After clearing, counting begins at 1 again."""
    klant.vraag("Zoeken")
    assert bedien(sim, "DELETE", "/verzoeken") == (200, {"teller": 0})
    assert bedien(sim, "GET", "/verzoeken") == (200, {"teller": 0, "verzoeken": []})
    klant.vraag("Zoeken")
    assert bedien(sim, "GET", "/verzoeken")[1]["verzoeken"][0]["nr"] == 1


def test_laatste_duizend(sim: Simulator) -> None:
    """Of many requests the last thousand are kept, under their own numbers."""
    for _ in range(1005):
        sim.logboek.noteer(Regel("Zoeken", None, None, licentie_ok=False, signaalcode=996, storing=None))
    _, alles = bedien(sim, "GET", "/verzoeken")
    assert alles["teller"] == 1005
    assert [v["nr"] for v in alles["verzoeken"]] == list(range(6, 1006))
    assert len(bedien(sim, "GET", "/verzoeken?sinds=1000")[1]["verzoeken"]) == 5


def test_tellers(sim: Simulator) -> None:
    """Totals are kept by operation, connections while they are open."""
    with Klant(sim) as klant:
        for operatie in OPERATIES:
            klant.vraag(operatie)
        klant.post(b"")
        _, tellers = bedien(sim, "GET", "/tellers")
    assert tellers["operaties"] == {**dict.fromkeys(OPERATIES, 1), "onbekend": 1}
    assert tellers["open_verbindingen"] >= 1
    assert tellers["verbindingen"] >= tellers["open_verbindingen"]


def test_school_toevoegen(sim: Simulator) -> None:
    """A school that is added gets a certificate and a licence that work at once."""
    paar = nieuwe_school(sim, "95AA", naam="Vakschool Zuid", licentie="LIC-ZUID")
    with Klant(sim, "95AA", paar) as klant:
        vraag = Bericht("GeefDetails", (("CodeLeerbedrijf", vb.TOONBEELD),), brin="95AA", licentie="LIC-ZUID")
        assert klant.stuur(vraag).signaalcode == 0
    assert bedien(sim, "GET", "/")[1]["licenties"]["95AA"] == "LIC-ZUID"
