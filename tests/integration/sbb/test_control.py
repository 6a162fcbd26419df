import datetime as dt
import json

import pytest

from local.sbb.disturbances.catalogue import KINDS
from local.sbb.logbook import CallLogLine
from local.sbb.protocol import OPERATIONS
from local.sbb.register import examples
from local.sbb.simulator import Simulator
from tests.integration.sbb.client import RawMessage, SoapClient
from tests.integration.sbb.controller import control, new_school


def test_signpost(sim: Simulator) -> None:
    """The start page says what runs, and each endpoint that it lists for reading answers."""
    status, start = control(sim, "GET", "/")
    assert status == 200
    assert start["url"] == sim.url
    reads = [path.removeprefix("GET ").split("?")[0] for path in start["endpoints"] if path.startswith("GET")]
    for path in reads:
        assert control(sim, "GET", path.replace("{leerbedrijfId}", examples.SHOWPIECE))[0] == 200, path


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/elders"), ("POST", "/elders"), ("DELETE", "/elders"), ("GET", "/leerbedrijven/0"),
     ("DELETE", "/storingen/x"), ("POST", "/storingen/soorten")],
)  # fmt: skip
def test_unknown_path(sim: Simulator, method: str, path: str) -> None:
    """What does not exist is 404, with a text."""
    status, error = control(sim, method, path, {} if method == "POST" else None)
    assert status == 404
    assert error["fouten"]


def test_kinds(sim: Simulator) -> None:
    """Each soort of disturbance is listed with a line of description."""
    assert control(sim, "GET", "/storingen/soorten") == (200, KINDS)
    assert all("\n" not in text and text.endswith(".") for text in KINDS.values())


def test_disturbance_in_the_list(sim: Simulator) -> None:
    """A disturbance that is on is listed with all that it was given, and a number."""
    question = {"soort": "signaalcode", "operatie": "Zoeken", "keer": 3, "brin": "99XZ",
             "signaalcode": 995, "melding": "Druk",
             "leerbedrijfId": examples.SHOWPIECE, "seconden": 0.5, "na_bytes": 7}  # fmt: skip
    _, made = control(sim, "POST", "/storingen", question)
    assert control(sim, "GET", "/storingen")[1] == {"storingen": [made]}
    assert made == {"id": made["id"], **question}
    assert control(sim, "DELETE", "/storingen") == (200, {"gewist": 1})


@pytest.mark.parametrize(
    ("path", "body", "count"),
    [
        ("/storingen", {}, 1),
        ("/storingen", {"soort": "x", "operatie": "y", "keer": 0, "brin": "z", "seconden": -1, "wat": 1}, 6),
        ("/storingen", {"soort": "leeg", "signaalcode": "1", "na_bytes": True, "melding": "a\u0000b"}, 3),
        ("/storingen", [], 2),
        ("/erkenningen", {"leerbedrijfId": examples.SHOWPIECE}, 2),
        ("/erkenningen", {"leerbedrijfId": "999999999", "code": "x"}, 1),
        (
            "/erkenningen",
            {"leerbedrijfId": examples.SHOWPIECE, "code": "99999", "status": "Ja", "startdatum": "nu"},
            3,
        ),
        (
            "/erkenningen",
            {"leerbedrijfId": examples.SHOWPIECE, "code": "25998", "status": "Erkend",
             "startdatum": "2026-01-02", "einddatum": "2026-01-01"},
            1,
        ),
        ("/leerbedrijven", {"leerbedrijfId": examples.SHOWPIECE, "naam": " ", "status": "WEG"}, 2),
        ("/licenties", {"brin": "99ZZ"}, 2),
        ("/scholen", {"brin": "roc", "naam": ""}, 2),
    ],
)  # fmt: skip
def test_all_errors_at_once(sim: Simulator, path: str, body: object, count: int) -> None:
    """A body that will not do is 400, and names each fault by its field."""
    status, answer = control(sim, "POST", path, body)
    assert status == 400
    assert len(answer["fouten"]) == count, answer
    assert all(": " in error for error in answer["fouten"])
    assert control(sim, "GET", "/storingen")[1] == {"storingen": []}


