"""How SBB does, and each school with it, in the table that the template makes."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.records import RecordTable
from stagemarkt.domain.guard.rate_limit import Asking, Grenzen, neem
from stagemarkt.model.errors import OpslagFout
from stagemarkt.model.school import Merken
from stagemarkt.ports.guard import Aanvraag, Drukte, Kring, Priority, Requester, Waiting, Zekering
from stagemarkt.ports.records import (
    Both,
    EndpointChange,
    EndpointRecord,
    Refused,
    SchoolChange,
    SchoolRecord,
    SchoolWritten,
    Sightings,
    Swap,
)
from stagemarkt.ports.standing import Certificaatstand, Schooltoestand, Weigering

from tests.integration.support.template import Tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient
    from types_boto3_dynamodb.type_defs import AttributeValueTypeDef

NU = 1_700_000_000.123
GRENZEN = Grenzen(per_seconde=10, tegelijk=3, geduld=2.0, plaatsduur=24.0)
EINDPUNT = "https://sbb.example/whitelabel.asmx"
OPEN = Zekering(1, 5, "bron-timeout", NU - 60, NU, NU + 15, "wie", NU + 24.5)


@pytest.fixture
def tabel(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> RecordTable:
    """The adapter under test."""
    return RecordTable(dynamodb, tabellen.waarnemingen, EINDPUNT)


def _vraag(tabel: RecordTable, gezien: Drukte, nu: float, plaats: str | None) -> SchoolWritten:
    besluit = neem(gezien, nu, GRENZEN, Asking(plaats, Requester("pakket"), GRENZEN.geduld))
    assert isinstance(besluit, Aanvraag)
    return tabel.claim("99XX", besluit)


def _swap(tabel: RecordTable, kring: Kring, old: Zekering, new: Zekering) -> bool:
    """Put a circuit in place of another."""
    if kring == "bron":
        return tabel.write_endpoint(EndpointChange(circuit=Swap(old, new))).done
    return tabel.write_school("99XX", SchoolChange(NU, circuit=Swap(old, new))).done


def _geef_vrij(tabel: RecordTable, plaats: str) -> None:
    assert tabel.write_school("99XX", SchoolChange(NU, plaats)).done


def _neem(tabel: RecordTable, nu: float, plaats: str | None) -> Drukte:
    """Take a turn and a place upon what is there."""
    bezet = _vraag(tabel, tabel.school("99XX").room, nu, plaats)
    assert bezet.done
    assert tabel.school("99XX") == bezet.record
    return bezet.record.room


def test_begin_is_heel_en_stil(tabel: RecordTable) -> None:
    """Before anything happened both zekeringen are closed and nobody is busy."""
    assert tabel.both("99XX") == Both()
    assert tabel.endpoint() == EndpointRecord()
    assert tabel.school("99XX") == SchoolRecord()


@pytest.mark.parametrize("zekering", [OPEN, Zekering(1), Zekering(1, 2, "bron-licentie", NU)])
def test_een_zekering_komt_terug_als_zij_was(tabel: RecordTable, zekering: Zekering) -> None:
    """Every field is kept, to the millisecond, and what is absent stays so."""
    assert _swap(tabel, "bron", Zekering(), zekering)
    assert tabel.endpoint() == EndpointRecord(zekering)
    assert tabel.both("01AA") == Both(EndpointRecord(zekering))


def test_de_zekering_van_een_school_is_van_haar(tabel: RecordTable) -> None:
    """One school's is not another's, nor SBB's."""
    assert _swap(tabel, "school", Zekering(), OPEN)
    assert tabel.both("99XX") == Both(school=SchoolRecord(OPEN))
    assert tabel.both("01AA") == Both()


def test_een_ander_eindpunt_heeft_een_andere_zekering(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: RecordTable
) -> None:
    """After a change of SBB's address its zekering is a new one."""
    _swap(tabel, "bron", Zekering(), OPEN)
    assert RecordTable(dynamodb, tabellen.waarnemingen, f"{EINDPUNT}/2").endpoint() == EndpointRecord()


