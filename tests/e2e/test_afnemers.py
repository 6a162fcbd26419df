"""Two vendors are never one; one that was removed has nothing, hears nothing and leaves nothing behind."""

import copy
import json
from pathlib import Path

from local.receiver.behaviour import GEDRAGINGEN
from local.sbb import examples as vb
from local.stack import Stapel
from tests.e2e.client import Facade
from tests.e2e.followers import Veger, Webhook
from tests.e2e.simulator import Sbb
from tests.e2e.test_admin import Opdracht

MAAK = "sleutel maken --school 99XX --scope detailgegevens,mutaties --json --afnemer"
DETAILS = f"/leerbedrijven/{vb.TOONBEELD}/detailgegevens"


def _als(facade: Facade, sleutel: str) -> Facade:
    """The same stack, as the caller with this key."""
    ander = copy.copy(facade)
    ander.stack = {**facade.stack, "apiKey": sleutel}
    return ander


def test_een_naam_die_op_een_ander_lijkt(stapel: Stapel, facade: Facade, tmp_path: Path) -> None:
    """`C#Stage` gets nothing of `C++Stage`: it is refused, and under an id of its own it is another."""
    opdracht = Opdracht(json.loads(stapel.stack_json.read_text())["awsEndpointUrl"], tmp_path)
    een = json.loads(opdracht(f"{MAAK} C++Stage").stdout)["sleutel"]
    geweigerd = opdracht(f"{MAAK} C#Stage")
    assert (geweigerd.returncode, geweigerd.stdout) == (1, "")
    assert "c-stage" in geweigerd.stderr
    assert opdracht("afnemer toevoegen C#Stage --id c-sharp-stage").returncode == 0
    ander = json.loads(opdracht("sleutel maken --json --afnemer C#Stage").stdout)["sleutel"]
    assert facade.vraag(DETAILS, sleutel=een).status_code == 200
    assert facade.vraag(DETAILS, sleutel=ander).status_code == 403
    with Webhook(_als(facade, een)) as webhook:
        pad = f"{webhook.pad}/sleutelrotaties"
        assert facade.vraag(pad, methode="POST", sleutel=ander).status_code == 403
        assert opdracht("toegang geven --afnemer C#Stage --school 99XX --scope mutaties").returncode == 0
        nieuw = json.loads(opdracht("sleutel maken --json --afnemer C#Stage").stdout)["sleutel"]
        assert facade.vraag(pad, methode="POST", sleutel=nieuw).status_code == 404
        assert facade.vraag("/abonnementen", sleutel=nieuw).json()["resultaten"] == []


def test_een_verwijderde_afnemer(stapel: Stapel, facade: Facade, sbb: Sbb, tmp_path: Path) -> None:
    """Its abonnement ends with what waits for it; who comes back under its name finds nothing of it."""
    opdracht = Opdracht(json.loads(stapel.stack_json.read_text())["awsEndpointUrl"], tmp_path)
    aws, uitgerold = stapel.uitgerold()
    veger = Veger(aws, uitgerold.stack)
    sleutel, tweede = (json.loads(opdracht(f"{MAAK} A+Systems").stdout)["sleutel"] for _ in range(2))
    zij = _als(facade, sleutel)
    with Webhook(facade, nummer=1) as getuige, Webhook(zij) as webhook:
        webhook.ontvanger.gedrag = GEDRAGINGEN["fout"]
        sbb.meld(3)
        webhook.wacht_op(lambda g: len(g) >= 3)
        getuige.wacht_op(lambda g: len(g) == 3)
        verwijderd = opdracht("afnemer verwijderen A+Systems --ja")
        assert verwijderd.returncode == 0, verwijderd.stderr
        al_gekomen = len(webhook.gebeurtenissen)
        webhook.ontvanger.gedrag = GEDRAGINGEN["goed"]
        assert facade.vraag(DETAILS, sleutel=tweede).status_code == 401
        opnieuw = json.loads(opdracht(f"{MAAK} A+Systems").stdout)["sleutel"]
        assert facade.vraag("/abonnementen", sleutel=opnieuw).json()["resultaten"] == []
        assert facade.vraag(webhook.pad, sleutel=opnieuw).status_code == 404
        # One for which it waited, and some that are new: the witness has them all, and was woken after.
        sbb.meld(2)
        getuige.wacht_op(lambda g: len(g) == 5, intussen=veger.veeg)
        assert len(webhook.gebeurtenissen) == al_gekomen
        dynamodb = aws.client("dynamodb")
        for tabel in ("AbonnementenTabel", "UitgaandTabel"):
            for blad in dynamodb.get_paginator("scan").paginate(TableName=uitgerold.uitvoer[tabel]):
                assert not [i for i in blad["Items"] if webhook.abonnement["abonnementId"] in repr(i)]
        zij.stack = facade.stack
    assert opdracht("afnemer verwijderen a-systems --ja").returncode == 1
    assert opdracht("afnemer verwijderen A+Systems --ja").returncode == 0
