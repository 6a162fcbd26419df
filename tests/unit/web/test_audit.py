"""What goes on record of answers about people: who, of whom, which fields; nothing leaves without."""

import gzip
import json
import re
from typing import Any

import pytest
from stagemarkt.model.detailgegevens import Contactpersoon, Detailgegevens, Praktijkopleider
from stagemarkt.model.leerplaats import Leerplaats, Vestiging
from stagemarkt.ports.results import Details, ErkendBedrijf
from stagemarkt.web.audit import MET_PERSONEN, PERSONEN, lees_verwerking, verantwoord
from stagemarkt.web.documents.openapi import maak_document
from stagemarkt.web.response import Antwoord, verstuur

from functions.detailgegevens import app as detailgegevens
from functions.zoeken import app as zoeken
from tests.unit.conftest import Logboek
from tests.unit.fakes import ERKENNING, LEERBEDRIJF_ID, NU, SCHOOL, NepContext, NepOpbouw
from tests.unit.requests import VERZOEK_ID, json_van, maak_event, maak_verzoek

CANARY = "Vermeulen-Kanarie"
OPLEIDER = Praktijkopleider(naam=CANARY, email="kanarie@example.nl", crebos=("25998",))
CONTACT = Contactpersoon(naam=CANARY, functie="Personeelszaken")
DETAIL_PAD = "/leerbedrijven/{leerbedrijfId}/detailgegevens"


def _opbouw() -> NepOpbouw:
    opbouw = NepOpbouw()
    opbouw.nep_sbb.details = Details(
        Detailgegevens(
            leerbedrijf_id=LEERBEDRIJF_ID,
            naam="Bakkerij",
            contactpersonen=(CONTACT,),
            praktijkopleiders=(OPLEIDER,),
        ),
        [],
    )
    plaatsen = [
        Leerplaats(leerplaats_id=str(n), leerbedrijf=Vestiging(leerbedrijf_id=f"10000{n % 3}"))
        for n in range(60)
    ]
    opbouw.nep_sbb.leerplaatsen = [
        plaats.model_copy(update={"praktijkopleiders": (OPLEIDER,)})
        if int(plaats.leerplaats_id) % 2
        else plaats
        for plaats in plaatsen
    ]
    bedrijf = Vestiging(leerbedrijf_id="200001")
    erkenning = ERKENNING.model_copy(update={"code": "25998", "leerbedrijf_id": "200001"})
    opbouw.nep_sbb.erkende_bedrijven = [ErkendBedrijf(bedrijf, erkenning, None, (OPLEIDER,), None)]
    return opbouw


def _vraag(opbouw: NepOpbouw, pad: str, **padvelden: str) -> dict[str, Any]:
    query = {"fields": [padvelden.pop("fields")]} if "fields" in padvelden else {}
    koppen = {"traceparent": padvelden.pop("traceparent")} if "traceparent" in padvelden else {}
    if "limit" in padvelden:
        query["limit"] = [padvelden.pop("limit")]
    event = maak_event(resource=pad, padvelden=padvelden, query=query, koppen=koppen)
    app = detailgegevens if pad == DETAIL_PAD else zoeken
    antwoord: dict[str, Any] = app.maak_handler(opbouw)(event, NepContext())
    return antwoord


def test_de_tabel_is_die_van_wat_er_vertrekt() -> None:
    """Exactly those operations are on record whose answers can hold a person, by the document of the API."""
    document = maak_document()
    schemas = document["components"]["schemas"]

    def kent_personen(schema: Any) -> bool:
        tekst = json.dumps(schema)
        if '"contactpersonen"' in tekst or '"praktijkopleiders"' in tekst:
            return True
        namen = {deel.split('"')[0] for deel in tekst.split("#/components/schemas/")[1:]}
        return any(kent_personen(schemas[naam]) for naam in namen)

    met_personen = {
        operatie["operationId"]
        for pad in document["paths"].values()
        for operatie in pad.values()
        if kent_personen(operatie["responses"].get("200", {}))
    }
    assert met_personen == MET_PERSONEN


