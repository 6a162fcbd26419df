"""Trying a school at SBB from the command line, over a function that a test makes up."""

import io
import json
from typing import Any

import pytest
from stagemarkt_cli.aws.stack import Stapel

from tests.integration.cli.conftest import Regel
from tests.unit.cli import pki

GOED = pki.Pki.nieuw(tot=200)


class NepFunctie:
    """The watch, which finds nothing to warn of and answers this when it is told to try."""

    def __init__(self, antwoord: Any, fout: str | None = None) -> None:
        self.antwoord, self.fout = antwoord, fout
        self.gevraagd: list[Any] = []

    def invoke(self, *, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - boto3's names
        """As boto3 has it."""
        assert FunctionName == "wacht"
        vraag = json.loads(Payload)
        self.gevraagd.append(vraag)
        inhoud = self.antwoord if "probeer" in vraag else {"bekeken": 1}
        return {
            "Payload": io.BytesIO(json.dumps(inhoud).encode()),
            **({"FunctionError": self.fout} if self.fout else {}),
        }


def _regel(regel: Regel, stapel: Stapel, functie: NepFunctie) -> Regel:
    """The same stack, with this function."""
    uitvoer = {
        naam: stapel.uitvoer(naam) for naam in ("ToegangTabel", "GeheimenVoorvoegsel", "VersleutelingArn")
    }
    return Regel(
        Stapel(
            "proef",
            {**uitvoer, "CertificaatwachtFunctie": "wacht"},
            lambda dienst: functie if dienst == "lambda" else stapel.client(dienst),
        ),
        regel.werkmap,
    )


def _gezegd(uitkomst: str, code: str | None = None, signaalcode: int | None = None) -> dict[str, Any]:
    return {
        "uitkomst": {
            "school": "99XX",
            "uitkomst": uitkomst,
            "code": code,
            "detail": f"Zo zei SBB het: {uitkomst}.",
            "signaalcode": signaalcode,
        }
    }


UITKOMSTEN = [
    pytest.param(_gezegd("aanvaard"), 0, "Zo zei SBB het: aanvaard.", id="taken"),
    pytest.param(_gezegd("geweigerd", "bron-licentie", 996), 1, "signaalcode 996", id="licence"),
    pytest.param(
        _gezegd("geweigerd", "bron-certificaat"), 1, "SBB weigert de school: bron-certificaat", id="refused"
    ),
    pytest.param(
        _gezegd("terugval", "bron-certificaat"), 1, "SBB weigert het nieuwe certificaat", id="fell-back"
    ),
    pytest.param(
        _gezegd("niet-beantwoord", "bron-timeout"), 3, "SBB kon niet worden gevraagd", id="time-out"
    ),
    pytest.param(
        _gezegd("niet-beantwoord", "bron-certificaat"), 1, "SBB kon niet worden gevraagd", id="our-ca"
    ),
    pytest.param(
        {"fout": {"code": "interne-fout", "detail": "Geen geheim."}}, 1, "Geen geheim.", id="unread"
    ),
    pytest.param({"bekeken": 1}, 1, "rol de stapel opnieuw uit", id="older-functions"),
]


@pytest.mark.parametrize(("antwoord", "code", "deel"), UITKOMSTEN)
@pytest.mark.parametrize(
    "opdracht", ["school tonen 99XX --probeer", "school licentie 99XX --bestand - --probeer"]
)
def test_probeer(regel: Regel, stapel: Stapel, opdracht: str, antwoord: Any, code: int, deel: str) -> None:
    """What SBB said is told, and the exit code says whether it took the school, did not, or was not there."""
    functie = NepFunctie(antwoord)
    uitkomst = _regel(regel, stapel, functie)(opdracht, invoer="L-1")
    assert uitkomst.code == code
    assert deel in uitkomst.fout + uitkomst.uit
    assert functie.gevraagd[-1] == {"probeer": "99XX"}


def test_probeer_als_json(regel: Regel, stapel: Stapel) -> None:
    """For a program: what SBB said stands in the answer, and the exit code is the same."""
    gezegd = _gezegd("geweigerd", "bron-licentie", 996)
    uitkomst = _regel(regel, stapel, NepFunctie(gezegd))("school tonen 99XX --probeer --json")
    assert uitkomst.code == 1
    assert json.loads(uitkomst.uit)["proef"] == gezegd["uitkomst"]


def test_een_functie_die_mislukt(regel: Regel, stapel: Stapel) -> None:
    """Is told as ours, with where to look."""
    uitkomst = _regel(regel, stapel, NepFunctie({}, "Unhandled"))("school tonen 99XX --probeer")
    assert uitkomst.code == 1
    assert "stagemarkt logboek" in uitkomst.fout


def test_een_nieuw_certificaat_wordt_bewaard_en_geprobeerd(regel: Regel, stapel: Stapel) -> None:
    """Kept, looked at, then tried; what SBB refuses stays, for the school to have it registered."""
    (bestand := regel.werkmap / "school.pfx").write_bytes(GOED.school.pfx([GOED.tussen]))
    functie = NepFunctie(_gezegd("geweigerd", "bron-certificaat", 997))
    eigen = _regel(regel, stapel, functie)
    uitkomst = eigen(f"school certificaat 99XX --pfx {bestand} --probeer")
    assert uitkomst.code == 1
    assert functie.gevraagd == [{"scholen": ["99XX"]}, {"probeer": "99XX"}]
    assert eigen.beheer.geheimen.lees("99XX")["certificaat"]
    assert eigen(f"school certificaat 99XX --pfx {bestand} --probeer --proef").code == 2


def test_de_datums_van_het_certificaat(regel: Regel) -> None:
    """From when until when, here, of the one in use and the one before it; unreadable is absent."""
    (bestand := regel.werkmap / "school.pfx").write_bytes(GOED.school.pfx([GOED.tussen]))
    regel(f"school certificaat 99XX --pfx {bestand}")
    (bestand := regel.werkmap / "nieuw.pfx").write_bytes(pki.Pki.nieuw(tot=30).school.pfx())
    regel(f"school certificaat 99XX --pfx {bestand}")
    getoond = json.loads(regel("school tonen 99XX --json").uit)
    assert getoond["certificaatGegevens"]["geldigTot"] == "2026-10-01T10:00:00Z"
    assert getoond["vorigCertificaatGegevens"]["geldigTot"] == "2027-03-20T10:00:00Z"
    assert "01-10-2026 12:00" in regel("school tonen 99XX").uit
    regel.beheer.geheimen.wijzig("99XX", certificaat="rommel")
    assert "certificaatGegevens" not in json.loads(regel("school tonen 99XX --json").uit)