def test_twee_adressen_een_school(tabel: RecordTable) -> None:
    """What has an address of its own has a zekering of its own; the school's and its room are shared."""
    zoeken = tabel.at(f"{EINDPUNT}/zoeken")
    assert _swap(zoeken, "bron", Zekering(), OPEN)
    assert (tabel.endpoint().circuit, zoeken.endpoint().circuit) == (Zekering(), OPEN)
    assert _swap(tabel, "school", Zekering(), OPEN)
    _neem(tabel, NU, "een")
    assert zoeken.school("99XX") == tabel.school("99XX")


@pytest.mark.parametrize("kring", ["bron", "school"])
def test_wie_te_laat_is_verliest(tabel: RecordTable, kring: Kring) -> None:
    """Of two who replace the same state the second one fails, and changes nothing."""
    assert _swap(tabel, kring, Zekering(), Zekering(1, 1))
    assert not _swap(tabel, kring, Zekering(), OPEN)
    assert _swap(tabel, kring, Zekering(1, 1), Zekering(2, 2))
    assert not _swap(tabel, kring, Zekering(1, 1), OPEN)
    both = tabel.both("99XX")
    circuits: dict[Kring, Zekering] = {"bron": both.endpoint.circuit, "school": both.school.circuit}
    assert circuits[kring] == Zekering(2, 2)


def test_beurten_en_plaatsen(tabel: RecordTable) -> None:
    """Each call has the turn after the one before, and its own place; after a pause its turn is at once."""
    een = _neem(tabel, NU, "een")
    assert een.vrij_op == pytest.approx(NU + 0.1)
    assert een.plaatsen == {"een": NU + 24}
    assert _neem(tabel, NU, "twee").vrij_op == pytest.approx(NU + 0.2)
    drie = _neem(tabel, NU + 9, "drie")
    assert drie.vrij_op == pytest.approx(NU + 9.1)
    assert drie.plaatsen.keys() == {"een", "twee", "drie"}
    assert tabel.school("01AA").room == Drukte()


def test_een_plaats_teruggeven(tabel: RecordTable) -> None:
    """Giving a place back leaves the others; doing it twice does no harm."""
    for plaats in ("een", "twee"):
        _neem(tabel, NU, plaats)
    _geef_vrij(tabel, "een")
    _geef_vrij(tabel, "een")
    assert tabel.school("99XX").room.plaatsen.keys() == {"twee"}


@pytest.mark.parametrize("gezien", [Drukte(), Drukte(NU - 60, {}, nieuw=False)])
def test_wie_te_vroeg_keek_ziet_wat_er_is(tabel: RecordTable, gezien: Drukte) -> None:
    """A call that thought it was the first after a pause is told what is there; then it has its turn."""
    een = _neem(tabel, NU, "een")
    bezet = _vraag(tabel, gezien, NU, "twee")
    assert (bezet.done, bezet.record.room) == (False, een)
    assert _vraag(tabel, bezet.record.room, NU, "twee").done


def test_oud_nieuws_staat_een_ander_niet_in_de_weg(tabel: RecordTable) -> None:
    """Turns are added up, not replaced: who looked before another took one, takes the next in one write."""
    een = _neem(tabel, NU, "een")
    assert [_vraag(tabel, een, NU, str(nummer)).done for nummer in range(2)] == [True, True]
    assert tabel.school("99XX").room.vrij_op == pytest.approx(NU + 0.3)


def test_vol_is_vol(tabel: RecordTable) -> None:
    """With all places taken, or too long a queue, a call that did not see it gets nothing."""
    leeg = _neem(tabel, NU, None)
    for plaats in ("een", "twee", "drie"):
        vol = _neem(tabel, NU + 0.2, plaats)
    assert _vraag(tabel, leeg, NU + 0.2, "vier") == SchoolWritten(done=False, record=SchoolRecord(room=vol))
    assert _vraag(tabel, leeg, NU, None).done
    while vol.vrij_op <= NU + 2:
        vol = _neem(tabel, NU, None)
    assert _vraag(tabel, leeg, NU, None) == SchoolWritten(done=False, record=SchoolRecord(room=vol))


def test_dode_plaatsen_gaan_weg(tabel: RecordTable) -> None:
    """What was killed long ago makes place; who did not see that another put it right, looks again."""
    for plaats in ("een", "twee", "drie"):
        _neem(tabel, NU, plaats)
    gezien = tabel.school("99XX").room
    assert _neem(tabel, NU + 30, "vier").plaatsen.keys() == {"vier"}
    assert not _vraag(tabel, gezien, NU + 30, "vijf").done


