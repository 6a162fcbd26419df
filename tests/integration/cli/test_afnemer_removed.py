"""`stagemarkt afnemer verwijderen`: its abonnementen end, at every school, with what waits for them."""

from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from stagemarkt.adapters.dynamodb.abonnementen import Abonnemententabel
from stagemarkt.adapters.dynamodb.deliveries import Aflevertabel
from stagemarkt.adapters.dynamodb.outbox import Uitbaktabel
from stagemarkt.model.abonnement import Abonnement, Filter, Ondertekensleutel
from stagemarkt.model.aflevering import Aflevering, Stand
from stagemarkt.model.aflevering import Regel as Regel_
from stagemarkt_cli.aws.stack import Stapel

from tests.integration.cli.conftest import NU, TABELLEN, Regel, maak_leeg, schrijf
from tests.mutatie_examples import mutaties

# More than are deleted at a time.
VEEL = 30


class Uitgang:
    """The abonnementen and the outbox of the stack."""

    def __init__(self, regel: Regel) -> None:
        self.dynamodb: Any = regel.beheer.stapel.client("dynamodb")
        self.abonnementen = Abonnemententabel(self.dynamodb, "abonnementen", "uitgaand")
        self.uitbak = Uitbaktabel(self.dynamodb, "uitgaand")
        self.afleveringen = Aflevertabel(self.dynamodb, "uitgaand")

    def abonneer(self, afnemer_id: str, school: str, aantal: int = VEEL) -> Abonnement:
        """An abonnement with a secret, for which so many events wait."""
        abonnement = Abonnement(
            abonnement_id=f"{afnemer_id}-{school}",
            school=school,
            afnemer_id=afnemer_id,
            soort="webhook",
            adres="https://ontvanger.example/",
            filter=Filter(),
            toestand="actief",
            aangemaakt_op=float(NU),
            actief_sinds=float(NU),
            sleutels=(Ondertekensleutel("whsec_GEHEIM"),),
        )
        self.abonnementen.maak(abonnement, 0, NU)
        regels = [Regel_(m.positie, m, eerder=False, genummerd_op=NU) for m in mutaties(aantal)]
        lijst = [Aflevering(regel.nummer, regel, "wacht", 0, NU, NU) for regel in regels]
        assert self.afleveringen.nummer(abonnement.sleutel, Stand(0, 0), lijst, aantal)
        return abonnement

    def alles(self) -> str:
        """What stands in both tables."""
        return repr([self.dynamodb.scan(TableName=t)["Items"] for t in ("abonnementen", "uitgaand")])


Items = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def begin(stapel: Stapel, tmp_path_factory: pytest.TempPathFactory) -> Items:
    """What stands in each table when a test begins, made once: moto copies a table for each transaction."""
    regel = Regel(stapel, tmp_path_factory.mktemp("werk"))
    assert regel("school toevoegen 99XX").code == 0
    for naam in ("pakket", "ander"):
        assert regel("sleutel maken --school 99XX --scope mutaties --afnemer", naam).code == 0
    uitgang = Uitgang(regel)
    for school in ("99XX", "30AA"):
        uitgang.abonneer("pakket", school)
    uitgang.abonneer("ander", "99XX", 3)
    items = {tabel: uitgang.dynamodb.scan(TableName=tabel)["Items"] for tabel in TABELLEN}
    maak_leeg(stapel)
    return items


@pytest.fixture
def uitgang(begin: Items, regel: Regel) -> Uitgang:
    """With an afnemer `pakket` that has two abonnementen, one at a school that is gone, and another's."""
    uitgang = Uitgang(regel)
    for tabel, items in begin.items():
        schrijf(uitgang.dynamodb, tabel, [{"PutRequest": {"Item": item}} for item in items])
    return uitgang


def test_niets_blijft_over(regel: Regel, uitgang: Uitgang) -> None:
    """Abonnementen, secrets, deliveries and wake-ups are gone; of another afnemer nothing is."""
    uitkomst = regel("afnemer verwijderen pakket --ja")
    assert uitkomst.code == 0
    assert "wachtte: 2" in uitkomst.fout
    assert "pakket" not in uitgang.alles()
    (rest,) = uitgang.abonnementen.van_school("99XX")
    assert rest.afnemer_id == "ander"
    assert [een.volgnummer for een in uitgang.uitbak.wachtend(rest.sleutel)] == [1, 2, 3]
    assert list(uitgang.uitbak.te_wekken(NU)) == [rest.sleutel]


@pytest.mark.parametrize("na", range(15))
def test_halverwege_afgebroken(regel: Regel, uitgang: Uitgang, na: int) -> None:
    """Broken off at any write it is not there any more, and doing it again finishes it, by the same name."""
    _breek_af(regel, na)
    assert regel.beheer.tabel.rechten("pakket") is None
    opnieuw = regel("afnemer verwijderen pakket --ja")
    assert opnieuw.code == 0 or "al verwijderd" in opnieuw.fout
    assert "pakket" not in uitgang.alles()
    items = uitgang.dynamodb.scan(TableName="toegang")["Items"]
    (over,) = [item for item in items if "pakket" in repr(item)]
    assert set(over) == {"pk", "sk", "verwijderdOp"}
    assert regel.beheer.plannen.verwijder("pakket") is False
    assert len(uitgang.abonnementen.van_school("99XX")) == 1


def test_wat_intussen_verandert_eindigt_ook(regel: Regel, uitgang: Uitgang) -> None:
    """An abonnement that is changed while it is being ended, by its owner or by us, ends all the same."""
    gedaan: list[bool] = []

    def wijzig(**_: object) -> None:
        if not gedaan:
            gedaan.append(False)
            (oud,) = uitgang.abonnementen.van_school("30AA")
            gedaan.append(uitgang.abonnementen.wijzig(oud, replace(oud, versie=2)))

    uitgang.dynamodb.meta.events.register("before-call.dynamodb.TransactWriteItems", wijzig)
    try:
        assert regel("afnemer verwijderen pakket --ja").code == 0
    finally:
        uitgang.dynamodb.meta.events.unregister("before-call.dynamodb.TransactWriteItems", wijzig)
    assert "pakket" not in uitgang.alles()


def test_onder_wat_bleef_begint_niemand(regel: Regel, uitgang: Uitgang) -> None:
    """An id under which abonnementen were left behind is not given: their new owner would find them."""
    uitgang.abonneer("vorig", "99XX", 1)
    assert "Afnemer vorig-2 is toegevoegd" in regel("afnemer toevoegen vorig").fout
    assert regel("afnemer toevoegen --id vorig", "Iets anders").code == 1


def _breek_af(regel: Regel, na: int) -> None:
    """Remove, on an AWS that takes `na` writes and then no more."""
    geschreven: list[str] = []

    def weiger(model: Any, **_: object) -> None:
        if model.name.startswith(("Put", "Update", "Delete", "Batch", "Transact")):
            geschreven.append(model.name)
            if len(geschreven) > na + 1:
                raise ClientError({"Error": {"Code": "InternalServerError"}}, model.name)

    diensten = [regel.beheer.stapel.client(dienst) for dienst in ("dynamodb", "apigateway")]
    for dienst in diensten:
        dienst.meta.events.register("before-call.*.*", weiger)
    try:
        regel("afnemer verwijderen pakket --ja")
    finally:
        for dienst in diensten:
            dienst.meta.events.unregister("before-call.*.*", weiger)
