"""A kept answer from end to end: the domain's road over the real table."""

from typing import TYPE_CHECKING

import pytest
from stagemarkt.adapters.dynamodb.cache import Antwoordtabel
from stagemarkt.domain.cache.freshness import Wens
from stagemarkt.domain.cache.lookup import raadpleeg
from stagemarkt.domain.cache.lookup_outcome import Geraadpleegd, Opslag, Vers, Vraagstuk
from stagemarkt.domain.cache.retention import IDENTIFICATIE, CacheMode
from stagemarkt.model.errors import BronTimeout, OpslagFout, Tekst
from stagemarkt.ports.cache import Antwoordsleutel
from stagemarkt.ports.deadline import Termijn

from tests.integration.support.template import Tabellen

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

SLEUTEL = Antwoordsleutel("99XX", "leerbedrijf#900000001", "identificatie")
NU = 1_700_000_000
DAG = 86_400


class Bron:
    """A source that counts how often it is asked, and fails when told to."""

    def __init__(self) -> None:
        self.gevraagd = 0
        self.fout: Exception | None = None

    def __call__(self, _nu: int) -> Vers:
        """The next answer."""
        self.gevraagd += 1
        if self.fout is not None:
            raise self.fout
        return Vers(b"{}", f"antwoord {self.gevraagd}".encode(), f'W/"{self.gevraagd}"')


class Loket:
    """The road with a table, a source, and a list of what was reported of the storage."""

    def __init__(self, client: "DynamoDBClient", tabel: str, modus: CacheMode) -> None:
        self.bron = Bron()
        self.gemeld: list[tuple[str, str]] = []
        self.rij: list[Antwoordsleutel] = []
        antwoorden = Antwoordtabel(client, tabel)
        self._nu = 0.0
        self._opslag = Opslag(
            modus=modus,
            duren={},
            lezer=antwoorden,
            schrijver=lambda: antwoorden,
            ververs=self.rij.append,
            meld=self._meld,
            klok=lambda: self._nu,
            slaap=self._slaap,
        )

    def vraag(self, nu: float, sleutel: Antwoordsleutel = SLEUTEL) -> Geraadpleegd:
        """Ask at this moment, with twenty seconds to go."""
        self._nu = nu
        stuk = Vraagstuk(sleutel, IDENTIFICATIE, self.bron)
        return raadpleeg(stuk, Wens(), Termijn.van(20, lambda: self._nu), self._opslag)

    def _slaap(self, seconden: float) -> None:
        self._nu += seconden

    def _meld(self, bewerking: str, fout: OpslagFout) -> None:
        self.gemeld.append((bewerking, str(fout)))


@pytest.fixture
def loket(dynamodb: "DynamoDBClient", tabellen: Tabellen) -> Loket:
    """Everything may be kept."""
    return Loket(dynamodb, tabellen.antwoorden, CacheMode.VOLLEDIG)


def test_tweede_vraag_is_een_treffer(loket: Loket) -> None:
    """The first question fetches and keeps, the second is served from the table."""
    eerste, tweede = loket.vraag(NU), loket.vraag(NU + 10)
    assert eerste.opgeslagen
    assert tweede.bewaard is not None
    assert (tweede.bewaard.lichaam, tweede.bewaard.etag) == (b"antwoord 1", 'W/"1"')
    assert tweede.bewaard.opgehaald_op == NU
    assert (loket.bron.gevraagd, loket.gemeld) == (1, [])


def test_verlopen_antwoord_wordt_niet_gegeven(loket: Loket) -> None:
    """DynamoDB deletes late (moto never does): what is too old is fetched anew and replaced."""
    loket.vraag(NU)
    assert loket.vraag(NU + 3 * DAG - 1).bewaard is not None
    assert loket.vraag(NU + 3 * DAG).vers is not None
    opnieuw = loket.vraag(NU + 3 * DAG + 1).bewaard
    assert opnieuw is not None
    assert opnieuw.lichaam == b"antwoord 2"


def test_wat_verouderd_is_wordt_een_keer_ter_verversing_aangeboden(loket: Loket) -> None:
    """A stale answer is served, and one caller a minute asks for a refresh."""
    loket.vraag(NU)
    momenten = (NU + DAG, NU + DAG + 1, NU + DAG + 60, NU + DAG + 61)
    assert all(loket.vraag(moment).verouderd for moment in momenten)
    assert (loket.rij, loket.bron.gevraagd) == ([SLEUTEL] * 2, 1)


def test_andere_school_krijgt_een_eigen_antwoord(loket: Loket) -> None:
    """Another school with the same question asks SBB itself."""
    loket.vraag(NU)
    assert loket.vraag(NU, SLEUTEL._replace(school="01AA")).vers is not None
    assert loket.bron.gevraagd == 2


@pytest.mark.parametrize("modus", [CacheMode.UIT, CacheMode.ZONDER_PERSOONSGEGEVENS])
def test_wat_niet_bewaard_mag_worden_komt_niet_in_de_tabel(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, modus: CacheMode
) -> None:
    """Under the two strict choices an identification never reaches the table."""
    loket = Loket(dynamodb, tabellen.antwoorden, modus)
    loket.vraag(NU)
    assert loket.vraag(NU).reden == "bypass"
    assert dynamodb.scan(TableName=tabellen.antwoorden)["Count"] == 0


def test_zonder_tabel_komt_het_antwoord_toch(
    dynamodb: "DynamoDBClient", tabellen: Tabellen, loket: Loket
) -> None:
    """A table that is deleted in between costs speed, not the answer; both failures are reported."""
    loket.vraag(NU)
    dynamodb.delete_table(TableName=tabellen.antwoorden)
    antwoord = loket.vraag(NU + 10)
    assert antwoord.vers is not None
    assert not antwoord.opgeslagen
    code = "ResourceNotFoundException"
    assert loket.gemeld == [("lezen", code), ("pacht", code)]


def test_een_mislukte_vraag_bewaart_niets_en_houdt_niemand_op(loket: Loket) -> None:
    """When SBB fails nothing is kept, and the next one asks at once."""
    loket.bron.fout = BronTimeout(Tekst("te laat", "too late"))
    assert isinstance(loket.vraag(NU).fout, BronTimeout)
    loket.bron.fout = None
    assert loket.vraag(NU + 0.1).vers is not None
    assert loket.gemeld == []