def test_een_wilde_klok_wordt_rechtgezet(tabel: RecordTable) -> None:
    """A turn an hour ahead is begun anew, by one of two who see it."""
    _neem(tabel, NU + 3600, None)
    gezien = tabel.school("99XX").room
    assert [_vraag(tabel, gezien, NU, plaats).done for plaats in ("een", "twee")] == [True, False]
    assert tabel.school("99XX").room.vrij_op == pytest.approx(NU + 0.1)


ZOEKT, ANDER = Requester("pakket", Priority.PAGE), Requester("ander")


def test_wie_wacht_en_wie_gehad_heeft(tabel: RecordTable) -> None:
    """Each requester is kept apart, by priority too; a turn ends its waiting, and is remembered."""
    _neem(tabel, NU, "een")
    tabel.wait("99XX", ANDER, Waiting(NU - 9, NU + 0.7))
    drukte = tabel.wait("99XX", ZOEKT, Waiting(0.0, NU + 0.7)).room
    assert drukte.requesters == {
        Requester("pakket"): Waiting(NU),
        ANDER: Waiting(NU - 9, NU + 0.7),
        ZOEKT: Waiting(0.0, NU + 0.7),
    }
    aanvraag = neem(drukte, NU + 0.2, GRENZEN, Asking("twee", ANDER, 2.0))
    assert isinstance(aanvraag, Aanvraag)
    assert tabel.claim("99XX", aanvraag).record.room.requesters[ANDER] == Waiting(round(NU + 0.2, 3))
    assert tabel.school("01AA").room == Drukte()


@pytest.mark.parametrize(("wachtend", "gaat"), [(ANDER, False), (ZOEKT, True)])
def test_wie_niet_zag_dat_een_ander_wacht(tabel: RecordTable, wachtend: Requester, *, gaat: bool) -> None:
    """A call that goes by what it remembers passes nobody who goes first; it is told who waits."""
    gezien = _neem(tabel, NU, "een")
    tabel.wait("99XX", wachtend, Waiting(0.0, NU + 0.7))
    for na, unseen in ((0.2, True), (0.4, False)):
        besluit = neem(gezien, NU + na, GRENZEN, Asking(f"na{na}", Requester("pakket"), 2.0, unseen))
        assert isinstance(besluit, Aanvraag)
        bezet = tabel.claim("99XX", besluit)
        assert bezet.done == (gaat or not unseen)
        assert wachtend in bezet.record.room.requesters
    _geef_vrij(tabel, "een")
    later = neem(gezien, NU + 0.8, GRENZEN, Asking("later", Requester("pakket"), 2.0, unseen=True))
    assert isinstance(later, Aanvraag)
    assert tabel.claim("99XX", later).done


def test_wie_lang_weg_is_wordt_vergeten(tabel: RecordTable) -> None:
    """The item does not grow with every afnemer that ever asked."""
    for nummer in range(4):
        _neem_voor(tabel, Requester(f"a{nummer}"), NU + nummer)
        _geef_vrij(tabel, f"a{nummer}")
    assert _neem_voor(tabel, ANDER, NU + 62.5).requesters.keys() == {Requester("a3"), ANDER}


def test_wat_een_vorige_versie_schreef(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: RecordTable
) -> None:
    """What was kept before the room was shared stops no call and stays not as it is: it begins anew."""
    oud: AttributeValueTypeDef = {
        "M": {"vrijOp": {"N": f"{NU - 9}"}, "plaatsen": {"M": {"dood": {"N": f"{NU}"}}}}
    }
    item: dict[str, AttributeValueTypeDef] = {"pk": {"S": "school#99XX"}, "drukte": oud}
    dynamodb.put_item(TableName=tabellen.waarnemingen, Item=item)
    assert _neem_voor(tabel, ANDER, NU).requesters.keys() == {ANDER}
    assert tabel.school("99XX").room.plaatsen.keys() == {"ander"}


