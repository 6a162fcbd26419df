"""What an operator does to the way out: what was missed is passed on, what was set aside is seen."""

import uuid
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from stagemarkt.adapters.dynamodb.rejects import Afkeurtabel
from stagemarkt.domain.changes.fanout import Verdeler
from stagemarkt.model.aflevering import Aflevering, Poging, Regel, Stand
from stagemarkt.model.mutatie import mutatie_id_van
from stagemarkt.ports.mutaties import ONLEESBARE_MUTATIE, Afgekeurd, Berichtkop
from stagemarkt_cli.admin.outbox import Hersteld, Uitgaand
from stagemarkt_cli.admin.set_apart import Apart
from stagemarkt_cli.aws.stack import Stapel

from tests.integration.support.aws import nagemaakte_aws
from tests.integration.support.template import REGIO, maak_tabellen
from tests.unit.fakes import NU
from tests.unit.fakes_outbox import NepVergeter, abonnement, mutatie

SCHOOL = "99XX"
WIE = abonnement()


class Proef:
    """The tables and queues of a stack, and what is done with them."""

    def __init__(self, stapel: Stapel) -> None:
        self.uitgaand = Uitgaand(stapel)
        self.apart = Apart(stapel)
        self.boek = Afkeurtabel(stapel.client("dynamodb"), stapel.uitvoer("MutatiesTabel"))
        self._sqs = stapel.client("sqs")
        self._rij = stapel.uitvoer("VerwerkingWachtrij")

    def wachtrij(self) -> list[str]:
        """What waits for the fan-out, taken out."""
        antwoord = self._sqs.receive_message(QueueUrl=self._rij, MaxNumberOfMessages=10)
        for bericht in antwoord.get("Messages", []):
            self._sqs.delete_message(QueueUrl=self._rij, ReceiptHandle=bericht["ReceiptHandle"])
        return [bericht["Body"] for bericht in antwoord.get("Messages", [])]

    def verdeel(self, *mutatie_ids: str) -> None:
        """The fan-out."""
        u = self.uitgaand
        verdeler = Verdeler(
            u.mutaties,
            NepVergeter(),
            u.feed,
            u.abonnementen,
            u.afleveringen,
            u.wekker,
            lambda: float(NU),
            lambda _wat, _fout: None,
        )
        verdeler.verdeel(SCHOOL, mutatie_ids)


@pytest.fixture
def proef() -> Iterator[Proef]:
    """An AWS with what `herstel` touches, one abonnement, and a message of three mutaties in the store."""
    with nagemaakte_aws():
        clients: dict[str, Any] = {dienst: boto3.client(dienst, REGIO) for dienst in ("dynamodb", "sqs")}
        tabellen = maak_tabellen(clients["dynamodb"])
        rijen = {
            naam: clients["sqs"].create_queue(QueueName=f"{naam}.fifo", Attributes={"FifoQueue": "true"})[
                "QueueUrl"
            ]
            for naam in ("VerwerkingWachtrij", "AfleveringWachtrij")
        }
        uitvoer = {
            "UitgaandTabel": tabellen.uitgaand,
            "MutatiesTabel": tabellen.mutaties,
            "AbonnementenTabel": tabellen.abonnementen,
            **rijen,
        }
        proef = Proef(Stapel("proef", uitvoer, clients.__getitem__))
        een = mutatie()
        proef.uitgaand.mutaties.neem_aan(Berichtkop(een.bericht_id, een.abonnement_id, SCHOOL, 3, "som"), NU)
        proef.uitgaand.mutaties.bewaar([mutatie(n) for n in (1, 2, 3)])
        proef.uitgaand.abonnementen.maak(WIE, 0, NU)
        yield proef


