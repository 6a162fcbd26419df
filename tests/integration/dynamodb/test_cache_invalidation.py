"""Forgetting what was kept of a leerbedrijf: all of it, nothing else, and what is under way loses."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from stagemarkt.adapters.dynamodb.cache import Antwoordtabel
from stagemarkt.adapters.dynamodb.cache_invalidation import Antwoordvergeter
from stagemarkt.adapters.dynamodb.cache_purge import Antwoordopruimer
from stagemarkt.model.errors import OpslagFout
from stagemarkt.ports.cache import Antwoordsleutel, BewaardAntwoord, Opruimer, Pacht, Stand, Vergeter

from tests.integration.support.template import Tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

NU = 1_700_000_000
SCHOOL, ANDERE_SCHOOL = "99XX", "01AA"
ID, ANDER_ID = "900000001", "900000002"
VERLOOPT = NU + 86_400


def sleutel(onderwerp: str, soort: str = "identificatie", school: str = SCHOOL) -> Antwoordsleutel:
    """A key."""
    return Antwoordsleutel(school, onderwerp, soort)


class Kast:
    """The table and its forgetting, side by side."""

    def __init__(self, client: "DynamoDBClient", tabel: str) -> None:
        self.tabel = Antwoordtabel(client, tabel)
        self.vergeter: Vergeter = Antwoordvergeter(client, tabel)

    def pacht(self, sleutel: Antwoordsleutel, houder: str = "t") -> Pacht:
        """The lease of this key."""
        pacht, _ = self.tabel.neem(sleutel, Pacht(houder, NU + 10.0), NU, afnemen=True)
        assert pacht is not None
        return pacht

    def bewaar(self, sleutel: Antwoordsleutel, *over: str, pacht: Pacht | None = None) -> bool:
        """Keep an answer, telling of these leerbedrijven."""
        pacht = pacht or self.pacht(sleutel)
        antwoord = BewaardAntwoord(sleutel.school, b"x", 'W/"x"', NU)
        return self.tabel.bewaar(sleutel, antwoord, pacht, VERLOOPT, over)

    def heeft(self, sleutel: Antwoordsleutel) -> bool:
        """Whether there is an entry."""
        return self.tabel.lees(sleutel).antwoord is not None


@pytest.fixture
def kast(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Kast:
    """An empty table."""
    return Kast(dynamodb, tabellen.antwoorden)


def test_alles_van_dit_leerbedrijf_en_niets_anders(kast: Kast) -> None:
    """Every kind of answer of it and every list that tells of it; another's, and another school's, stay."""
    weg = [
        (sleutel(f"leerbedrijf#{ID}"), ()),
        (sleutel(f"leerbedrijf#{ID}", "detailgegevens"), ()),
        (sleutel("vraag#a"), (ID,)),
        (sleutel("vraag#b"), (ANDER_ID, ID)),
    ]
    blijft = [
        (sleutel(f"leerbedrijf#{ANDER_ID}"), ()),
        (sleutel(f"leerbedrijf#{ID}0"), ()),
        (sleutel("vraag#c"), (ANDER_ID,)),
        (sleutel("vraag#d"), ()),
        (sleutel(f"leerbedrijf#{ID}", school=ANDERE_SCHOOL), ()),
        (sleutel("vraag#a", school=ANDERE_SCHOOL), (ID,)),
    ]
    for plek, over in weg + blijft:
        assert kast.bewaar(plek, *over)
    kast.vergeter.invalideer(SCHOOL, ID)
    assert [plek for plek, _ in weg if kast.heeft(plek)] == []
    assert [plek for plek, _ in blijft if not kast.heeft(plek)] == []


def test_twee_keer_kan_geen_kwaad(kast: Kast) -> None:
    """Again, or of what was never kept: nothing happens."""
    kast.bewaar(sleutel("vraag#a"), ID)
    for _ in range(2):
        kast.vergeter.invalideer(SCHOOL, ID)
        kast.vergeter.invalideer(SCHOOL, ANDER_ID)
    assert not kast.heeft(sleutel("vraag#a"))


@pytest.mark.parametrize("plek", [sleutel(f"leerbedrijf#{ID}"), sleutel("vraag#a")])
def test_wat_onderweg_was_verliest(kast: Kast, plek: Antwoordsleutel) -> None:
    """An answer that was asked for before, and comes after, is not kept."""
    pacht = kast.pacht(plek)
    kast.vergeter.invalideer(SCHOOL, ID)
    assert kast.bewaar(plek, ID, pacht=pacht) is False
    assert kast.tabel.lees(plek) == Stand()
    assert kast.bewaar(plek, ID)


def test_een_lijst_van_voor_de_wijziging_verliest_ook_als_zij_al_bewaard_was(kast: Kast) -> None:
    """A list that is kept again still points to itself: forgetting finds it the second time too."""
    for _ in range(3):
        assert kast.bewaar(sleutel("vraag#a"), ID)
        kast.vergeter.invalideer(SCHOOL, ID)
        assert not kast.heeft(sleutel("vraag#a"))


def test_een_nieuwe_pacht_na_de_wijziging_wint(kast: Kast) -> None:
    """Who asks after it began may keep its answer."""
    kast.vergeter.invalideer(SCHOOL, ID)
    pacht = kast.pacht(sleutel("vraag#a"))
    assert kast.bewaar(sleutel("vraag#a"), ID, pacht=pacht)
    assert kast.heeft(sleutel("vraag#a"))


def test_meer_dan_in_een_partij_past(kast: Kast) -> None:
    """A list of a hundred leerbedrijven, and a leerbedrijf in sixty lists."""
    assert kast.bewaar(sleutel("vraag#lang"), *(str(200_000_000 + nr) for nr in range(100)))
    lijsten = [sleutel(f"vraag#{nr}") for nr in range(60)]
    for plek in lijsten:
        assert kast.bewaar(plek, ID)
    kast.vergeter.invalideer(SCHOOL, "200000099")
    assert not kast.heeft(sleutel("vraag#lang"))
    kast.vergeter.invalideer(SCHOOL, ID)
    assert [plek for plek in lijsten if kast.heeft(plek)] == []


class Halfhartig:
    """A client of which BatchWriteItem leaves everything undone, the first `keren` times."""

    def __init__(self, client: "DynamoDBClient", keren: int) -> None:
        self._client = client
        self.keren = keren

    def __getattr__(self, naam: str) -> Callable[..., Any]:
        daad: Callable[..., Any] = getattr(self._client, naam)
        return daad

    def batch_write_item(self, **vraag: Any) -> dict[str, Any]:
        """As AWS under load."""
        self.keren -= 1
        if self.keren >= 0:
            return {"UnprocessedItems": vraag["RequestItems"]}
        return dict(self._client.batch_write_item(**vraag))


@pytest.mark.parametrize(("keren", "gelukt"), [(0, True), (4, True), (5, False)])
def test_wat_aws_laat_liggen(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, kast: Kast, keren: int, *, gelukt: bool
) -> None:
    """What was left undone is done again; when that does not help, forgetting has failed and says so."""
    kast.bewaar(sleutel(f"leerbedrijf#{ID}"))
    vergeter = Antwoordvergeter(Halfhartig(dynamodb, keren), tabellen.antwoorden)  # type: ignore[arg-type]
    if gelukt:
        vergeter.invalideer(SCHOOL, ID)
    else:
        with pytest.raises(OpslagFout, match="UnprocessedItems"):
            vergeter.invalideer(SCHOOL, ID)
    assert kast.heeft(sleutel(f"leerbedrijf#{ID}")) is not gelukt


def test_zonder_tabel(dynamodb: "DynamoDBClient", tabellen: Tabellen, kast: Kast) -> None:
    """Forgetting that cannot be done is a failure, not a silence."""
    dynamodb.delete_table(TableName=tabellen.antwoorden)
    with pytest.raises(OpslagFout, match="ResourceNotFoundException"):
        kast.vergeter.invalideer(SCHOOL, ID)


def _sleutels(client: "DynamoDBClient", tabel: str) -> set[tuple[str, str]]:
    return {(item["pk"]["S"], item["sk"]["S"]) for item in client.scan(TableName=tabel)["Items"]}


def test_opruimen_laat_niets_staan(dynamodb: "DynamoDBClient", tabellen: Tabellen, kast: Kast) -> None:
    """Where nothing may be kept, entries, leases and pointers go; what tells of nobody stays."""
    for nr in range(30):
        kast.bewaar(sleutel(f"vraag#{nr}"), ID, ANDER_ID)
    kast.bewaar(sleutel(f"leerbedrijf#{ID}", school=ANDERE_SCHOOL))
    kast.vergeter.invalideer(SCHOOL, "300000000")
    kast.pacht(sleutel(f"leerbedrijf#{ANDER_ID}"))
    opruimer: Opruimer = Antwoordopruimer(dynamodb, tabellen.antwoorden)
    assert opruimer.ruim_op(frozenset()) == 30 + 60 + 2
    assert _sleutels(dynamodb, tabellen.antwoorden) == {(f"{SCHOOL}#lijsten", "generatie")}
    assert opruimer.ruim_op(frozenset()) == 0


def test_opruimen_laat_staan_wat_mag(dynamodb: "DynamoDBClient", tabellen: Tabellen, kast: Kast) -> None:
    """Answers of a kind that may be kept stay, with the pointers to them."""
    kast.bewaar(sleutel("vraag#a"), ID)
    kast.bewaar(sleutel(f"leerbedrijf#{ID}", "detailgegevens"))
    opruimer = Antwoordopruimer(dynamodb, tabellen.antwoorden)
    assert opruimer.ruim_op({"identificatie"}) == 1
    kast.vergeter.invalideer(SCHOOL, ID)
    assert not kast.heeft(sleutel("vraag#a"))


def test_opruimen_zonder_tabel(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> None:
    """Emptying that cannot be done is a failure."""
    dynamodb.delete_table(TableName=tabellen.antwoorden)
    with pytest.raises(OpslagFout, match="ResourceNotFoundException"):
        Antwoordopruimer(dynamodb, tabellen.antwoorden).ruim_op(frozenset())