def _neem_voor(tabel: RecordTable, requester: Requester, nu: float) -> Drukte:
    besluit = neem(tabel.both("99XX").school.room, nu, GRENZEN, Asking(requester.afnemer, requester, 2.0))
    assert isinstance(besluit, Aanvraag)
    bezet = tabel.claim("99XX", besluit)
    assert bezet.done
    return bezet.record.room


def test_wachten_zonder_item(tabel: RecordTable) -> None:
    """The table may have been emptied: then there is nothing to wait for."""
    assert tabel.wait("99XX", ANDER, Waiting(0.0, NU)) == SchoolRecord()


def test_een_verloren_antwoord(tabel: RecordTable) -> None:
    """Who asks for its place again, for the answer was lost, has it: also when it took the last one."""
    for plaats in ("een", "twee"):
        _neem(tabel, NU, plaats)
    gezien = tabel.school("99XX").room
    besluit = neem(gezien, NU + 0.1, GRENZEN, Asking("drie", Requester("pakket"), 2.0))
    assert isinstance(besluit, Aanvraag)
    keren = [tabel.claim("99XX", besluit) for _ in range(2)]
    assert [bezet.done for bezet in keren] == [True, True]
    assert keren[1].record.room.plaatsen.keys() == {"een", "twee", "drie"}


def test_geef_vrij_zonder_item(tabel: RecordTable) -> None:
    """Giving back to a school that is not there is no failure: the table may have been emptied."""
    _geef_vrij(tabel, "een")
    assert tabel.both("99XX") == Both()


def test_het_eind_van_een_vraag_is_een_schrijven(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: RecordTable
) -> None:
    """Place, circuit, what SBB took and that it answers: all of it is there at once, or none of it."""
    _neem(tabel, NU, "een")
    merken = Merken("aa" * 32, "1234abcd")
    change = SchoolChange(NU + 1, "een", Swap(Zekering(), Zekering(1, 1)), answered=True, taken=merken)
    zag = tabel.school("99XX")
    assert tabel.write_school("99XX", change) == SchoolWritten(done=True, record=zag)
    record = tabel.school("99XX")
    assert (record.circuit, record.room.plaatsen) == (Zekering(1, 1), {})
    assert record.standing == Schooltoestand(NU + 1, geslaagd=dict.fromkeys(merken, NU + 1))
    assert record.answered_at == NU + 1
    # At another address she was not answered.
    assert RecordTable(dynamodb, tabellen.waarnemingen, f"{EINDPUNT}/2").school("99XX").answered_at is None
    _neem(tabel, NU, "twee")
    te_laat = change._replace(place="twee", answered=False)
    assert not tabel.write_school("99XX", te_laat).done
    assert tabel.school("99XX").answered_at == NU + 1
    assert tabel.school("99XX").room.plaatsen.keys() == {"twee"}
    assert tabel.write_school("99XX", te_laat._replace(circuit=None)).done
    assert tabel.school("99XX").answered_at is None


def test_wie_zijn_plaats_kwijt_is_vertelt_toch_hoe_het_ging(tabel: RecordTable) -> None:
    """A place that is gone, for the call was too long or the table was emptied, costs nothing else."""
    refused = (Refused("licentie", 996),)
    change = SchoolChange(NU, "weg", Swap(Zekering(), Zekering(1, 1)), refused=refused)
    assert tabel.write_school("99XX", change).done
    record = tabel.school("99XX")
    assert record.circuit == Zekering(1, 1)
    assert record.standing.weigeringen == {"licentie": Weigering(NU, 996)}


def test_succes_en_fout_staan_naast_elkaar(tabel: RecordTable) -> None:
    """A success does not erase the failure, nor the failure the success; each keeps its last moment."""
    for change in (EndpointChange(NU), EndpointChange(NU + 1, "bron-timeout"), EndpointChange(NU + 9)):
        assert tabel.write_endpoint(change).done
    assert tabel.endpoint().seen == Sightings(NU + 9, NU + 1, "bron-timeout")