def test_wat_geen_nummer_heeft_gaat_opnieuw(proef: Proef) -> None:
    """Mutaties that nobody was told of are queued again, in order; those with a number are not."""
    proef.verdeel(mutatie(2).mutatie_id)
    assert proef.uitgaand.herstel(SCHOOL, NU - 1, NU) == Hersteld(2, 1)
    [bericht] = proef.wachtrij()
    assert bericht.index(mutatie(1).mutatie_id) < bericht.index(mutatie(3).mutatie_id)
    assert mutatie(2).mutatie_id not in bericht
    proef.verdeel(mutatie(1).mutatie_id, mutatie(3).mutatie_id)
    assert proef.uitgaand.herstel(SCHOOL, NU - 1, NU) == Hersteld(0, 1)
    assert proef.wachtrij() == []


def test_alleen_wat_sindsdien_kwam(proef: Proef) -> None:
    """What was logged before the moment is left alone."""
    assert proef.uitgaand.herstel(SCHOOL, NU + 1, NU) == Hersteld(0, 0)
    assert proef.wachtrij() == []


def test_een_abonnement_dat_achterloopt(proef: Proef) -> None:
    """When an abonnement has not read the whole feed, the fan-out is called once more, and makes it good."""
    regels = [Regel(n, mutatie(n), n > 1, float(NU)) for n in (1, 2, 3)]
    proef.uitgaand.feed.schrijf(SCHOOL, regels)
    assert proef.uitgaand.herstel(SCHOOL, NU - 1, NU) == Hersteld(0, 0)
    [bericht] = proef.wachtrij()
    assert mutatie(3).mutatie_id in bericht
    proef.verdeel(mutatie(3).mutatie_id)
    assert proef.uitgaand.afleveringen.stand(WIE.sleutel) == Stand(3, 3)


def test_opzij(proef: Proef) -> None:
    """What was set aside is listed with its abonnement, and with why it failed; nothing else is."""
    proef.verdeel(*(mutatie(n).mutatie_id for n in (1, 2)))
    uitbak = proef.uitgaand.uitbak
    pacht = uitbak.pacht(WIE.sleutel, NU, NU + 45)
    assert pacht is not None
    opgegeven = Aflevering(
        1,
        Regel(1, mutatie(1), eerder=False, genummerd_op=float(NU)),
        "opzij",
        30,
        float(NU),
        float(NU),
        Poging(float(NU), 500, "http-status"),
    )
    uitbak.noteer(WIE.sleutel, pacht.hek, opgegeven)
    assert list(uitbak.opzij()) == [(WIE.sleutel, opgegeven)]


def test_wat_nu_te_lezen_is_wordt_hernomen(proef: Proef) -> None:
    """What was set apart and can be read now goes the way of the others; what cannot stays, and says why."""
    bericht_id, ns = str(uuid.uuid4()), "urn:stagemarkt:whitelabel:2.1"
    goed = (
        f'<Mutatie xmlns="{ns}"><CodeLeerbedrijf>900000001</CodeLeerbedrijf><Crebonummer>25998</Crebonummer>'
        "<StatusErkenning>Ingetrokken</StatusErkenning></Mutatie>"
    )
    teksten = (goed, goed.replace("Ingetrokken", "Geschorst"))
    apart = [
        Afgekeurd(
            kenmerk=str(n),
            reden=ONLEESBARE_MUTATIE,
            toelichting="x",
            oin="0" * 20,
            school=SCHOOL,
            bericht_id=bericht_id,
            inhoud=tekst.encode(),
            omvang=1,
            eerst_op=NU,
            laatst_op=NU,
            abonnement_id=bericht_id,
            positie=n,
        )
        for n, tekst in enumerate(teksten, start=1)
    ]
    proef.boek.houd_apart(apart)
    assert proef.apart.herneem("99ZZ").aangenomen == 0
    assert proef.apart.herneem(None) == (1, {"Mutatie/StatusErkenning": 1})
    nieuw = proef.uitgaand.mutaties.lees(mutatie_id_van(bericht_id, 1))
    assert nieuw is not None
    assert (nieuw.leerbedrijf_id, nieuw.status, nieuw.startdatum) == ("900000001", "ingetrokken", None)
    assert nieuw.mutatie_id in proef.wachtrij()[0]
    assert list(proef.boek.afgekeurde()) == apart[1:]
