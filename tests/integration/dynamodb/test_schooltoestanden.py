"""The records of how schools stand with SBB, in DynamoDB."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.schooltoestanden import Schooltoestandentabel
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.model.school import Merken
from stagemarkt.poorten.schooltoestand import Certificaatstand, Schooltoestand, Weigering

from tests.integration.hulp.sjabloon import Tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

SCHOOL = "99XX"
STAND = Certificaatstand(
    "ab" * 32, 1_700_000_000, 1_800_000_000, 1_750_000_000, 30, 1_790_000_000, "1234abcd"
)


@pytest.fixture
def tabel(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Schooltoestandentabel:
    """The adapter under test."""
    return Schooltoestandentabel(dynamodb, tabellen.waarnemingen)


def test_van_wie_niets_bekend_is(tabel: Schooltoestandentabel) -> None:
    """A school that nothing is known of has an empty record."""
    assert tabel.lees(SCHOOL) == Schooltoestand()


def test_alles_komt_terug(tabel: Schooltoestandentabel) -> None:
    """What is written comes back, each by itself, whatever the order; another school has none of it."""
    tabel.bewaar_certificaat(SCHOOL, STAND, None)
    tabel.meld_weigering(SCHOOL, "licentie", 5.25, 996)
    tabel.meld_weigering(SCHOOL, "wisseling", 6, None)
    tabel.meld_herstel(SCHOOL, "wisseling", 7)
    tabel.meld_succes(SCHOOL, 4.125)
    assert tabel.lees(SCHOOL) == Schooltoestand(
        4.125, {"licentie": Weigering(5.25, 996), "wisseling": Weigering(6, None, None, 7)}, STAND
    )
    assert tabel.lees("01AA") == Schooltoestand()


def test_een_weigering_geeft_hoe_het_was(tabel: Schooltoestandentabel) -> None:
    """Writing a refusal gives the record before it; a handshake after a signaalcode leaves no code behind."""
    assert tabel.meld_weigering(SCHOOL, "certificaat", 5, 997) == Schooltoestand()
    was = tabel.meld_weigering(SCHOOL, "certificaat", 6, None)
    assert was.weigeringen == {"certificaat": Weigering(5, 997)}
    assert tabel.lees(SCHOOL).weigeringen == {"certificaat": Weigering(6)}


def test_wat_geslaagd_is_blijft_staan(tabel: Schooltoestandentabel) -> None:
    """What SBB took is kept for each certificate and licence by itself, and what it refused says which."""
    oud, nieuw = Merken("aa" * 32, "1234abcd"), Merken("bb" * 32, "1234abcd")
    tabel.meld_succes(SCHOOL, 4, nieuw)
    tabel.meld_succes(SCHOOL, 5, oud)
    tabel.meld_succes(SCHOOL, 6, Merken("", "99999999"))
    tabel.meld_weigering(SCHOOL, "certificaat", 7, 997, oud.certificaat)
    toestand = tabel.lees(SCHOOL)
    assert toestand.geslaagd == {nieuw.certificaat: 4, oud.certificaat: 5, oud.licentie: 5, "99999999": 6}
    assert toestand.laatste_succes == 6
    assert toestand.weigeringen == {"certificaat": Weigering(7, 997, merk=oud.certificaat)}
    tabel.meld_weigering(SCHOOL, "certificaat", 8, None)
    assert tabel.lees(SCHOOL).weigeringen == {"certificaat": Weigering(8)}


def test_een_van_allen_mag_waarschuwen(tabel: Schooltoestandentabel) -> None:
    """Of those who saw the same record one may tell; who gives the right up, leaves it to the next."""
    tabel.meld_weigering(SCHOOL, "licentie", 5, 996)
    assert [tabel.eis_waarschuwing(SCHOOL, "licentie", nu, None) for nu in (5.001, 5.002)] == [True, False]
    assert tabel.lees(SCHOOL).weigeringen["licentie"].gewaarschuwd_op == 5.001
    assert [tabel.eis_waarschuwing(SCHOOL, "licentie", nu, 5.001) for nu in (9, 9)] == [True, False]
    tabel.laat_waarschuwing(SCHOOL, "licentie")
    assert tabel.eis_waarschuwing(SCHOOL, "licentie", 10, None)


def test_een_onbruikbaar_geheim_laat_staan_wat_bekend_was(tabel: Schooltoestandentabel) -> None:
    """While a secret is of no use the last certificate stays known; once mended the reason is gone."""
    tabel.bewaar_certificaat(SCHOOL, STAND, None)
    tabel.bewaar_certificaat(SCHOOL, None, "onleesbaar")
    assert tabel.lees(SCHOOL) == Schooltoestand(certificaat=STAND, onbruikbaar="onleesbaar")
    tabel.bewaar_certificaat(SCHOOL, STAND._replace(gewaarschuwd_bij=None, vorig_tot=None), None)
    assert tabel.lees(SCHOOL).onbruikbaar is None


def test_een_tabel_die_er_niet_is(dynamodb: "DynamoDBClient") -> None:
    """A table that does not answer is an OpslagFout, in reading and in writing."""
    tabel = Schooltoestandentabel(dynamodb, "bestaat-niet")
    for doe in (
        lambda: tabel.lees(SCHOOL),
        lambda: tabel.meld_succes(SCHOOL, 1),
        lambda: tabel.eis_waarschuwing(SCHOOL, "licentie", 1, None),
        lambda: tabel.laat_waarschuwing(SCHOOL, "licentie"),
    ):
        with pytest.raises(OpslagFout, match="ResourceNotFound"):
            doe()


def test_een_kapotte_regel(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Schooltoestandentabel
) -> None:
    """A record that somebody else wrote into is an OpslagFout, not another failure."""
    kapot: dict[str, AttributeValueTypeDef] = {
        "pk": {"S": f"school#{SCHOOL}"},
        "certificaat": {"M": {"vingerafdruk": {"S": "x"}}},
    }
    dynamodb.put_item(TableName=tabellen.waarnemingen, Item=kapot)
    with pytest.raises(OpslagFout):
        tabel.lees(SCHOOL)