def test_wat_gezien_is_en_de_zekering_zijn_een_schrijven(tabel: RecordTable) -> None:
    """Who comes too late with the circuit tells nothing either, and sees what is there."""
    _swap(tabel, "bron", Zekering(), Zekering(1, 1))
    te_laat = EndpointChange(NU, "bron-timeout", Swap(Zekering(), Zekering(1, 1)))
    gezien = tabel.write_endpoint(te_laat)
    assert (gezien.done, gezien.record) == (False, EndpointRecord(Zekering(1, 1)))
    assert tabel.endpoint().seen == Sightings()
    opnieuw = te_laat._replace(circuit=Swap(Zekering(1, 1), Zekering(2, 2)))
    assert tabel.write_endpoint(opnieuw).done
    assert tabel.endpoint() == EndpointRecord(Zekering(2, 2), Sightings(None, NU, "bron-timeout"))


def test_een_kijker_per_tussentijd(tabel: RecordTable) -> None:
    """Of twenty who ask at once exactly one may try SBB's door, and again after the interval."""
    nu = int(NU)
    assert [tabel.claim_peek(nu, 30) for _ in range(20)].count(True) == 1
    assert [tabel.claim_peek(nu + 29, 30) for _ in range(20)].count(True) == 0
    assert [tabel.claim_peek(nu + 30, 30) for _ in range(20)].count(True) == 1
    assert tabel.endpoint() == EndpointRecord()


STAND = Certificaatstand(
    "ab" * 32, 1_700_000_000, 1_800_000_000, 1_750_000_000, 30, 1_790_000_000, "1234abcd"
)


def _weiger(tabel: RecordTable, op: float, *refused: Refused) -> SchoolRecord:
    return tabel.write_school("99XX", SchoolChange(op, refused=refused)).record


def test_alles_van_een_school_komt_terug(tabel: RecordTable) -> None:
    """What is written comes back, each by itself, whatever the order; another school has none of it."""
    tabel.keep_certificate("99XX", STAND, None)
    _weiger(tabel, 5.25, Refused("licentie", 996))
    _weiger(tabel, 6, Refused("wisseling"))
    tabel.write_school("99XX", SchoolChange(7, restored=True))
    tabel.write_school("99XX", SchoolChange(4.125, taken=Merken("", "")))
    assert tabel.school("99XX").standing == Schooltoestand(
        4.125, {"licentie": Weigering(5.25, 996), "wisseling": Weigering(6, None, None, 7)}, STAND
    )
    assert tabel.school("01AA") == SchoolRecord()


def test_een_weigering_geeft_hoe_het_was(tabel: RecordTable) -> None:
    """Writing a refusal gives the record before it; a handshake after a signaalcode leaves no code behind."""
    assert _weiger(tabel, 5, Refused("certificaat", 997)) == SchoolRecord()
    was = _weiger(tabel, 6, Refused("certificaat"))
    assert was.standing.weigeringen == {"certificaat": Weigering(5, 997)}
    assert tabel.school("99XX").standing.weigeringen == {"certificaat": Weigering(6)}


def test_wat_geslaagd_is_blijft_staan(tabel: RecordTable) -> None:
    """What SBB took is kept for each certificate and licence by itself, and what it refused says which."""
    oud, nieuw = Merken("aa" * 32, "1234abcd"), Merken("bb" * 32, "1234abcd")
    for op, merken in ((4, nieuw), (5, oud), (6, Merken("", "99999999"))):
        tabel.write_school("99XX", SchoolChange(op, taken=merken))
    _weiger(tabel, 7, Refused("certificaat", 997, oud.certificaat))
    toestand = tabel.school("99XX").standing
    assert toestand.geslaagd == {nieuw.certificaat: 4, oud.certificaat: 5, oud.licentie: 5, "99999999": 6}
    assert toestand.laatste_succes == 6
    assert toestand.weigeringen == {"certificaat": Weigering(7, 997, merk=oud.certificaat)}
    _weiger(tabel, 8, Refused("certificaat"))
    assert tabel.school("99XX").standing.weigeringen == {"certificaat": Weigering(8)}


def test_een_van_allen_mag_waarschuwen(tabel: RecordTable) -> None:
    """Of those who saw the same record one may tell; who gives the right up, leaves it to the next."""
    _weiger(tabel, 5, Refused("licentie", 996))
    assert [tabel.claim_warning("99XX", "licentie", nu, None) for nu in (5.001, 5.002)] == [True, False]
    assert tabel.school("99XX").standing.weigeringen["licentie"].gewaarschuwd_op == 5.001
    assert [tabel.claim_warning("99XX", "licentie", nu, 5.001) for nu in (9, 9)] == [True, False]
    tabel.drop_warning("99XX", "licentie")
    assert tabel.claim_warning("99XX", "licentie", 10, None)