def test_niemand_anders_is_een_mens_in_wat_er_vertrekt() -> None:
    """What has a name or an address of its own and is no leerbedrijf, is of the kinds that are on record."""
    schemas: dict[str, Any] = maak_document()["components"]["schemas"]
    eigen = {naam: schema.get("properties", {}) for naam, schema in schemas.items()}
    van_iemand = {"naam", "email", "telefoonnummer", "functie"}
    zonder_leerbedrijf = {
        naam for naam, velden in eigen.items() if van_iemand & velden.keys() and "leerbedrijfId" not in velden
    }
    # An Invoerpunt has the name of a field.
    assert zonder_leerbedrijf == {"Contactpersoon", "Praktijkopleider", "Invoerpunt"}
    plaatsen = {
        plaats
        for velden in eigen.values()
        for plaats, veld in velden.items()
        if re.search(r"/schemas/(Contactpersoon|Praktijkopleider)\b", json.dumps(veld))
    }
    assert plaatsen == set(PERSONEN)


def test_wat_er_vastgelegd_wordt() -> None:
    """Who, for which school, of which leerbedrijf, which fields and when; and never the data."""
    opbouw = _opbouw()
    spoor = f"00-{'4b' * 16}-{'00f0' * 4}-01"
    antwoord = _vraag(opbouw, DETAIL_PAD, leerbedrijfId=LEERBEDRIJF_ID, traceparent=spoor)
    assert CANARY in json.dumps(json_van(antwoord))
    (verwerking,) = opbouw.nep_verwerkingen.vastgelegd
    assert tuple(verwerking) == (
        VERZOEK_ID,
        "geefDetailgegevens",
        "demo",
        "nepnepne",
        SCHOOL,
        (LEERBEDRIJF_ID,),
        (
            "contactpersonen.functie",
            "contactpersonen.naam",
            "praktijkopleiders.crebos",
            "praktijkopleiders.email",
            "praktijkopleiders.naam",
        ),
        "sbb",
        NU,
        "4b" * 16,
        "00f0" * 4,
    )
    gegevens = {*OPLEIDER.model_dump().values(), *CONTACT.model_dump().values()} - {None, OPLEIDER.crebos}
    assert gegevens == {CANARY, "kanarie@example.nl", "Personeelszaken"}
    assert [gegeven for gegeven in gegevens if gegeven in str(verwerking)] == []


def test_ook_een_bewaard_antwoord() -> None:
    """Who gets what was kept is on record as well, and that it was kept."""
    opbouw = _opbouw()
    for _ in range(3):
        _vraag(opbouw, DETAIL_PAD, leerbedrijfId=LEERBEDRIJF_ID)
    assert [v.bron for v in opbouw.nep_verwerkingen.vastgelegd] == ["sbb", "cache", "cache"]
    assert len(opbouw.nep_sbb.gevraagd) == 1


@pytest.mark.parametrize(
    ("fields", "velden"),
    [
        ("naam,telefoonnummer,website", []),
        ("naam,contactpersonen.functie", [("contactpersonen.functie",)]),
        ("praktijkopleiders.crebos", [("praktijkopleiders.crebos",)]),
        ("contactpersonen", [("contactpersonen.functie", "contactpersonen.naam")]),
    ],
)
def test_wat_weggelaten_is_wordt_niet_vastgelegd(fields: str, velden: list[tuple[str, ...]]) -> None:
    """Of what `fields` leaves out nothing is on record; without a person there is no record at all."""
    opbouw = _opbouw()
    for _ in range(2):
        assert _vraag(opbouw, DETAIL_PAD, leerbedrijfId=LEERBEDRIJF_ID, fields=fields)["statusCode"] == 200
    vastgelegd = opbouw.nep_verwerkingen.vastgelegd
    assert [v.velden for v in vastgelegd] == velden * 2
    assert all(v.leerbedrijven == (LEERBEDRIJF_ID,) for v in vastgelegd)


