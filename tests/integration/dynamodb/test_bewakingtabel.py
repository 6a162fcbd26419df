"""What the functions agree on about asking SBB, in the table that the template makes."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.bewaking import Bewakingtabel
from stagemarkt.domein.drukte import Asking, Grenzen, neem
from stagemarkt.model.fouten import OpslagFout
from stagemarkt.poorten.bewaking import (
    Aanvraag,
    Bezet,
    Drukte,
    Kring,
    Priority,
    Requester,
    Stand,
    Waiting,
    Zekering,
)

from tests.integration.hulp.sjabloon import Tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

NU = 1_700_000_000.123
GRENZEN = Grenzen(per_seconde=10, tegelijk=3, geduld=2.0, plaatsduur=24.0)
EINDPUNT = "https://sbb.example/whitelabel.asmx"
OPEN = Zekering(1, 5, "bron-timeout", NU - 60, NU, NU + 15, "wie", NU + 24.5)


@pytest.fixture
def tabel(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Bewakingtabel:
    """The adapter under test."""
    return Bewakingtabel(dynamodb, tabellen.waarnemingen, EINDPUNT)


def _vraag(tabel: Bewakingtabel, gezien: Drukte, nu: float, plaats: str | None) -> Bezet:
    besluit = neem(gezien, nu, GRENZEN, Asking(plaats, Requester("pakket"), GRENZEN.geduld))
    assert isinstance(besluit, Aanvraag)
    return tabel.bezet("99XX", besluit)


def _neem(tabel: Bewakingtabel, nu: float, plaats: str | None) -> Drukte:
    """Take a turn and a place upon what is there."""
    bezet = _vraag(tabel, tabel.lees("99XX").drukte, nu, plaats)
    assert bezet.gelukt
    assert tabel.lees("99XX").drukte == bezet.drukte
    return bezet.drukte


def test_begin_is_heel_en_stil(tabel: Bewakingtabel) -> None:
    """Before anything happened both zekeringen are closed and nobody is busy."""
    assert tabel.lees("99XX") == Stand()
    assert tabel.lees_bron() == Zekering()


@pytest.mark.parametrize("zekering", [OPEN, Zekering(1), Zekering(1, 2, "bron-licentie", NU)])
def test_een_zekering_komt_terug_als_zij_was(tabel: Bewakingtabel, zekering: Zekering) -> None:
    """Every field is kept, to the millisecond, and what is absent stays so."""
    assert tabel.vervang("bron", "99XX", Zekering(), zekering)
    assert tabel.lees_bron() == zekering
    assert tabel.lees("01AA") == Stand(bron=zekering)


def test_de_zekering_van_een_school_is_van_haar(tabel: Bewakingtabel) -> None:
    """One school's is not another's, nor SBB's."""
    assert tabel.vervang("school", "99XX", Zekering(), OPEN)
    assert tabel.lees("99XX") == Stand(school=OPEN)
    assert tabel.lees("01AA") == Stand()


def test_een_ander_eindpunt_heeft_een_andere_zekering(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Bewakingtabel
) -> None:
    """After a change of SBB's address its zekering is a new one."""
    tabel.vervang("bron", "", Zekering(), OPEN)
    assert Bewakingtabel(dynamodb, tabellen.waarnemingen, f"{EINDPUNT}/2").lees_bron() == Zekering()


def test_twee_adressen_een_school(tabel: Bewakingtabel) -> None:
    """What has an address of its own has a zekering of its own; the school's and its room are shared."""
    zoeken = tabel.van(f"{EINDPUNT}/zoeken")
    assert zoeken.vervang("bron", "99XX", Zekering(), OPEN)
    assert (tabel.lees("99XX").bron, zoeken.lees("99XX").bron) == (Zekering(), OPEN)
    assert tabel.vervang("school", "99XX", Zekering(), OPEN)
    _neem(tabel, NU, "een")
    assert zoeken.lees("99XX")[1:] == tabel.lees("99XX")[1:]


@pytest.mark.parametrize("kring", ["bron", "school"])
def test_wie_te_laat_is_verliest(tabel: Bewakingtabel, kring: Kring) -> None:
    """Of two who replace the same state the second one fails, and changes nothing."""
    assert tabel.vervang(kring, "99XX", Zekering(), Zekering(1, 1))
    assert not tabel.vervang(kring, "99XX", Zekering(), OPEN)
    assert tabel.vervang(kring, "99XX", Zekering(1, 1), Zekering(2, 2))
    assert not tabel.vervang(kring, "99XX", Zekering(1, 1), OPEN)
    stand = tabel.lees("99XX")
    assert getattr(stand, kring) == Zekering(2, 2)