def test_no_json(sim: Simulator) -> None:
    """A query that is no number, and a body that is no object, are 400."""
    assert control(sim, "GET", "/verzoeken?sinds=gisteren")[0] == 400
    assert control(sim, "POST", "/storingen")[0] == 400
    assert control(sim, "POST", "/storingen", "tekst")[0] == 400


def test_changing_an_erkenning(sim: Simulator) -> None:
    """An erkenning can be granted, ended and withdrawn; the answer tells its status today."""
    code = sim.service.register.leerbedrijven()[30].id
    question = {"leerbedrijfId": code, "code": "K0067"}
    _, new = control(sim, "POST", "/erkenningen", {**question, "status": "Erkend"})
    assert (new["status"], new["startdatum"], new["einddatum"]) == ("Erkend", "2026-11-02", None)
    _, weg = control(
        sim, "POST", "/erkenningen", {**question, "status": "Ingetrokken", "einddatum": "2026-11-02"}
    )
    assert (weg["status"], weg["einddatum"]) == ("Ingetrokken", "2026-11-02")
    _, past = control(sim, "POST", "/erkenningen", {**question, "status": "Verlopen"})
    assert (past["status"], past["einddatum"]) == ("Verlopen", "2026-11-01")
    _, company = control(sim, "GET", f"/leerbedrijven/{code}")
    assert [e["status"] for e in company["erkenningen"] if e["code"] == "K0067"] == ["Verlopen"]


def test_a_change_undone_leaves_no_trace(sim: Simulator) -> None:
    """Withdrawn and granted again, the leerbedrijf is what it was, the order of its erkenningen included."""
    address = f"/leerbedrijven/{examples.SHOWPIECE}"
    _, before = control(sim, "GET", address)
    for code in [one["code"] for one in before["erkenningen"]]:
        for status in ("Ingetrokken", "Erkend"):
            question = {"leerbedrijfId": examples.SHOWPIECE, "code": code, "status": status}
            assert control(sim, "POST", "/erkenningen", question)[0] == 200
    assert control(sim, "GET", address) == (200, before)


def test_changing_a_leerbedrijf(sim: Simulator) -> None:
    """Name and status of a leerbedrijf can be changed, apart and together."""
    code = sim.service.register.leerbedrijven()[31].id
    _, one = control(sim, "POST", "/leerbedrijven", {"leerbedrijfId": code, "status": "HIS"})
    assert one["status"] == "HIS"
    _, two = control(
        sim, "POST", "/leerbedrijven", {"leerbedrijfId": code, "naam": "Één & Twee", "status": "ACT"}
    )
    assert (two["naam"], two["status"]) == ("Één & Twee", "ACT")


def test_paging_through_the_register(sim: Simulator) -> None:
    """The register can be read in pages, and one leerbedrijf alone."""
    _, first = control(sim, "GET", "/leerbedrijven?limit=3")
    _, second = control(sim, "GET", "/leerbedrijven?limit=2&offset=1")
    assert first["totaal"] == 600
    assert first["leerbedrijven"][1:] == second["leerbedrijven"]
    _, showpiece = control(sim, "GET", f"/leerbedrijven/{examples.SHOWPIECE}")
    assert showpiece == first["leerbedrijven"][0]
    assert showpiece["vestiging"]["postcode"] == examples.SHOWPIECE_POSTCODE