def test_een_zoekantwoord_is_een_regel() -> None:
    """A search is one record, which names each leerbedrijf of which somebody is in it once, and no other."""
    opbouw = _opbouw()
    _vraag(opbouw, "/leerplaatsen", limit="4")
    _vraag(opbouw, "/erkenningen")
    _vraag(opbouw, "/leerplaatsen/{leerplaatsId}", leerplaatsId="5")
    _vraag(opbouw, "/leerplaatsen/{leerplaatsId}", leerplaatsId="4")
    assert [(v.operatie, v.leerbedrijven) for v in opbouw.nep_verwerkingen.vastgelegd] == [
        ("zoekLeerplaatsen", ("100001", "100000")),
        ("zoekErkenningen", ("200001",)),
        ("geefLeerplaats", ("100002",)),
    ]


@pytest.mark.parametrize(
    ("pad", "velden"),
    [
        (DETAIL_PAD, {"leerbedrijfId": LEERBEDRIJF_ID}),
        ("/leerplaatsen", {}),
        ("/leerplaatsen/{leerplaatsId}", {"leerplaatsId": "5"}),
        ("/erkenningen", {}),
    ],
)
def test_zonder_vastlegging_geen_gegevens(pad: str, velden: dict[str, str], logboek: Logboek) -> None:
    """When it cannot be put on record the data stay here: a problem that says so, kept or not."""
    opbouw = _opbouw()
    _vraag(opbouw, pad, **velden)
    opbouw.nep_verwerkingen.stuk = True
    antwoord = _vraag(opbouw, pad, **velden)
    probleem = json_van(antwoord)
    assert (antwoord["statusCode"], probleem["code"], probleem["herhaalbaar"]) == (500, "interne-fout", True)
    assert "vastgelegd" in probleem["detail"]
    assert antwoord["headers"]["Retry-After"] == "5"
    assert CANARY not in str(antwoord) + logboek.tekst
    assert logboek.regels[-1]["intern"].startswith("verwerking: ")


def test_een_fout_vertelt_van_niemand() -> None:
    """What is no answer tells of nobody, and needs no record."""
    opbouw = _opbouw()
    antwoord = _vraag(opbouw, DETAIL_PAD, leerbedrijfId="-")
    assert antwoord["statusCode"] == 400
    assert CANARY not in str(antwoord)
    assert opbouw.nep_verwerkingen.vastgelegd == []


def test_wie_het_al_heeft_krijgt_niets() -> None:
    """A 304 carries no data, so nothing is put on record."""
    verzoek = maak_verzoek(koppen={"If-None-Match": '"x"'})
    antwoord = Antwoord(200, b'{"contactpersonen":[{"naam":"A"}]}', koppen={"ETag": 'W/"x"'})
    opbouw = _opbouw()
    verantwoord("geefDetailgegevens", verzoek, antwoord, lambda: opbouw.verwerkingen, opbouw.klok)
    verstuurd = verstuur(antwoord, verzoek)
    assert (verstuurd["statusCode"], verstuurd["body"]) == (304, "")
    assert opbouw.nep_verwerkingen.vastgelegd == []


def test_een_functie_zonder_vastlegging_vertelt_niets() -> None:
    """Whoever adds a function that tells of people and forgets the log, has one that does not answer."""
    antwoord = Antwoord(200, gzip.compress(b'{"contactpersonen":[{"naam":"A"}]}'), gecomprimeerd=True)
    verzoek = maak_verzoek(padvelden={"leerbedrijfId": "1"})
    assert lees_verwerking("geefDetailgegevens", verzoek, antwoord, NU) is not None
    with pytest.raises(AssertionError):
        verantwoord("geefDetailgegevens", verzoek, antwoord, None, lambda: NU)


@pytest.mark.parametrize("kop", ["", "x", f"00-{'Z' * 32}-{'0' * 16}-01", "00-" + "a" * 5000])
def test_een_kapotte_traceparent(kop: str) -> None:
    """A trace that is none is left out; the answer leaves and is on record all the same."""
    opbouw = _opbouw()
    antwoord = _vraag(opbouw, DETAIL_PAD, leerbedrijfId=LEERBEDRIJF_ID, traceparent=kop)
    assert antwoord["statusCode"] == 200
    assert [(een.spoor, een.vanuit) for een in opbouw.nep_verwerkingen.vastgelegd] == [(None, None)]