def test_beurten_en_plaatsen(tabel: Bewakingtabel) -> None:
    """Each call has the turn after the one before, and its own place; after a pause its turn is at once."""
    een = _neem(tabel, NU, "een")
    assert een.vrij_op == pytest.approx(NU + 0.1)
    assert een.plaatsen == {"een": NU + 24}
    assert _neem(tabel, NU, "twee").vrij_op == pytest.approx(NU + 0.2)
    drie = _neem(tabel, NU + 9, "drie")
    assert drie.vrij_op == pytest.approx(NU + 9.1)
    assert drie.plaatsen.keys() == {"een", "twee", "drie"}
    assert tabel.lees("01AA").drukte == Drukte()


def test_een_plaats_teruggeven(tabel: Bewakingtabel) -> None:
    """Giving a place back leaves the others; doing it twice does no harm."""
    for plaats in ("een", "twee"):
        _neem(tabel, NU, plaats)
    tabel.geef_vrij("99XX", "een")
    tabel.geef_vrij("99XX", "een")
    assert tabel.lees("99XX").drukte.plaatsen.keys() == {"twee"}


@pytest.mark.parametrize("gezien", [Drukte(), Drukte(NU - 60, {}, nieuw=False)])
def test_wie_te_vroeg_keek_ziet_wat_er_is(tabel: Bewakingtabel, gezien: Drukte) -> None:
    """A call that thought it was the first after a pause is told what is there; then it has its turn."""
    een = _neem(tabel, NU, "een")
    bezet = _vraag(tabel, gezien, NU, "twee")
    assert bezet == Bezet(gelukt=False, drukte=een)
    assert _vraag(tabel, bezet.drukte, NU, "twee").gelukt


def test_oud_nieuws_staat_een_ander_niet_in_de_weg(tabel: Bewakingtabel) -> None:
    """Turns are added up, not replaced: who looked before another took one, takes the next in one write."""
    een = _neem(tabel, NU, "een")
    assert [_vraag(tabel, een, NU, str(nummer)).gelukt for nummer in range(2)] == [True, True]
    assert tabel.lees("99XX").drukte.vrij_op == pytest.approx(NU + 0.3)


def test_vol_is_vol(tabel: Bewakingtabel) -> None:
    """With all places taken, or too long a queue, a call that did not see it gets nothing."""
    leeg = _neem(tabel, NU, None)
    for plaats in ("een", "twee", "drie"):
        vol = _neem(tabel, NU + 0.2, plaats)
    assert _vraag(tabel, leeg, NU + 0.2, "vier") == Bezet(gelukt=False, drukte=vol)
    assert _vraag(tabel, leeg, NU, None).gelukt
    while vol.vrij_op <= NU + 2:
        vol = _neem(tabel, NU, None)
    assert _vraag(tabel, leeg, NU, None) == Bezet(gelukt=False, drukte=vol)


def test_dode_plaatsen_gaan_weg(tabel: Bewakingtabel) -> None:
    """What was killed long ago makes place; who did not see that another put it right, looks again."""
    for plaats in ("een", "twee", "drie"):
        _neem(tabel, NU, plaats)
    gezien = tabel.lees("99XX").drukte
    assert _neem(tabel, NU + 30, "vier").plaatsen.keys() == {"vier"}
    assert not _vraag(tabel, gezien, NU + 30, "vijf").gelukt


def test_een_wilde_klok_wordt_rechtgezet(tabel: Bewakingtabel) -> None:
    """A turn an hour ahead is begun anew, by one of two who see it."""
    _neem(tabel, NU + 3600, None)
    gezien = tabel.lees("99XX").drukte
    assert [_vraag(tabel, gezien, NU, plaats).gelukt for plaats in ("een", "twee")] == [True, False]
    assert tabel.lees("99XX").drukte.vrij_op == pytest.approx(NU + 0.1)


ZOEKT, ANDER = Requester("pakket", Priority.PAGE), Requester("ander")


def test_wie_wacht_en_wie_gehad_heeft(tabel: Bewakingtabel) -> None:
    """Each requester is kept apart, by priority too; a turn ends its waiting, and is remembered."""
    _neem(tabel, NU, "een")
    tabel.wait("99XX", ANDER, Waiting(NU - 9, NU + 0.7))
    drukte = tabel.wait("99XX", ZOEKT, Waiting(0.0, NU + 0.7))
    assert drukte.requesters == {
        Requester("pakket"): Waiting(NU),
        ANDER: Waiting(NU - 9, NU + 0.7),
        ZOEKT: Waiting(0.0, NU + 0.7),
    }
    aanvraag = neem(drukte, NU + 0.2, GRENZEN, Asking("twee", ANDER, 2.0))
    assert isinstance(aanvraag, Aanvraag)
    assert tabel.bezet("99XX", aanvraag).drukte.requesters[ANDER] == Waiting(round(NU + 0.2, 3))
    assert tabel.lees("01AA").drukte == Drukte()