def test_een_onbruikbaar_geheim_laat_staan_wat_bekend_was(tabel: RecordTable) -> None:
    """While a secret is of no use the last certificate stays known; once mended the reason is gone."""
    tabel.keep_certificate("99XX", STAND, None)
    tabel.keep_certificate("99XX", None, "onleesbaar")
    assert tabel.school("99XX").standing == Schooltoestand(certificaat=STAND, onbruikbaar="onleesbaar")
    tabel.keep_certificate("99XX", STAND._replace(gewaarschuwd_bij=None, vorig_tot=None), None)
    assert tabel.school("99XX").standing.onbruikbaar is None


@pytest.mark.parametrize("deel", ["zekering", "drukte"])
def test_kapot_item_is_een_opslagfout(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: RecordTable, deel: str
) -> None:
    """A part of another shape is a storage that failed, as the port says, not a KeyError."""
    for pk in ("school#99XX", f"sbb#{EINDPUNT}"):
        kapot: AttributeValueTypeDef = {"M": {"versie": {"BOOL": True}}}
        dynamodb.put_item(TableName=tabellen.waarnemingen, Item={"pk": {"S": pk}, deel: kapot})
    with pytest.raises(OpslagFout):
        tabel.both("99XX")


@pytest.mark.parametrize(
    "attribuut",
    [
        "laatsteSucces",
        "certificaat",
        "licentieGeweigerdOp",
        "geslaagd_1234abcd",
    ],
)
def test_wat_een_vraag_niet_nodig_heeft_houdt_haar_niet_op(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: RecordTable, attribuut: str
) -> None:
    """Where a status reads an OpslagFout, a call goes by what it needs: that is whole."""
    item: dict[str, AttributeValueTypeDef] = {"pk": {"S": "school#99XX"}, attribuut: {"BOOL": True}}
    dynamodb.put_item(TableName=tabellen.waarnemingen, Item=item)
    with pytest.raises(OpslagFout):
        tabel.school("99XX")
    assert _neem_voor(tabel, ANDER, NU).plaatsen.keys() == {"ander"}


@pytest.mark.parametrize("attribuut", ["laatsteSucces", "laatsteFout", "foutcode"])
def test_wat_van_sbb_niet_te_lezen_is_wordt_overschreven(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: RecordTable, attribuut: str
) -> None:
    """A sighting that cannot be read was not seen; the next ones put it right."""
    item: dict[str, AttributeValueTypeDef] = {"pk": {"S": f"sbb#{EINDPUNT}"}, attribuut: {"BOOL": True}}
    dynamodb.put_item(TableName=tabellen.waarnemingen, Item=item)
    assert tabel.endpoint() == EndpointRecord()
    for change in (EndpointChange(NU), EndpointChange(NU, "bron-timeout")):
        tabel.write_endpoint(change)
    assert tabel.endpoint().seen == Sightings(NU, NU, "bron-timeout")


def test_ontbrekende_tabel_noemt_de_awscode(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, tabel: RecordTable
) -> None:
    """Without a table every call fails with the code of AWS."""
    dynamodb.delete_table(TableName=tabellen.waarnemingen)
    for aanroep in (
        lambda: tabel.both("99XX"),
        tabel.endpoint,
        lambda: tabel.school("99XX"),
        lambda: _swap(tabel, "bron", Zekering(), OPEN),
        lambda: _vraag(tabel, Drukte(), NU, "een"),
        lambda: tabel.wait("99XX", Requester("pakket"), Waiting()),
        lambda: _geef_vrij(tabel, "een"),
        lambda: tabel.claim_peek(int(NU), 30),
        lambda: tabel.claim_warning("99XX", "licentie", 1, None),
        lambda: tabel.drop_warning("99XX", "licentie"),
        lambda: tabel.keep_certificate("99XX", STAND, None),
    ):
        with pytest.raises(OpslagFout, match=r"^ResourceNotFoundException$"):
            aanroep()
