"""The feeds and the outbox: what the ports promise, of the tables and of the fakes alike."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from stagemarkt.adapters.dynamodb.abonnementen import Abonnemententabel
from stagemarkt.adapters.dynamodb.deliveries import Aflevertabel
from stagemarkt.adapters.dynamodb.feed import Feedtabel
from stagemarkt.adapters.dynamodb.outbox import Uitbaktabel
from stagemarkt.model.abonnement import Filter, Ondertekensleutel
from stagemarkt.model.aflevering import Aflevering, Poging, Regel, Stand
from stagemarkt.model.errors import AbonnementBestaat
from stagemarkt.ports import feed, outbox
from stagemarkt.ports.abonnementen import Abonnementenregister
from stagemarkt.ports.feed import Feed, Vindplaats
from stagemarkt.ports.outbox import Pacht

from tests.integration.support.template import Tabellen
from tests.unit.fakes_outbox import NepAbonnementen, NepFeed, NepUitbak, abonnement, mutatie

if TYPE_CHECKING:
    from types_boto3_dynamodb.client import DynamoDBClient

NU = 1_788_256_800.0
WIE = abonnement()
SLEUTEL = WIE.sleutel


class Stel(NamedTuple):
    """The ports, kept by one or the other."""

    feed: Feed
    abonnementen: Abonnementenregister
    nummeraar: Aflevertabel | NepUitbak
    uitbak: Uitbaktabel | NepUitbak


@pytest.fixture(params=["tabellen", "nep"])
def stel(request: pytest.FixtureRequest) -> Iterator[Stel]:
    """The tables of the template, and the fakes."""
    if request.param == "nep":
        nep = NepUitbak()
        yield Stel(NepFeed(), NepAbonnementen(nep), nep, nep)
        return
    yield _tabellen(request.getfixturevalue("dynamodb"), request.getfixturevalue("tabellen"))


def _tabellen(client: "DynamoDBClient", tabellen: Tabellen) -> Stel:
    return Stel(
        Feedtabel(client, tabellen.uitgaand),
        Abonnemententabel(client, tabellen.abonnementen, tabellen.uitgaand),
        Aflevertabel(client, tabellen.uitgaand),
        Uitbaktabel(client, tabellen.uitgaand),
    )


def _regels(van: int, tot: int) -> list[Regel]:
    return [Regel(n, mutatie(n, leerbedrijf_id=f"{n % 5}"), n > 5, NU) for n in range(van, tot + 1)]


def _afleveringen(van: int, tot: int) -> list[Aflevering]:
    return [Aflevering(r.nummer, r, "wacht", 0, NU, NU) for r in _regels(van, tot)]


def _wachtend(stel: Stel) -> list[int]:
    return [aflevering.volgnummer for aflevering in stel.uitbak.wachtend(SLEUTEL)]


def _begin(stel: Stel, aantal: int) -> Pacht:
    """An abonnement with so many deliveries, and the right to work on it."""
    stel.abonnementen.maak(WIE, 0, NU)
    if aantal:
        assert stel.nummeraar.nummer(SLEUTEL, Stand(0, 0), _afleveringen(1, aantal), aantal)
    pacht = stel.uitbak.pacht(SLEUTEL, NU, NU + 45)
    assert pacht is not None
    return pacht


def test_een_feed_telt_zonder_gaten(stel: Stel) -> None:
    """Lines are added behind the last one, all or none; what does not connect is refused."""
    assert (stel.feed.stand("99XX"), stel.feed.lees("99XX", 0, 10)) == (0, [])
    assert stel.feed.schrijf("99XX", _regels(1, feed.PER_KEER))
    assert not stel.feed.schrijf("99XX", _regels(35, 36))
    assert not stel.feed.schrijf("99XX", _regels(1, 1))
    assert stel.feed.schrijf("99XX", _regels(34, 40))
    assert stel.feed.stand("99XX") == 40
    assert list(stel.feed.lees("99XX", 38, 10)) == _regels(39, 40)
    assert list(stel.feed.lees("99XX", 3, 2)) == _regels(4, 5)
    assert list(stel.feed.lees("30AA", 0, 10)) == []


def test_geen_tweede_regel_voor_een_mutatie(stel: Stel) -> None:
    """Lines with a mutatie that has one already are refused, and nothing of them is kept."""
    assert stel.feed.schrijf("99XX", _regels(1, 3))
    dubbel = [
        Regel(4, mutatie(9), eerder=False, genummerd_op=NU),
        Regel(5, mutatie(2), eerder=True, genummerd_op=NU),
    ]
    assert not stel.feed.schrijf("99XX", dubbel)
    ids = [mutatie(n).mutatie_id for n in (1, 2, 9)]
    assert stel.feed.genummerd(ids) == frozenset(ids[:2])
    assert stel.feed.zoek(ids[1]) == Vindplaats("99XX", 2)
    assert stel.feed.zoek(ids[2]) is None
    assert stel.feed.stand("99XX") == 3


def test_gezien_per_school(stel: Stel) -> None:
    """A school has heard of the pairs in its lines, and another school of its own."""
    stel.feed.schrijf("99XX", _regels(1, 2))
    paren = {("1", "25998"), ("2", "25998"), ("1", "K0067"), ("3", "25998")}
    assert stel.feed.gezien("99XX", paren) == {("1", "25998"), ("2", "25998")}
    assert stel.feed.gezien("30AA", paren) == frozenset()


def test_nummeren_alleen_vanaf_waar_het_was(stel: Stel) -> None:
    """Counter, deliveries and how far was read go together; from another state nothing is done."""
    stel.abonnementen.maak(WIE, 7, NU)
    assert stel.nummeraar.stand(SLEUTEL) == Stand(0, 7)
    assert stel.nummeraar.nummer(SLEUTEL, Stand(0, 7), _afleveringen(1, outbox.PER_KEER), 150)
    assert not stel.nummeraar.nummer(SLEUTEL, Stand(0, 7), _afleveringen(1, 1), 8)
    assert stel.nummeraar.nummer(SLEUTEL, Stand(99, 150), [], 160)
    assert stel.nummeraar.stand(SLEUTEL) == Stand(99, 160)
    assert list(stel.nummeraar.lees(SLEUTEL, 97, 10)) == _afleveringen(98, 99)
    assert [a.volgnummer for a in stel.nummeraar.lees_terug(SLEUTEL, None, 2)] == [99, 98]
    assert [a.volgnummer for a in stel.nummeraar.lees_terug(SLEUTEL, 98, 2)] == [97, 96]
    assert _wachtend(stel) == list(range(1, 100))


def test_wat_er_niet_is_telt_niet(stel: Stel) -> None:
    """Nothing is numbered for, and nobody works on, an abonnement that does not exist or was ended."""
    assert stel.nummeraar.stand(SLEUTEL) is None
    assert not stel.nummeraar.nummer(SLEUTEL, Stand(), _afleveringen(1, 1), 1)
    assert stel.uitbak.pacht(SLEUTEL, NU, NU + 45) is None
    stel.abonnementen.maak(WIE, 0, NU)
    stel.nummeraar.nummer(SLEUTEL, Stand(), _afleveringen(1, 1), 1)
    assert stel.abonnementen.verwijder(WIE, NU)
    stel.uitbak.vergeet(SLEUTEL, NU)
    assert stel.nummeraar.stand(SLEUTEL) is None
    assert not stel.nummeraar.nummer(SLEUTEL, Stand(1, 1), _afleveringen(2, 2), 2)
    assert list(stel.uitbak.te_wekken(NU + 999)) == []


def test_een_uitkomst_wordt_bewaard(stel: Stel) -> None:
    """What was delivered waits no more and keeps how it went; what failed waits with its next moment."""
    pacht = _begin(stel, 3)
    een, twee, drie = _afleveringen(1, 3)
    een = een._replace(stand="afgeleverd", pogingen=1, laatste=Poging(NU + 1, 204, None))
    twee = twee._replace(pogingen=2, poging_op=NU + 60, laatste=Poging(NU + 1, None, "te-laat"))
    assert stel.uitbak.noteer(SLEUTEL, pacht.hek, een)
    assert stel.uitbak.noteer(SLEUTEL, pacht.hek, twee)
    assert list(stel.uitbak.wachtend(SLEUTEL)) == [twee, drie]
    assert list(stel.nummeraar.lees(SLEUTEL, 0, 9)) == [een, twee, drie]
    # Again, for an answer that was lost: it is its own. Anything else no longer waits.
    assert stel.uitbak.noteer(SLEUTEL, pacht.hek, een)
    assert not stel.uitbak.noteer(SLEUTEL, pacht.hek, een._replace(stand="opzij"))
    assert not stel.uitbak.noteer(SLEUTEL, pacht.hek + 1, een)


def test_wie_te_laat_is_schrijft_niets(stel: Stel) -> None:
    """A holder whose time is over is followed by another, and cannot change what that one was at."""
    eerste = _begin(stel, 2)
    assert stel.uitbak.pacht(SLEUTEL, NU + 44, NU + 90) is None
    tweede = stel.uitbak.pacht(SLEUTEL, NU + 45, NU + 90)
    assert tweede is not None
    assert tweede.hek > eerste.hek
    [een] = _afleveringen(1, 1)
    assert stel.uitbak.noteer(SLEUTEL, tweede.hek, een._replace(poging_op=NU + 99))
    assert not stel.uitbak.noteer(SLEUTEL, eerste.hek, een._replace(stand="opzij"))
    assert stel.uitbak.leg_neer(SLEUTEL, eerste, NU + 86400, 3, NU)
    assert stel.uitbak.pacht(SLEUTEL, NU + 50, NU + 99) is None
    assert list(stel.uitbak.te_wekken(NU)) == [SLEUTEL]


def test_de_wekker(stel: Stel) -> None:
    """What is numbered is due; given back it is due when said, or not, unless it was woken meanwhile."""
    pacht = _begin(stel, 1)
    assert list(stel.uitbak.te_wekken(NU - 1)) == []
    assert list(stel.uitbak.te_wekken(NU)) == [SLEUTEL]
    assert pacht.geleerd_sinds == 0.0
    assert stel.uitbak.leg_neer(SLEUTEL, pacht._replace(geleerd_sinds=NU - 0.125), NU + 60, 2, NU + 30)
    assert list(stel.uitbak.te_wekken(NU + 59)) == []
    assert list(stel.uitbak.te_wekken(NU + 60)) == [SLEUTEL]
    pacht = stel.uitbak.pacht(SLEUTEL, NU, NU + 45) or pytest.fail("it was given back")
    assert (pacht.mislukt, pacht.rust_tot, pacht.geleerd_sinds) == (2, NU + 30, NU - 0.125)
    stel.uitbak.zet_wekker(SLEUTEL, NU + 5)
    assert not stel.uitbak.leg_neer(SLEUTEL, pacht, NU + 86400, 0, 0.0)
    assert list(stel.uitbak.te_wekken(NU + 5)) == [SLEUTEL]
    pacht = stel.uitbak.pacht(SLEUTEL, NU, NU + 45) or pytest.fail("it was given back")
    assert stel.uitbak.leg_neer(SLEUTEL, pacht, NU + 86400, 0, 0.0)
    assert list(stel.uitbak.te_wekken(NU + 999)) == []


def test_opnieuw(stel: Stel) -> None:
    """A stretch is put back to wait part by part; a stretch asked for meanwhile is joined to it."""
    pacht = _begin(stel, 6)
    for aflevering in _afleveringen(1, 6):
        stel.uitbak.noteer(SLEUTEL, pacht.hek, aflevering._replace(stand="opzij", pogingen=4))
    assert _wachtend(stel) == []
    stel.uitbak.herlever(SLEUTEL, 3, 6, NU)
    stel.uitbak.leg_neer(SLEUTEL, pacht, NU + 86400, 0, 0.0)
    pacht = stel.uitbak.pacht(SLEUTEL, NU, NU + 45) or pytest.fail("it was given back")
    assert (pacht.opnieuw_vanaf, pacht.opnieuw_tot) == (3, 6)
    assert stel.uitbak.zet_terug(SLEUTEL, pacht, 4, NU + 7)
    stel.uitbak.herlever(SLEUTEL, 6, 6, NU)
    stel.uitbak.leg_neer(SLEUTEL, pacht, NU + 86400, 0, 0.0)
    pacht = stel.uitbak.pacht(SLEUTEL, NU, NU + 45) or pytest.fail("it was given back")
    assert (pacht.opnieuw_vanaf, pacht.opnieuw_tot) == (5, 6)
    assert stel.uitbak.zet_terug(SLEUTEL, pacht, 6, NU + 7)
    assert _wachtend(stel) == [3, 4, 5, 6]
    [eerste, *_] = stel.uitbak.wachtend(SLEUTEL)
    assert (eerste.stand, eerste.pogingen, eerste.poging_op, eerste.sinds) == ("wacht", 0, NU + 7, NU + 7)
    stel.uitbak.leg_neer(SLEUTEL, pacht, NU + 86400, 0, 0.0)
    pacht = stel.uitbak.pacht(SLEUTEL, NU, NU + 45) or pytest.fail("it was given back")
    assert (pacht.opnieuw_vanaf, pacht.opnieuw_tot) == (0, 0)


def test_abonnementen_worden_gelezen_zoals_ze_waren(stel: Stel) -> None:
    """An abonnement is read back whole, secrets, filter and all; those of a school by id."""
    vol = replace(
        WIE,
        abonnement_id="a0",
        adres="https://a0.example/ü?x=1",
        filter=Filter(("1", "2"), ("K0067",), ("erkend",)),
        sleutels=(Ondertekensleutel("whsec_b"), Ondertekensleutel("whsec_a", NU + 5)),
        bewijs="bewijs",
    )
    stel.abonnementen.maak(WIE, 0, NU)
    stel.abonnementen.maak(vol, 0, NU)
    stel.abonnementen.maak(abonnement("a9", school="30AA"), 0, NU)
    assert stel.abonnementen.lees(vol.sleutel) == vol
    assert list(stel.abonnementen.van_school("99XX")) == [vol, WIE]
    assert stel.abonnementen.lees(vol.sleutel._replace(school="30AA")) is None


def test_een_bestemming_eenmaal(stel: Stel) -> None:
    """The same destination and filter twice is refused, for one afnemer; when it changes the old is free."""
    stel.abonnementen.maak(WIE, 0, NU)
    zelfde = replace(WIE, abonnement_id="a2")
    with pytest.raises(AbonnementBestaat):
        stel.abonnementen.maak(zelfde, 0, NU)
    assert stel.nummeraar.stand(zelfde.sleutel) is None
    stel.abonnementen.maak(replace(zelfde, afnemer_id="ander"), 0, NU)
    anders = replace(WIE, adres="https://elders.example/", versie=2)
    assert stel.abonnementen.wijzig(WIE, anders)
    nieuw = replace(zelfde, abonnement_id="a3")
    stel.abonnementen.maak(nieuw, 0, NU)
    with pytest.raises(AbonnementBestaat):
        stel.abonnementen.wijzig(nieuw, replace(anders, abonnement_id="a3"))
    assert stel.abonnementen.verwijder(anders, NU)
    assert stel.abonnementen.wijzig(nieuw, replace(anders, abonnement_id="a3", versie=2))


def test_wie_een_oude_versie_kent_verandert_niets(stel: Stel) -> None:
    """Two who change the same version: the second is told, for changing and for ending alike."""
    stel.abonnementen.maak(WIE, 0, NU)
    gepauzeerd = replace(WIE, toestand="gepauzeerd", versie=2)
    assert stel.abonnementen.wijzig(WIE, gepauzeerd)
    assert not stel.abonnementen.wijzig(WIE, replace(WIE, toestand="afgemeld", versie=2))
    assert not stel.abonnementen.verwijder(WIE, NU)
    assert stel.abonnementen.lees(SLEUTEL) == gepauzeerd
    assert stel.abonnementen.verwijder(gepauzeerd, NU)
    assert not stel.abonnementen.verwijder(gepauzeerd, NU)