@pytest.mark.parametrize(("wachtend", "gaat"), [(ANDER, False), (ZOEKT, True)])
def test_wie_niet_zag_dat_een_ander_wacht(tabel: Bewakingtabel, wachtend: Requester, *, gaat: bool) -> None:
    """A call that goes by what it remembers passes nobody who goes first; it is told who waits."""
    gezien = _neem(tabel, NU, "een")
    tabel.wait("99XX", wachtend, Waiting(0.0, NU + 0.7))
    for na, unseen in ((0.2, True), (0.4, False)):
        besluit = neem(gezien, NU + na, GRENZEN, Asking(f"na{na}", Requester("pakket"), 2.0, unseen))
        assert isinstance(besluit, Aanvraag)
        bezet = tabel.bezet("99XX", besluit)
        assert bezet.gelukt == (gaat or not unseen)
        assert wachtend in bezet.drukte.requesters
    tabel.geef_vrij("99XX", "een")
    later = neem(gezien, NU + 0.8, GRENZEN, Asking("later", Requester("pakket"), 2.0, unseen=True))
    assert isinstance(later, Aanvraag)
    assert tabel.bezet("99XX", later).gelukt


def test_wie_lang_weg_is_wordt_vergeten(tabel: Bewakingtabel) -> None:
    """The item does not grow with every afnemer that ever asked."""
    for nummer in range(4):
        _neem_voor(tabel, Requester(f"a{nummer}"), NU + nummer)
        tabel.geef_vrij("99XX", f"a{nummer}")
    assert _neem_voor(tabel, ANDER, NU + 62.5).requesters.keys() == {Requester("a3"), ANDER}


def test_wat_een_vorige_versie_schreef(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Bewakingtabel
) -> None:
    """What was kept before the room was shared stops no call and stays not as it is: it begins anew."""
    oud: AttributeValueTypeDef = {
        "M": {"vrijOp": {"N": f"{NU - 9}"}, "plaatsen": {"M": {"dood": {"N": f"{NU}"}}}}
    }
    item: dict[str, AttributeValueTypeDef] = {"pk": {"S": "bewaking#99XX"}, "drukte": oud}
    dynamodb.put_item(TableName=tabellen.waarnemingen, Item=item)
    assert _neem_voor(tabel, ANDER, NU).requesters.keys() == {ANDER}
    assert tabel.lees("99XX").drukte.plaatsen.keys() == {"ander"}


def _neem_voor(tabel: Bewakingtabel, requester: Requester, nu: float) -> Drukte:
    besluit = neem(tabel.lees("99XX").drukte, nu, GRENZEN, Asking(requester.afnemer, requester, 2.0))
    assert isinstance(besluit, Aanvraag)
    bezet = tabel.bezet("99XX", besluit)
    assert bezet.gelukt
    return bezet.drukte


def test_wachten_zonder_item(tabel: Bewakingtabel) -> None:
    """The table may have been emptied: then there is nothing to wait for."""
    assert tabel.wait("99XX", ANDER, Waiting(0.0, NU)) == Drukte()


def test_een_verloren_antwoord(tabel: Bewakingtabel) -> None:
    """Who asks for its place again, for the answer was lost, has it: also when it took the last one."""
    for plaats in ("een", "twee"):
        _neem(tabel, NU, plaats)
    gezien = tabel.lees("99XX").drukte
    besluit = neem(gezien, NU + 0.1, GRENZEN, Asking("drie", Requester("pakket"), 2.0))
    assert isinstance(besluit, Aanvraag)
    keren = [tabel.bezet("99XX", besluit) for _ in range(2)]
    assert [bezet.gelukt for bezet in keren] == [True, True]
    assert keren[1].drukte.plaatsen.keys() == {"een", "twee", "drie"}


def test_geef_vrij_zonder_item(tabel: Bewakingtabel) -> None:
    """Giving back to a school that is not there is no failure: the table may have been emptied."""
    tabel.geef_vrij("99XX", "een")
    assert tabel.lees("99XX") == Stand()


@pytest.mark.parametrize("deel", ["zekering", "drukte"])
def test_kapot_item_is_een_opslagfout(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Bewakingtabel, deel: str
) -> None:
    """A part of another shape is a storage that failed, as the port says, not a KeyError."""
    for pk in ("bewaking#99XX", f"zekering#{EINDPUNT}"):
        kapot: AttributeValueTypeDef = {"M": {"versie": {"BOOL": True}}}
        dynamodb.put_item(TableName=tabellen.waarnemingen, Item={"pk": {"S": pk}, deel: kapot})
    with pytest.raises(OpslagFout):
        tabel.lees("99XX")


def test_ontbrekende_tabel_noemt_de_awscode(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: Bewakingtabel
) -> None:
    """Without a table every call fails with the code of AWS."""
    dynamodb.delete_table(TableName=tabellen.waarnemingen)
    for aanroep in (
        lambda: tabel.lees("99XX"),
        tabel.lees_bron,
        lambda: tabel.vervang("bron", "99XX", Zekering(), OPEN),
        lambda: _vraag(tabel, Drukte(), NU, "een"),
        lambda: tabel.wait("99XX", Requester("pakket"), Waiting()),
        lambda: tabel.geef_vrij("99XX", "een"),
    ):
        with pytest.raises(OpslagFout, match=r"^ResourceNotFoundException$"):
            aanroep()