def test_requests(sim: Simulator, client: SoapClient) -> None:
    """Requests are written down with who, what and how, from a number on; nothing of their content is."""
    client.question("GeefDetails", ("CodeLeerbedrijf", examples.SHOWPIECE))
    client.send(RawMessage("GeefDetails", (("CodeLeerbedrijf", examples.SHOWPIECE),), licentie="LIC-GEHEIM"))
    client.send(
        RawMessage("IdentificeerLeerbedrijf", (("LeerbedrijfNaam", "bitwerk"),), weg=frozenset({"To"}))
    )
    client.post(b"niets", SOAPAction="urn:iets-anders")
    _, alles = control(sim, "GET", "/verzoeken")
    assert alles["teller"] == 4
    good, licentie, adres, foreign = alles["verzoeken"]
    tijdstip = dt.datetime.fromisoformat(good.pop("tijdstip"))
    assert dt.datetime.now(dt.UTC) - tijdstip < dt.timedelta(minutes=1)
    assert good == {
        "nr": 1, "operatie": "GeefDetails", "oin": "0000000700099XX00000", "brin": "99XX",
        "licentie_ok": True, "signaalcode": 0, "storing": None, "fout": None,
        "afzender": "0000000700099XX00000", "licentie_van": "99XX",
    }  # fmt: skip
    assert (licentie["licentie_ok"], licentie["signaalcode"]) == (False, 996)
    assert (adres["signaalcode"], adres["fout"]) == (None, "wsa:To lacks")
    assert foreign["operatie"] is None
    for secret in ("LIC-GEHEIM", "bitwerk", examples.SHOWPIECE, "niets", "iets-anders"):
        assert secret not in json.dumps(alles)
    assert [v["nr"] for v in control(sim, "GET", "/verzoeken?sinds=2")[1]["verzoeken"]] == [3, 4]
    assert control(sim, "GET", "/verzoeken?sinds=9")[1] == {"teller": 4, "verzoeken": []}


def test_erasing_the_requests(sim: Simulator, client: SoapClient) -> None:
    """After clearing, counting begins at 1 again."""
    client.question("Zoeken")
    assert control(sim, "DELETE", "/verzoeken") == (200, {"teller": 0})
    assert control(sim, "GET", "/verzoeken") == (200, {"teller": 0, "verzoeken": []})
    client.question("Zoeken")
    assert control(sim, "GET", "/verzoeken")[1]["verzoeken"][0]["nr"] == 1


def test_the_last_thousand(sim: Simulator) -> None:
    """Of many requests the last thousand are kept, under their own numbers."""
    for _ in range(1005):
        sim.logbook.note(CallLogLine("Zoeken", None, None, licentie_ok=False, signaalcode=996, storing=None))
    _, alles = control(sim, "GET", "/verzoeken")
    assert alles["teller"] == 1005
    assert [v["nr"] for v in alles["verzoeken"]] == list(range(6, 1006))
    assert len(control(sim, "GET", "/verzoeken?sinds=1000")[1]["verzoeken"]) == 5


def test_counters(sim: Simulator) -> None:
    """Totals are kept by operation, connections while they are open."""
    with SoapClient(sim) as client:
        for operation in OPERATIONS:
            client.question(operation)
        client.post(b"")
        _, counters = control(sim, "GET", "/tellers")
    assert counters["operaties"] == {**dict.fromkeys(OPERATIONS, 1), "onbekend": 1}
    assert counters["open_verbindingen"] >= 1
    assert counters["verbindingen"] >= counters["open_verbindingen"]


def test_adding_a_school(sim: Simulator) -> None:
    """A school that is added gets a certificate and a licence that work at once."""
    pair = new_school(sim, "95AA", naam="Vakschool Zuid", licentie="LIC-ZUID")
    with SoapClient(sim, "95AA", pair) as client:
        question = RawMessage(
            "GeefDetails", (("CodeLeerbedrijf", examples.SHOWPIECE),), brin="95AA", licentie="LIC-ZUID"
        )
        assert client.send(question).signaalcode == 0
    assert control(sim, "GET", "/")[1]["licenties"]["95AA"] == "LIC-ZUID"
